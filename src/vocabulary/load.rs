//! Reads `vocabulary.toml`: rows → ids, every written form, and all that is wrong with it at once.

use super::clash::{MeaningMatch, overlap};
use super::defaults::{self, ABOUT, RESERVED, SOURCE, STATEMENT, SUPPORTED_BY};
use super::forms::{FormMeaning, preposition};
use super::inflect::{inflect, plural};
use super::phrases::Phrases;
use super::rows::{ClaimRow, ExonRow, FileRow, NounFormRow, NounRow, OneOrMany, PropertyRow, VerbRow, ViaRow};
use super::{
    Adjective, AdjectiveValue, Adjectives, Claim, CodeSet, ContextRule, Derived, End, Forms, Kind, KindId, KindSet,
    NO_INVERSE, Noun, NounFormUse, NounId, On, Property, PropertyId, PropertyType, Rare, RelationId, Role, Verb,
    VerbUse, Vocabulary, fold,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Source, Span};
use std::ops::Range;
use toml::Spanned;

impl Vocabulary {
    /// Reads a `vocabulary.toml`.
    ///
    /// # Errors
    /// Everything that is wrong with it, with places in the text: where the text is not TOML of
    /// the right shape only that, else all wrong words at once.
    pub fn load(source: &Source) -> Result<Vocabulary, Vec<Diagnostic>> {
        let file: FileRow = toml::from_str(&source.text).map_err(|error| {
            let span = error.span().map(to_span).unwrap_or_default();
            vec![Diagnostic::error(Code::Vocabulary, span, error.message().trim_end())]
        })?;
        let mut loader = Loader::new(&source.text, &file);
        loader.kinds(&file);
        loader.relations(&file);
        loader.proteins();
        loader.nouns(&file);
        loader.verbs(&file);
        loader.properties(&file);
        loader.effects(&file);
        let (_, problems) = Phrases::compile(&file, &loader.vocabulary);
        loader.problems.extend(problems);
        loader.exons(&file);
        if loader.problems.is_empty() { Ok(loader.vocabulary) } else { Err(loader.problems) }
    }

    /// Words of the language that can be no form of a vocabulary.
    pub const fn reserved_words() -> &'static [&'static str] {
        RESERVED
    }
}

/// Relations of a gene itself, which its protein does not share.
const GENES_ONLY: &[&str] = &["encodes", "variant of", "has member", "is a"];

/// A word of the file and its place.
#[derive(Clone, Copy)]
struct SourceWord<'a> {
    text: &'a str,
    span: Span,
}

/// The words for one relation.
#[derive(Default)]
struct VerbWords<'a> {
    lemma: Option<SourceWord<'a>>,
    forward: Vec<SourceWord<'a>>,
    inverse: Vec<SourceWord<'a>>,
    noun_forms: Vec<(SourceWord<'a>, End, NounFormUse)>,
}

struct Loader<'a> {
    text: &'a str,
    vocabulary: Vocabulary,
    problems: Vec<Diagnostic>,
    /// Where each reading of a form was written, for the second place of an error.
    places: Vec<(String, Span)>,
}

fn to_span(range: Range<usize>) -> Span {
    Span::new(range.start as u32, range.end as u32)
}

fn word(spanned: &Spanned<String>) -> SourceWord<'_> {
    SourceWord { text: spanned.as_ref(), span: to_span(spanned.span()) }
}

impl<'a> Loader<'a> {
    fn new(text: &'a str, file: &FileRow) -> Self {
        let vocabulary = Vocabulary {
            name: file.graph.name.clone(),
            version: file.graph.version.clone(),
            kinds: Vec::new(),
            nouns: Vec::new(),
            verbs: Vec::new(),
            properties: Vec::new(),
            forms: Forms::default(),
            text: text.to_string(),
            rare: Rare::default(),
        };
        Self { text, vocabulary, problems: Vec::new(), places: Vec::new() }
    }

    fn problem(&mut self, span: Span, message: String) -> &mut Diagnostic {
        self.problems.push(Diagnostic::error(Code::Vocabulary, span, message));
        let last = self.problems.len() - 1;
        &mut self.problems[last]
    }

    fn help(&mut self, span: Span, message: String, help: impl Into<String>) {
        let help = help.into();
        self.problem(span, message).help.push(crate::diagnostic::Help { text: help, fix: None });
    }

    /// The texts of a value with their places: in a list each has its own.
    fn words<'w>(&self, spanned: &'w Spanned<OneOrMany>) -> Vec<SourceWord<'w>> {
        let whole = to_span(spanned.span());
        let mut from = whole.start as usize;
        let mut words = Vec::new();
        for text in spanned.as_ref().as_slice() {
            // A text with escapes is not found again; it then gets the place of the whole value.
            let inside = self.text.get(from..whole.end as usize).unwrap_or("");
            let found = ['"', '\''].iter().find_map(|quote| inside.find(&format!("{quote}{text}{quote}")));
            let span = match found {
                Some(at) => to_span(from + at..from + at + text.len() + 2),
                None => whole,
            };
            from = if found.is_some() { span.end as usize } else { from };
            words.push(SourceWord { text, span });
        }
        words
    }

    fn optional_words<'w>(&self, spanned: Option<&'w Spanned<OneOrMany>>) -> Vec<SourceWord<'w>> {
        spanned.map_or_else(Vec::new, |spanned| self.words(spanned))
    }

    // Kinds

    /// Kinds in the order of nouns, verbs, properties; then those that always exist.
    fn kinds(&mut self, file: &FileRow) {
        for row in &file.noun {
            for kind in self.noun_kind_words(row) {
                self.define_kind(kind);
            }
        }
        let with_noun = self.vocabulary.kinds.len();
        for row in &file.verb {
            for kind in self.words(&row.as_ref().from).into_iter().chain(self.words(&row.as_ref().to)) {
                self.define_kind_without_noun(kind, with_noun);
            }
        }
        for row in &file.property {
            if let Some(kind) = &row.as_ref().kind {
                self.define_kind_without_noun(word(kind), with_noun);
            }
        }
        for (kind, _) in defaults::BUILT_IN_NOUNS {
            self.define_kind(SourceWord { text: kind, span: Span::default() });
        }
    }

    fn noun_kind_words<'w>(&self, row: &'w Spanned<NounRow>) -> Vec<SourceWord<'w>> {
        let row = row.as_ref();
        let mut words = self.optional_words(row.kind.as_ref());
        words.extend(self.optional_words(row.kinds.as_ref()));
        words
    }

    fn define_kind(&mut self, kind: SourceWord) {
        if self.vocabulary.kind(kind.text).is_some() {
            return;
        }
        if self.vocabulary.kinds.len() == KindSet::CAPACITY {
            self.problem(kind.span, format!("a vocabulary can have {} kinds and no more", KindSet::CAPACITY));
            return;
        }
        let name = kind.text.into();
        self.vocabulary.kinds.push(Kind { name, hierarchical: None, context: None, noun: None });
    }

    /// A kind that no noun names is fine, unless it looks like a misspelled one that has a noun.
    fn define_kind_without_noun(&mut self, kind: SourceWord, with_noun: usize) {
        let known = self.vocabulary.kinds.iter().any(|known| *known.name == *kind.text);
        let built_in = defaults::BUILT_IN_NOUNS.iter().any(|(name, _)| *name == kind.text);
        let nouns = self.vocabulary.kinds.iter().take(with_noun).map(|kind| &*kind.name);
        match super::suggest_word(kind.text, nouns) {
            Some(close) if !known && !built_in => {
                let message = format!("there is no kind `{}`", kind.text);
                let fix = (kind.span, format!("\"{close}\""));
                let help = crate::diagnostic::Help { text: format!("did you mean `{close}`?"), fix: Some(fix) };
                self.problem(kind.span, message).help.push(help);
            }
            Some(_) | None => self.define_kind(kind),
        }
    }

    fn known_kind(&mut self, kind: SourceWord) -> Option<KindId> {
        let known = self.vocabulary.kind(kind.text);
        if known.is_none() {
            let names = self.kind_list();
            self.help(kind.span, format!("there is no kind `{}`", kind.text), format!("kinds are {names}"));
        }
        known
    }

    fn kind_list(&self) -> String {
        self.vocabulary.kinds.iter().map(|kind| &*kind.name).collect::<Vec<_>>().join(", ")
    }

    /// Kinds of a verb or noun; misspelled ones were reported when kinds were collected.
    fn defined_kinds(&self, words: &[SourceWord]) -> Vec<KindId> {
        let mut kinds = Vec::new();
        for kind in words.iter().filter_map(|word| self.vocabulary.kind(word.text)) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    // Relations: their names first, since nouns, verbs and properties refer to them

    fn relations(&mut self, file: &FileRow) {
        for row in &file.verb {
            let row = row.as_ref();
            let relation = word(&row.relation);
            if self.vocabulary.relation(relation.text).is_some() {
                self.problem(relation.span, format!("there are two verbs for the relation `{}`", relation.text));
            }
            let from = self.defined_kinds(&self.words(&row.from));
            let to = self.defined_kinds(&self.words(&row.to));
            self.vocabulary.verbs.push(plain_verb(relation.text, from, to));
        }
        let has_claims = file.verb.iter().any(|row| row.as_ref().claim.is_some());
        if has_claims {
            self.add_derived_relations();
        }
        if self.vocabulary.verbs.len() > usize::from(u16::MAX) {
            self.problem(Span::default(), "a vocabulary can have at most 65,535 verbs".into());
        }
    }

    /// Where a gene is allowed its protein is, too: `targets` edges are stored once, on the gene,
    /// and proteins are reached through `encodes` (model section 2).
    fn proteins(&mut self) {
        let vocabulary = &mut self.vocabulary;
        let pair = (vocabulary.kind("gene"), vocabulary.kind("protein"));
        let (Some(gene), Some(protein)) = pair else { return };
        if vocabulary.relation("encodes").is_none() {
            return;
        }
        for verb in &mut vocabulary.verbs {
            if GENES_ONLY.contains(&verb.relation.as_str()) {
                continue;
            }
            for kinds in [&mut verb.from, &mut verb.to] {
                if let (Some(place), false) = (kinds.iter().position(|&kind| kind == gene), kinds.contains(&protein)) {
                    kinds.insert(place + 1, protein);
                }
            }
        }
    }

    /// `about` and `supported by`, where the file does not describe them.
    fn add_derived_relations(&mut self) {
        let vocabulary = &mut self.vocabulary;
        let (Some(statement), Some(source)) = (vocabulary.kind(STATEMENT), vocabulary.kind(SOURCE)) else {
            return;
        };
        if vocabulary.relation(ABOUT).is_none() {
            let others = (0..vocabulary.kinds.len()).map(|i| KindId(i as u8));
            let to = others.filter(|&kind| kind != statement && kind != source).collect();
            vocabulary.verbs.push(plain_verb(ABOUT, vec![statement], to));
        }
        if vocabulary.relation(SUPPORTED_BY).is_none() {
            vocabulary.verbs.push(plain_verb(SUPPORTED_BY, vec![statement], vec![source]));
        }
    }

    fn known_relation(&mut self, relation: SourceWord) -> Option<RelationId> {
        let known = self.vocabulary.relation(relation.text);
        if known.is_none() {
            let names = self.vocabulary.verbs.iter().map(|verb| verb.relation.as_str());
            let close = super::suggest_word(relation.text, names);
            let problem = self.problem(relation.span, format!("there is no relation `{}`", relation.text));
            if let Some(close) = close {
                let fix = Some((relation.span, format!("\"{close}\"")));
                problem.help.push(crate::diagnostic::Help { text: format!("did you mean `{close}`?"), fix });
            }
        }
        known
    }

    // Nouns

    fn nouns(&mut self, file: &FileRow) {
        for row in &file.noun {
            self.noun(row);
        }
        for (kind, forms) in defaults::BUILT_IN_NOUNS {
            let Some(kind) = self.vocabulary.kind(kind) else { continue };
            if self.vocabulary.nouns.iter().any(|noun| noun.kinds.contains(&kind)) {
                continue;
            }
            let forms = forms.map(|text| SourceWord { text, span: Span::default() });
            self.add_noun(vec![kind], &forms, None);
        }
        self.vocabulary.note_nouns_of_kinds();
    }

    fn noun(&mut self, row: &Spanned<NounRow>) {
        let span = to_span(row.span());
        let kind_words = self.noun_kind_words(row);
        let kinds = self.defined_kinds(&kind_words);
        let row = row.as_ref();
        let (Some(&first), Some(first_word)) = (kinds.first(), kind_words.first()) else {
            self.help(span, "a noun names no kind".into(), "write `kind = \"drug\"` or `kinds = [\"drug\", …]`");
            return;
        };
        let context = row.context.as_ref().and_then(|relation| self.known_relation(word(relation)));
        if let Some(relation) = &row.hierarchical {
            self.hierarchy(word(relation), &kinds);
        }
        let mut forms = self.optional_words(row.forms.as_ref());
        let name = self.vocabulary.kind_name(first).to_string();
        if forms.is_empty() {
            forms.push(SourceWord { text: &name, span: first_word.span });
        }
        let regular_plural = plural(forms[0].text);
        if forms.len() == 1 {
            forms.push(SourceWord { text: &regular_plural, span: forms[0].span });
        }
        self.add_noun(kinds, &forms, context);
    }

    fn add_noun(&mut self, kinds: Vec<KindId>, forms: &[SourceWord], context: Option<RelationId>) {
        let id = NounId(self.vocabulary.nouns.len() as u16);
        let texts = forms.iter().map(|form| form.text.to_string()).collect();
        self.vocabulary.nouns.push(Noun { kinds, forms: texts, context });
        for form in forms {
            self.add(*form, FormMeaning::Noun(id));
        }
    }

    fn hierarchy(&mut self, relation: SourceWord, kinds: &[KindId]) {
        let Some(id) = self.known_relation(relation) else { return };
        for &kind in kinds {
            let verb = self.vocabulary.verb(id);
            if verb.from.contains(&kind) && verb.to.contains(&kind) {
                self.vocabulary.kinds[usize::from(kind.0)].hierarchical = Some(id);
            } else {
                let name = self.vocabulary.kind_name(kind);
                let message =
                    format!("`{}` does not lead from {name} to {name}, so it orders no {name}", relation.text);
                self.problem(relation.span, message);
            }
        }
    }

    // Verbs

    fn verbs(&mut self, file: &FileRow) {
        for (i, row) in file.verb.iter().enumerate() {
            self.verb(RelationId(i as u16), row.as_ref());
        }
        for (i, (relation, words)) in derived_words().into_iter().enumerate() {
            let place = file.verb.iter().position(|row| row.as_ref().relation.as_ref() == relation);
            let added = self.vocabulary.relation(relation).filter(|_| place.is_none());
            if let Some(id) = added {
                self.vocabulary.verbs[usize::from(id.0)].derived = Some(DERIVED[i].1);
                self.verb_forms(id, &words);
            }
        }
    }

    fn verb(&mut self, id: RelationId, row: &VerbRow) {
        let context = row.context.as_ref().map_or(ContextRule::None, |context| self.context(word(context)));
        let claim = row.claim.as_ref().map(|claim| self.claim(claim));
        let via = row.via.as_ref().and_then(|via| self.via(id, via));
        let derived = self.derived(row);
        let and_profile = row.and.as_ref().is_some_and(|and| self.and_profile(word(and)));
        let verb = &mut self.vocabulary.verbs[usize::from(id.0)];
        verb.context = context;
        verb.claim = claim;
        verb.via = via;
        verb.derived = derived;
        verb.and_profile = and_profile;
        verb.undirected = row.undirected;
        verb.abbreviation.clone_from(&row.abbreviation);
        let words = VerbWords {
            lemma: row.lemma.as_ref().map(word),
            forward: self.optional_words(row.forward.as_ref()),
            inverse: self.optional_words(row.inverse.as_ref()),
            noun_forms: row.noun_forms.iter().filter_map(|form| self.noun_form(form.as_ref())).collect(),
        };
        self.verb_forms(id, &words);
    }

    fn context(&mut self, context: SourceWord) -> ContextRule {
        if context.text == STATEMENT {
            return ContextRule::Statement;
        }
        self.known_relation(context).map_or(ContextRule::None, ContextRule::Relation)
    }

    fn and_profile(&mut self, value: SourceWord) -> bool {
        let known = value.text == "profile";
        if !known {
            self.problem(value.span, format!("`and` can be \"profile\", not `{}`", value.text));
        }
        known
    }

    fn derived(&mut self, row: &VerbRow) -> Option<Derived> {
        let known = DERIVED.iter().find(|(relation, _)| *relation == row.relation.as_ref());
        match (&row.derived, known) {
            (Some(flag), Some((_, derived))) => flag.as_ref().then_some(*derived),
            (None, Some((_, derived))) => Some(*derived),
            (Some(flag), None) if *flag.as_ref() => {
                let message = format!("the graph derives no relation `{}`", row.relation.as_ref());
                self.help(to_span(flag.span()), message, format!("derived are `{ABOUT}` and `{SUPPORTED_BY}`"));
                None
            }
            (Some(_) | None, None) => None,
        }
    }

    fn claim(&mut self, row: &ClaimRow) -> Claim {
        let effects = row.effects.as_ref().as_slice().to_vec();
        Claim { effects, from: self.roles(row.from.as_ref()), to: self.roles(row.to.as_ref()) }
    }

    fn roles(&mut self, row: Option<&Spanned<OneOrMany>>) -> Vec<Role> {
        let mut roles = Vec::new();
        for name in self.optional_words(row) {
            match ROLES.iter().find(|(known, _)| *known == name.text) {
                Some((_, role)) => roles.push(*role),
                None => {
                    let names = ROLES.map(|(name, _)| name).join(", ");
                    let message = format!("a statement has no role `{}`", name.text);
                    self.help(name.span, message, format!("roles are {names}"));
                }
            }
        }
        roles
    }

    fn via(&mut self, id: RelationId, row: &ViaRow) -> Option<(KindId, RelationId)> {
        let kind = self.known_kind(word(&row.kind));
        let relation = self.known_relation(word(&row.relation));
        let (kind, relation) = (kind?, relation?);
        let bridge = self.vocabulary.verb(relation);
        let from = &self.vocabulary.verb(id).from;
        let joins = |near: &[KindId], far: &[KindId]| near.contains(&kind) && overlap(far, from);
        if joins(&bridge.to, &bridge.from) || joins(&bridge.from, &bridge.to) {
            return Some((kind, relation));
        }
        let message = format!("`{}` joins no {} to the start of this verb", bridge.relation, row.kind.as_ref());
        self.problem(to_span(row.relation.span()), message);
        None
    }

    fn noun_form<'w>(&mut self, row: &'w NounFormRow) -> Option<(SourceWord<'w>, End, NounFormUse)> {
        let head = word(&row.head);
        let kind = match &row.kind {
            Some(kind) => Some(self.known_kind(word(kind))?),
            None => None,
        };
        let end = match head.text {
            "from" => End::From,
            "to" => End::To,
            _ => {
                self.problem(head.span, format!("`head` is \"from\" or \"to\", not `{}`", head.text));
                return None;
            }
        };
        Some((word(&row.form), end, NounFormUse { kind, transitive: row.transitive }))
    }

    /// Registers every form of a verb and notes its participles.
    fn verb_forms(&mut self, id: RelationId, words: &VerbWords) {
        let verb = self.vocabulary.verb(id);
        let (relation, undirected) = (verb.relation.clone(), verb.undirected);
        let participles = participles(words, &relation, undirected);
        let inflected = words.lemma.map(|lemma| (lemma, inflect(lemma.text)));
        let fallback = words.forward.iter().chain(&words.inverse).map(|word| word.span).next().unwrap_or_default();
        let span = words.lemma.map_or(fallback, |lemma| lemma.span);
        let (mut forward, mut inverse) = (Vec::new(), Vec::new());
        if let Some((lemma, inflection)) = &inflected {
            let forms = [&inflection.participle, &inflection.third_person].map(|text| SourceWord { text, span });
            forward.extend(forms);
            forward.push(*lemma);
            inverse.push(SourceWord { text: &inflection.passive, span });
        } else {
            // Listed forms are added below; a participle that is none of them was made up.
            forward.extend(words.forward.is_empty().then_some(SourceWord { text: &participles[0], span }));
            let made_up = words.inverse.is_empty() && !undirected;
            inverse.extend(made_up.then_some(SourceWord { text: &participles[1], span }));
        }
        forward.extend(&words.forward);
        inverse.extend(&words.inverse);
        for (head, forms) in [(End::From, forward), (End::To, inverse)] {
            for form in forms {
                self.add_verb(form, VerbUse { relation: id, head, noun_form: None, preposition: None });
            }
        }
        for (form, head, noun_form) in &words.noun_forms {
            let noun_form = Some(noun_form.clone());
            self.add_verb(*form, VerbUse { relation: id, head: *head, noun_form, preposition: None });
        }
        self.vocabulary.verbs[usize::from(id.0)].participles = participles;
    }

    fn add_verb(&mut self, form: SourceWord, mut verb: VerbUse) {
        verb.preposition = preposition(form.text);
        self.add(form, FormMeaning::Verb(verb));
    }

    /// Effects of claims are values of the property `effect`.
    fn effects(&mut self, file: &FileRow) {
        let effect = self.vocabulary.statement_property("effect");
        let Some(PropertyType::Enum(values)) = effect.map(|id| self.vocabulary.property(id).of.clone()) else {
            return;
        };
        for claim in file.verb.iter().filter_map(|row| row.as_ref().claim.as_ref()) {
            for effect in self.words(&claim.effects) {
                if !values.iter().any(|value| value == effect.text) {
                    let message = format!("a statement has no effect `{}`", effect.text);
                    self.help(effect.span, message, format!("effects are {}", values.join(", ")));
                }
            }
        }
    }

    /// An exon begins before it ends, and is listed once.
    fn exons(&mut self, file: &FileRow) {
        for (i, row) in file.exon.iter().enumerate() {
            let exon = row.as_ref();
            let is_same =
                |other: &Spanned<ExonRow>| (&other.as_ref().gene, other.as_ref().number) == (&exon.gene, exon.number);
            let [first, last] = exon.residues;
            if first == 0 || last < first {
                self.problem(to_span(row.span()), "an exon has a first residue and a last one after it".to_owned());
            } else if file.exon[..i].iter().any(is_same) {
                let message = format!("exon {} of {} is listed twice", exon.number, exon.gene);
                self.problem(to_span(row.span()), message);
            } else if !exon.sequence.is_empty() && exon.sequence.len() as u64 != u64::from(last - first) + 1 {
                let message = format!("the sequence has {} residues, not {}", exon.sequence.len(), last - first + 1);
                self.problem(to_span(row.span()), message);
            }
        }
        for row in &file.domain {
            let [first, last] = row.as_ref().residues;
            if first == 0 || last < first {
                self.problem(to_span(row.span()), "a domain has a first residue and a last one after it".to_owned());
            }
        }
    }

    // Properties

    fn properties(&mut self, file: &FileRow) {
        let mut read = Vec::new();
        for row in &file.property {
            read.extend(self.property(row).map(|property| (property, word(&row.as_ref().name).span)));
        }
        let (of_statements, of_entities): (Vec<_>, Vec<_>) =
            read.into_iter().partition(|(property, _)| property.on == On::Statement);
        let has_claims = file.verb.iter().any(|row| row.as_ref().claim.is_some());
        let all = if has_claims { with_defaults(of_statements) } else { of_statements };
        if all.len() + of_entities.len() > usize::from(u16::MAX) {
            self.problem(Span::default(), "a vocabulary can have 65,535 properties and no more".into());
            return;
        }
        for (property, span) in all.into_iter().chain(of_entities) {
            self.add_property(property, span);
        }
    }

    fn property(&mut self, row: &Spanned<PropertyRow>) -> Option<Property> {
        let span = to_span(row.span());
        let row = row.as_ref();
        let on = self.on(row.on.as_ref());
        let of = self.property_type(row, span);
        let (on, of) = (on?, of?);
        self.check_width(&on, &of, word(&row.name));
        let adjectives = match &row.adjectives {
            Some(adjectives) => self.adjectives(adjectives, &of),
            None => Adjectives::None,
        };
        Some(Property { name: row.name.as_ref().clone(), on, of, adjectives })
    }

    /// Refuses more values than a column of codes or bits can represent.
    fn check_width(&mut self, on: &On, of: &PropertyType, name: SourceWord) {
        let most = match (of, on) {
            (PropertyType::Set(_), On::Statement) => 8,
            (PropertyType::Set(_), On::Kinds(_)) => 32,
            (_, _) => CodeSet::CAPACITY,
        };
        let count = values_of(of).len();
        if count > most {
            self.problem(
                name.span,
                format!("`{}` has {count} values; a property like this can have {most}", name.text),
            );
        }
    }

    fn on(&mut self, row: Option<&Spanned<OneOrMany>>) -> Option<On> {
        let words = self.optional_words(row);
        if let [only] = words.as_slice()
            && only.text == STATEMENT
        {
            return Some(On::Statement);
        }
        let mut kinds = Vec::new();
        for word in &words {
            let noun = self.vocabulary.forms.find(&fold::spaced(word.text));
            let noun = noun.and_then(|form| self.vocabulary.forms.get(form).noun);
            match (self.vocabulary.kind(word.text), noun) {
                (Some(kind), _) => kinds.push(kind),
                (None, Some(noun)) => kinds.extend(&self.vocabulary.noun(noun).kinds),
                (None, None) => {
                    self.known_kind(*word);
                    return None;
                }
            }
        }
        kinds.sort_unstable();
        kinds.dedup();
        Some(On::Kinds(kinds))
    }

    fn property_type(&mut self, row: &PropertyRow, span: Span) -> Option<PropertyType> {
        if let Some(via) = &row.via {
            let relation = self.known_relation(word(via));
            let Some(kind) = &row.kind else {
                self.problem(span, "a property with `via` needs the `kind` it leads to".into());
                return None;
            };
            let kind = self.known_kind(word(kind));
            return Some(PropertyType::Via { relation: relation?, kind: kind? });
        }
        let values = |list: &Option<Spanned<OneOrMany>>| list.as_ref().map(|list| list.as_ref().as_slice().to_vec());
        let (order, values) = (values(&row.order), values(&row.values));
        let name = row.of.as_ref().map(|of| of.as_ref().as_str());
        match (name, order, values) {
            (Some("ordered") | None, Some(order), None) => Some(PropertyType::Ordered(order)),
            (Some("enum") | None, None, Some(values)) => Some(PropertyType::Enum(values)),
            (Some("set"), None, Some(values)) => Some(PropertyType::Set(values)),
            (None, None, None) => Some(PropertyType::Text),
            (name, order, values) => {
                let plain = PLAIN_TYPES.iter().find(|(known, _)| Some(*known) == name);
                if let (Some((_, of)), None, None) = (plain, order, values) {
                    return Some(of.clone());
                }
                let place = row.of.as_ref().map_or(span, |of| to_span(of.span()));
                let message = format!("`{}` is not a type of property", name.unwrap_or("ordered with values"));
                let help = "types are ordered (with order), enum and set (with values), text, number, year, date, bool";
                self.help(place, message, help);
                None
            }
        }
    }

    fn adjectives(&mut self, row: &Spanned<OneOrMany>, of: &PropertyType) -> Adjectives {
        let values = values_of(of);
        if let OneOrMany::One(text) = row.as_ref()
            && text == "names"
        {
            if matches!(of, PropertyType::Via { .. }) {
                return Adjectives::Names;
            }
            self.problem(to_span(row.span()), "only a property with `via` has names for adjectives".into());
            return Adjectives::None;
        }
        let words = self.words(row);
        for word in &words {
            if !values.iter().any(|value| value == word.text) {
                self.problem(word.span, format!("`{}` is not a value of this property", word.text));
            }
        }
        Adjectives::Values(words.iter().map(|word| word.text.to_string()).collect())
    }

    fn add_property(&mut self, property: Property, span: Span) {
        let id = PropertyId(self.vocabulary.properties.len() as u16);
        self.vocabulary.properties.push(property.clone());
        self.add(SourceWord { text: &property.name, span }, FormMeaning::Property(id));
        let Adjectives::Values(adjectives) = &property.adjectives else { return };
        for text in adjectives {
            let place = values_of(&property.of).iter().position(|value| value == text);
            if let Some(place) = place {
                let value = AdjectiveValue::Value(place as u16);
                self.add(SourceWord { text, span }, FormMeaning::Adjective(Adjective { property: id, value }));
            }
        }
    }

    // Forms

    /// Adds a meaning of a written form, unless it cannot be distinguished from one it has.
    fn add(&mut self, form: SourceWord, reading: FormMeaning) {
        let folded = fold::spaced(form.text);
        if folded.is_empty() {
            self.problem(form.span, "a form has no letters".into());
            return;
        }
        if RESERVED.contains(&folded.as_str()) {
            self.problem(form.span, format!("`{}` is a word of the language and cannot be a form", form.text));
            return;
        }
        let Some(id) = self.vocabulary.forms.form(form.text) else {
            self.problem(form.span, "a vocabulary can have at most 65,535 forms".into());
            return;
        };
        match self.vocabulary.compare(id, &reading) {
            MeaningMatch::Known => {}
            MeaningMatch::New => {
                self.places.push((folded, form.span));
                self.vocabulary.forms.add(id, reading);
            }
            MeaningMatch::Clash(message) => {
                let first = self.places.iter().find(|(known, _)| *known == folded).map(|(_, span)| *span);
                let problem = self.problem(form.span, format!("`{}` {message}", form.text));
                if let Some(first) = first {
                    problem.labels.push(crate::diagnostic::Label { span: first, text: "here first".into() });
                }
            }
        }
    }
}

impl Vocabulary {
    /// Fills in what kinds take from nouns: one for exactly this kind before one for several.
    fn note_nouns_of_kinds(&mut self) {
        for (i, kind) in self.kinds.iter_mut().enumerate() {
            let id = KindId(i as u8);
            let own = self.nouns.iter().position(|noun| noun.kinds == [id]);
            kind.noun = own.map(|noun| NounId(noun as u16));
            let own_context = own.and_then(|noun| self.nouns[noun].context);
            let any_context =
                || self.nouns.iter().filter(|noun| noun.kinds.contains(&id)).find_map(|noun| noun.context);
            kind.context = own_context.or_else(any_context);
        }
    }
}

/// The participle forms of a verb: with the start as head, and with the goal.
fn participles(words: &VerbWords, relation: &str, undirected: bool) -> [String; 2] {
    let inflection = words.lemma.map(|lemma| inflect(lemma.text));
    // Of `overcome, overcomes, overcoming` the last is the natural one before an object.
    let listed = |words: &[SourceWord]| {
        let first = words.first()?.text;
        let participle = inflect(first).participle;
        let is_listed = words.iter().any(|word| word.text == participle);
        Some(if is_listed { participle } else { first.to_string() })
    };
    let forward = match &inflection {
        Some(inflection) => inflection.participle.clone(),
        None => listed(&words.forward).unwrap_or_else(|| relation.to_string()),
    };
    if undirected {
        return [forward.clone(), forward];
    }
    let inverse = match inflection {
        Some(inflection) => inflection.passive,
        // A relation that nobody gave a passive gets one that is at least unmistakable.
        None => listed(&words.inverse).unwrap_or_else(|| format!("{NO_INVERSE} {forward}")),
    };
    [forward, inverse]
}

fn plain_verb(relation: &str, from: Vec<KindId>, to: Vec<KindId>) -> Verb {
    Verb {
        relation: relation.to_string(),
        from,
        to,
        context: ContextRule::None,
        claim: None,
        and_profile: false,
        undirected: false,
        abbreviation: String::new(),
        derived: None,
        via: None,
        participles: [String::new(), String::new()],
    }
}

/// The values a property is restricted to.
fn values_of(of: &PropertyType) -> &[String] {
    match of {
        PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => values,
        PropertyType::Text
        | PropertyType::Number
        | PropertyType::Year
        | PropertyType::Date
        | PropertyType::Bool
        | PropertyType::Via { .. } => &[],
    }
}

/// The statement properties every graph with claims has, each as the file gives it where it does,
/// then those that only the file has.
fn with_defaults(mut given: Vec<(Property, Span)>) -> Vec<(Property, Span)> {
    let mut all = Vec::new();
    for default in defaults::statement_properties() {
        let place = given.iter().position(|(property, _)| property.name == default.name);
        all.push(place.map_or_else(|| (default, Span::default()), |place| given.remove(place)));
    }
    all.append(&mut given);
    all
}

const DERIVED: [(&str, Derived); 2] = [(ABOUT, Derived::About), (SUPPORTED_BY, Derived::SupportedBy)];

/// Words for the relations of [`DERIVED`], for files that do not give them.
fn derived_words() -> [(&'static str, VerbWords<'static>); 2] {
    let word = |text| SourceWord { text, span: Span::default() };
    let sources_of = (word("sources of"), End::To, NounFormUse { kind: None, transitive: false });
    let about = VerbWords { forward: vec![word("about")], inverse: vec![word("described by")], ..VerbWords::default() };
    let supported = VerbWords {
        lemma: None,
        forward: vec![word("supported by")],
        inverse: vec![word("supporting")],
        noun_forms: vec![sources_of],
    };
    [(ABOUT, about), (SUPPORTED_BY, supported)]
}

const ROLES: [(&str, Role); 4] =
    [("therapy", Role::Therapy), ("profile", Role::Profile), ("cancer", Role::Cancer), ("mechanism", Role::Mechanism)];

/// Types that need nothing but their name.
const PLAIN_TYPES: [(&str, PropertyType); 5] = [
    ("text", PropertyType::Text),
    ("number", PropertyType::Number),
    ("year", PropertyType::Year),
    ("date", PropertyType::Date),
    ("bool", PropertyType::Bool),
];
