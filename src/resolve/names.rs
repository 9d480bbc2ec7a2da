//! Names of the sentence → entities of the graph, and what a name includes.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{EntityId, Graph};
use crate::language::ast;
use crate::names::{Candidate, Lookup, MatchedBy};
use crate::query::{Inclusion, Member, NamedSet, Seed};
use crate::text::Span;
use crate::vocabulary::{KindId, KindSet, NounId};
use std::borrow::Cow;
use std::rc::Rc;

/// How many readings an ambiguity error lists.
const READINGS_SHOWN: usize = 6;

impl<'a> Resolver<'a> {
    /// The kinds that a noun or `kind:` prefix forces; reports an unknown one.
    fn forced_kinds(&mut self, name: &ast::Name) -> Option<KindSet> {
        let vocabulary = self.graph.vocabulary();
        let mut forced = None;
        if let Some(kind) = &name.kind {
            let kinds = kinds_called(self.graph, &kind.text);
            if kinds.is_empty() {
                self.error(Diagnostic::error(
                    Code::UnknownWord,
                    kind.span,
                    format!("this graph has no kind `{}`", kind.text),
                ));
            }
            forced = Some(kinds);
        }
        if let Some(form) = name.noun_after.as_ref().and_then(|word| word.form)
            && let Some(noun) = vocabulary.forms.get(form).noun
        {
            forced = Some(KindSet::of(&vocabulary.noun(noun).kinds));
        }
        forced
    }

    /// Entities a name stands for where kinds `wanted` are expected (`None`: any); an error is recorded
    /// and `None` returned where it stands for nothing or for several things.
    pub(crate) fn seed(&mut self, name: &ast::Name, wanted: Option<KindSet>, place: &str) -> Option<Seed> {
        let (text, span) = match &name.text {
            ast::NameText::Known { text, span, .. } | ast::NameText::Unknown { text, span, .. } => {
                (Cow::Borrowed(text.as_str()), *span)
            }
            ast::NameText::Variable(variable) => (Cow::Owned(self.parameter(variable)?), variable.span),
            ast::NameText::Label(label) => {
                self.error(Diagnostic::error(
                    Code::UnknownLabel,
                    label.span,
                    format!("the label `{}` cannot stand here", label.text),
                ));
                return None;
            }
        };
        let forced = self.forced_kinds(name);
        let graph = self.graph;
        let mut found = self.lookup(&text);
        if found.best.is_empty()
            && let Some(ordered) = in_regimen_order(&text)
        {
            found = self.lookup(&ordered);
        }
        if found.best.is_empty() && found.others.is_empty() {
            self.unknown_name(&text, span, forced.or(wanted), place);
            return None;
        }
        let fits = |candidate: &&Candidate| match (forced, wanted) {
            (Some(kinds), _) => self.has_face_in(candidate.entity, kinds),
            (None, Some(kinds)) => self.includes_kind(candidate.entity, kinds),
            (None, None) => true,
        };
        let tiers =
            found.best.iter().map(|best| (0, best)).chain(found.others.iter().map(|other| (tier(other), other)));
        let mut chosen: Vec<(u8, &Candidate)> = tiers.filter(|(_, candidate)| fits(candidate)).collect();
        let Some(best_tier) = chosen.iter().map(|&(tier, _)| tier).min() else {
            self.wrong_kind(&text, span, &found, forced.or(wanted), place);
            return None;
        };
        chosen.retain(|&(tier, _)| tier == best_tier);
        let direct =
            |&(_, candidate): &(u8, &Candidate)| wanted.is_none_or(|kinds| self.has_face_in(candidate.entity, kinds));
        if chosen.iter().any(direct) {
            chosen.retain(direct);
        }
        let &(_, first) = chosen.first()?;
        let face = graph.face(first.entity);
        if chosen.iter().any(|(_, candidate)| graph.face(candidate.entity) != face) {
            let mut readings: Vec<EntityId> = chosen.iter().map(|(_, candidate)| candidate.entity).collect();
            readings.dedup();
            self.ambiguous(&text, span, &readings);
            return None;
        }
        self.note_alias(&text, first);
        Some(Seed {
            entities: self.faces_wanted(first.entity, forced, wanted),
            span: name.span,
            exactly: name.exactly,
            or_broader: name.or_broader,
            forced: name.kind.as_ref().map(|kind| kind.text.clone()),
            stripped: first.matched == MatchedBy::Stripped || is_short_form(&text, graph.name(first.entity)),
            typed: text.into_owned(),
        })
    }

    /// What a text may mean; looked up once per question.
    fn lookup(&mut self, text: &str) -> Rc<Lookup<'a>> {
        if let Some(found) = self.lookups.get(text) {
            return Rc::clone(found);
        }
        let found = Rc::new(self.names.lookup(self.graph, text));
        self.lookups.insert(text.to_owned(), Rc::clone(&found));
        found
    }

    /// The faces of an entity that fit: of the forced kinds only, else of the wanted ones, else all.
    fn faces_wanted(&self, entity: EntityId, forced: Option<KindSet>, wanted: Option<KindSet>) -> Vec<EntityId> {
        let faces = self.graph.faces(&entity);
        let of = |kinds: KindSet| -> Vec<EntityId> {
            faces.iter().map(|&face| EntityId(face)).filter(|&face| kinds.has(self.graph.kind(face))).collect()
        };
        for kinds in [forced, wanted].into_iter().flatten() {
            let fitting = of(kinds);
            if !fitting.is_empty() {
                return fitting;
            }
        }
        faces.iter().map(|&face| EntityId(face)).collect()
    }

    /// Whether one face of this entity is of these kinds.
    pub(crate) fn has_face_in(&self, entity: EntityId, kinds: KindSet) -> bool {
        self.graph.faces(&entity).iter().any(|&face| kinds.has(self.graph.kind(EntityId(face))))
    }

    /// Whether this entity, or anything its name includes, is of these kinds.
    fn includes_kind(&self, entity: EntityId, kinds: KindSet) -> bool {
        if self.has_face_in(entity, kinds) {
            return true;
        }
        let mut members = Vec::new();
        self.include(entity, 0, kinds, &mut members);
        !members.is_empty()
    }

    /// All entities of `kinds` that the seeds include, sorted, each once with its nearest reason.
    pub(crate) fn expand(&self, seeds: Vec<Seed>, kinds: KindSet) -> NamedSet {
        let mut members = Vec::new();
        for (number, seed) in seeds.iter().enumerate() {
            let number = number as u32;
            for &entity in &seed.entities {
                if kinds.has(self.graph.kind(entity)) {
                    members.push(Member { entity: entity.0, seed: number, how: Inclusion::Exact });
                }
                if !seed.exactly {
                    self.include(entity, number, kinds, &mut members);
                }
                if seed.or_broader {
                    self.include_broader(entity, number, kinds, &mut members);
                }
            }
        }
        members.sort_unstable_by_key(|member: &Member| (member.entity, member.how, member.seed));
        members.dedup_by_key(|member| member.entity);
        NamedSet { members, seeds }
    }

    /// What a name includes beside itself: below it in a hierarchy, members of a class or family,
    /// variants of a gene; each only where the kinds want it.
    fn include(&self, entity: EntityId, seed: u32, kinds: KindSet, members: &mut Vec<Member>) {
        let graph = self.graph;
        let kind = graph.kind(entity);
        if let Some(hierarchy) = graph.hierarchy(kind) {
            let below = hierarchy.below(entity.0);
            if kinds.has(kind) {
                members.extend(below.iter().filter(|&&lower| lower != entity.0).map(|&lower| Member {
                    entity: lower,
                    seed,
                    how: Inclusion::Subtype,
                }));
            }
            self.include_instances(kind, below, seed, kinds, members);
        }
        if let Some((family, has_member)) = self.inclusions.family
            && kind == family
        {
            for &gene in graph.forward(has_member).targets(entity.0) {
                self.push_faces(EntityId(gene), seed, kinds, Inclusion::Member, members);
                self.include_variants(EntityId(gene), seed, kinds, members);
            }
        }
        self.include_variants(entity, seed, kinds, members);
    }

    /// Entities of other kinds that are one of `classes` (drugs of a drug class, mechanisms of a kind).
    fn include_instances(&self, kind: KindId, classes: &[u32], seed: u32, kinds: KindSet, members: &mut Vec<Member>) {
        let Some(is_a) = self.graph.vocabulary().kinds[usize::from(kind.0)].hierarchical else { return };
        if self.graph.vocabulary().verb(is_a).from.iter().all(|&from| from == kind || !kinds.has(from)) {
            return;
        }
        let instances = self.graph.backward(is_a);
        for &class in classes {
            for &instance in instances.targets(class) {
                let of = self.graph.kind(EntityId(instance));
                if of != kind && kinds.has(of) {
                    self.push_faces(EntityId(instance), seed, kinds, Inclusion::Member, members);
                }
            }
        }
    }

    fn include_variants(&self, gene: EntityId, seed: u32, kinds: KindSet, members: &mut Vec<Member>) {
        let Some((kind, variant_of)) = self.inclusions.variants else { return };
        if !self.graph.vocabulary().verb(variant_of).from.iter().any(|&from| kinds.has(from)) {
            return;
        }
        for &face in self.graph.faces(&gene) {
            if self.graph.kind(EntityId(face)) == kind {
                for &variant in self.graph.backward(variant_of).targets(face) {
                    self.push_faces(EntityId(variant), seed, kinds, Inclusion::Member, members);
                }
            }
        }
    }

    fn push_faces(&self, entity: EntityId, seed: u32, kinds: KindSet, how: Inclusion, members: &mut Vec<Member>) {
        for &face in self.graph.faces(&entity) {
            if kinds.has(self.graph.kind(EntityId(face))) {
                members.push(Member { entity: face, seed, how });
            }
        }
    }

    /// `or broader`: what is above in the hierarchy, the classes of a drug, the families of a gene,
    /// the categories of a variant.
    fn include_broader(&self, entity: EntityId, seed: u32, kinds: KindSet, members: &mut Vec<Member>) {
        let graph = self.graph;
        let mut pending = vec![entity.0];
        let mut seen: Vec<u32> = Vec::new();
        let is_a: Vec<_> = graph
            .vocabulary()
            .kinds
            .iter()
            .filter_map(|kind| kind.hierarchical)
            .chain(graph.vocabulary().relation("is a"))
            .collect();
        while let Some(lower) = pending.pop() {
            for &relation in &is_a {
                for &upper in graph.forward(relation).targets(lower) {
                    if !seen.contains(&upper) {
                        seen.push(upper);
                        pending.push(upper);
                    }
                }
            }
        }
        if let Some((family, has_member)) = self.inclusions.family {
            for &face in graph.faces(&entity) {
                seen.extend(
                    graph
                        .backward(has_member)
                        .targets(face)
                        .iter()
                        .filter(|&&owner| graph.kind(EntityId(owner)) == family),
                );
            }
        }
        for upper in seen {
            self.push_faces(EntityId(upper), seed, kinds, Inclusion::Broader, members);
        }
    }

    fn note_alias(&mut self, text: &str, candidate: &Candidate) {
        let graph = self.graph;
        let name = graph.name(candidate.entity);
        match candidate.matched {
            MatchedBy::Alias | MatchedBy::Imported => {
                self.note("alias", format!("{text} is another name of {name}"));
            }
            MatchedBy::Stripped => self.note("alias", format!("{text} is read as {name}")),
            MatchedBy::Xref => self.note("alias", format!("{text} is a cross-reference of {name}")),
            MatchedBy::Id => {}
            MatchedBy::Name if name != text => self.note("alias", format!("{text} is read as {name}")),
            MatchedBy::Name => {}
        }
        if text != name {
            self.typed.insert(graph.face(candidate.entity), text.to_owned());
        }
    }

    /// Reports a name that nothing has, with the nearest that would fit.
    pub(crate) fn unknown_name(&mut self, text: &str, span: Span, kinds: Option<KindSet>, place: &str) {
        let listed = kinds.map(|kinds| kinds.iter().collect::<Vec<_>>());
        let graph = self.graph;
        let message = match kinds {
            Some(kinds) => format!("no {} of this graph is called `{text}`", self.kind_list(kinds, "or")),
            None => format!("nothing in this graph is called `{text}`"),
        };
        let mut error = Diagnostic::error(Code::UnknownName, span, message);
        if !place.is_empty() {
            error = error.at(place.to_owned());
        }
        // Words of the language come before names (R12).
        if let Some(word) = self.near_word(text) {
            error = error.fix(format!("`{word}` is a word of the language"), span, word);
        }
        let mut seen = Vec::new();
        for suggestion in self.names.suggest(graph, text, listed.as_deref(), 3) {
            let face = graph.face(suggestion.entity);
            if seen.contains(&face) {
                continue;
            }
            seen.push(face);
            let name = graph.name(suggestion.entity);
            let kind = graph.vocabulary().kind_name(graph.kind(suggestion.entity));
            let text = if suggestion.text == name {
                format!("`{name}` is close; it is a {kind}")
            } else {
                format!("`{}` is close; it is another name of {kind} {name}", suggestion.text)
            };
            error = error.fix(text, span, quote_if_needed(&suggestion.text));
        }
        self.error(error);
    }

    fn near_word(&self, text: &str) -> Option<String> {
        if text.contains(' ') {
            return None;
        }
        let forms = self.graph.vocabulary().forms.iter();
        crate::names::suggest_word(
            text,
            forms.filter(|(_, form)| form.noun.is_some() || !form.verbs.is_empty()).map(|(_, form)| form.text.as_str()),
        )
    }

    fn wrong_kind(&mut self, text: &str, span: Span, found: &Lookup<'_>, kinds: Option<KindSet>, place: &str) {
        let graph = self.graph;
        let Some(entity) = found.best.iter().chain(&found.others).map(|candidate| candidate.entity).next() else {
            return;
        };
        let found = graph.vocabulary().kind_name(graph.kind(entity));
        let expected = kinds.map_or_else(String::new, |kinds| self.kind_list(kinds, "or"));
        let mut error =
            Diagnostic::error(Code::WrongKind, span, format!("`{text}` is a {found}, but a {expected} is wanted here"));
        if !place.is_empty() {
            error = error.at(place.to_owned());
        }
        let listed = kinds.map(|kinds| kinds.iter().collect::<Vec<_>>());
        for suggestion in self.names.suggest(graph, text, listed.as_deref(), 1) {
            error = error.fix(format!("`{}` is close", suggestion.text), span, quote_if_needed(&suggestion.text));
        }
        self.error(error);
    }

    fn ambiguous(&mut self, text: &str, span: Span, readings: &[EntityId]) {
        let graph = self.graph;
        let mut error =
            Diagnostic::error(Code::AmbiguousName, span, format!("`{text}` is the name of {} things", readings.len()));
        for &entity in readings.iter().take(READINGS_SHOWN) {
            let forced = forced_name(graph, entity);
            error = error.fix(
                format!(
                    "{} {}: write `{forced}`",
                    graph.vocabulary().kind_name(graph.kind(entity)),
                    graph.name(entity)
                ),
                span,
                forced,
            );
        }
        if readings.len() > READINGS_SHOWN {
            error = error.help(format!("and {} more: `resolve {text}` lists them", readings.len() - READINGS_SHOWN));
        }
        self.error(error);
    }

    /// `gene, protein or variant`.
    pub(crate) fn kind_list(&self, kinds: KindSet, last: &str) -> String {
        let names: Vec<&str> = kinds.iter().map(|kind| self.graph.vocabulary().kind_name(kind)).collect();
        join_words(&names, last)
    }

    /// Kinds a name could be of, without any error: for finding the noun a clause belongs to.
    pub(crate) fn rough_kinds(&mut self, name: &ast::Name) -> KindSet {
        if let Some(kinds) = name.kind.as_ref().map(|kind| kinds_called(self.graph, &kind.text))
            && !kinds.is_empty()
        {
            return kinds;
        }
        let text = match &name.text {
            ast::NameText::Known { text, .. } | ast::NameText::Unknown { text, .. } => text,
            ast::NameText::Variable(_) => return KindSet(u128::MAX),
            ast::NameText::Label(label) => {
                return self.labels.get(&label.text).map_or(KindSet(u128::MAX), |&node| self.query.node(node).kinds);
            }
        };
        let found = self.lookup(text);
        let mut kinds = KindSet::default();
        for candidate in found.best.iter().chain(&found.others) {
            for &face in self.graph.faces(&candidate.entity) {
                kinds = kinds.with(self.graph.kind(EntityId(face)));
            }
        }
        if kinds.is_empty() { KindSet(u128::MAX) } else { kinds }
    }
}

/// `b + a` as regimens are called: members in alphabetical order.
fn in_regimen_order(text: &str) -> Option<String> {
    let mut members: Vec<&str> = text.split('+').map(str::trim).collect();
    if members.len() < 2 {
        return None;
    }
    members.sort_unstable();
    Some(members.join(" + "))
}

/// `gastric` for `gastric cancer`: the full name says more than the note would.
fn is_short_form(typed: &str, name: &str) -> bool {
    let begins = name.get(..typed.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(typed));
    let rest = name.get(typed.len()..).unwrap_or("");
    begins && rest.starts_with(' ') && rest.trim().split(' ').count() == 1
}

/// The order of the ways in which a name can be meant beside the best; lookup has sorted, this only groups.
fn tier(candidate: &Candidate) -> u8 {
    match (candidate.matched, candidate.exact) {
        (MatchedBy::Id, _) => 1,
        (MatchedBy::Name, true) => 2,
        (MatchedBy::Alias, true) => 3,
        (MatchedBy::Name, false) => 4,
        (MatchedBy::Alias, false) => 5,
        (MatchedBy::Imported, _) => 6,
        (MatchedBy::Stripped, _) => 7,
        (MatchedBy::Xref, _) => 8,
    }
}

/// The kinds that a word before a colon means.
pub(crate) fn kinds_called(graph: &Graph, text: &str) -> KindSet {
    let vocabulary = graph.vocabulary();
    let mut folded = String::new();
    for (i, word) in text.split_whitespace().enumerate() {
        if i > 0 {
            folded.push(' ');
        }
        crate::names::fold::fold_word(word, &mut folded);
    }
    if let Some(kind) = vocabulary.kinds.iter().position(|kind| kind.name.eq_ignore_ascii_case(text)) {
        return KindSet::default().with(KindId(kind as u8));
    }
    let noun: Option<NounId> = vocabulary.forms.find(&folded).and_then(|form| vocabulary.forms.get(form).noun);
    noun.map_or_else(KindSet::default, |noun| KindSet::of(&vocabulary.noun(noun).kinds))
}

/// `gene:ERBB2`, `cancer:"gastric cancer"`: a way to write exactly this entity.
pub(crate) fn forced_name(graph: &Graph, entity: EntityId) -> String {
    let kind = graph.vocabulary().kind_name(graph.kind(entity));
    let name = graph.name(entity);
    let quoted = quote_if_needed(name);
    format!("{kind}:{quoted}")
}

/// A name as it can stand in a sentence.
pub(crate) fn quote_if_needed(name: &str) -> String {
    let plain = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '\'' | '.'));
    if plain { name.to_owned() } else { quote(name) }
}

/// A name in double quotes.
pub(crate) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// `a, b or c`.
pub(crate) fn join_words(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
