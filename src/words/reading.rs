//! The canonical reading: a sentence with a bracket around every clause, which parses back to the
//! same question. Square brackets hold annotations that the reader skips.

use super::condition::ConditionWords;
use super::stage::Stages;
use super::verb::{verb, verb_behind_noun};
use crate::graph::{EntityId, Graph};
use crate::language::{quote, quote_if_needed};
use crate::model::{Above, SourceVisitor, kind};
use crate::query::{
    Compare, Condition, Described, Domain, Endpoint, Evidence, Inclusion, Link, LinkId, Match, Member, NamedSet,
    NodeId, Paths, ProfileLiteral, ProfileQuestion, Quantifier, Query, QueryParts, Requirement, Resolved, RowSource,
    Seed, SetId, SetNode, Test, Waypoints, Why, WhySubject,
};
use crate::vocabulary::KindSet;
use std::convert::Infallible;
use std::fmt::Write as _;

/// The noun for anything at all.
const ANYTHING: &str = "what";

/// The canonical reading, which parses back to the same question.
pub fn reading(resolved: &Resolved, graph: &Graph) -> String {
    let mut text = Echo { query: &resolved.query, graph }.source(&resolved.source);
    for (included, word) in [
        (resolved.query.including_contested, " including contested"),
        (resolved.query.including_combinations, " including combinations"),
    ] {
        if included {
            // The question mark of `does … ?` ends the sentence.
            let end = if text.ends_with('?') { text.len() - 1 } else { text.len() };
            text.insert_str(end, word);
        }
    }
    text.push_str(&resolved.written.rows);
    text.push_str(&resolved.written.output);
    text
}

/// What a condition says, as the reading has it, without the brackets around it.
pub fn said(query: &Query, graph: &Graph, condition: &Condition) -> String {
    let text = Echo { query, graph }.clause(condition);
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inner.map_or_else(|| text.clone(), str::to_owned)
}

struct Echo<'r> {
    query: &'r Query,
    graph: &'r Graph,
}

impl Echo<'_> {
    fn source(&self, source: &RowSource) -> String {
        source.show(&mut SourceEcho { echo: self, keyword: source.kind().row().keyword })
    }

    fn set(&self, set: SetId) -> String {
        let query = self.query;
        let both = |left: SetId, word: &str, right: SetId| format!("({}) {word} ({})", self.set(left), self.set(right));
        match query.set(set) {
            SetNode::Phrase(node) => self.phrase(*node),
            SetNode::Union(left, right) => both(*left, "union", *right),
            SetNode::Except(left, right) => both(*left, "except", *right),
            SetNode::Intersect(left, right) => both(*left, "intersect", *right),
            SetNode::Neighbours(paths, _) => self.neighbours(paths),
            SetNode::Staged(inner, stages) => {
                let words = Stages { query, vocabulary: self.graph.vocabulary() };
                let written = stages
                    .iter()
                    .map(|stage| format!(" | {}", words.stage(stage, |target| self.followed(query.head_of(target)))));
                format!("({}{})", self.set(*inner), written.collect::<String>())
            }
        }
    }

    /// `targeting` or `targeting to genes`: the verb of a `follow`, and what was written of its
    /// end.
    fn followed(&self, target: NodeId) -> String {
        let row = self.query.node(target);
        let links = row.condition.conjuncts().iter().find_map(|part| self.link_of(part));
        let word = links.map_or_else(String::new, |link| verb(self.graph.vocabulary(), link));
        let is_open = matches!(row.domain, Domain::All) && row.label.is_none();
        match (is_open, row.noun) {
            (true, None) => word,
            (true, Some(_)) | (false, _) => format!("{word} to {}", self.head(target)),
        }
    }

    /// A noun or name with all its clauses.
    fn phrase(&self, node: NodeId) -> String {
        let mut text = String::new();
        let condition = &self.query.node(node).condition;
        let parts = condition.conjuncts();
        let mut rest: Vec<&Condition> = Vec::with_capacity(parts.len());
        let mut noun_form = None;
        // What a name before the noun includes is written after the noun: no bracket is allowed
        // between the two.
        let mut after_head = String::new();
        for part in parts {
            match self.link_of(part) {
                Some(link) if link.adjective => {
                    let (name, notes) = self.adjective(link.object);
                    let _ = write!(text, "{name} ");
                    after_head.push_str(&notes);
                }
                Some(link) if link.noun_form && noun_form.is_none() => noun_form = Some(link),
                Some(_) | None => rest.push(part),
            }
        }
        match noun_form {
            Some(link) => {
                let _ = write!(text, "{} {}", verb(self.graph.vocabulary(), link), self.linked_object(link));
                self.label(node, &mut text);
                self.evidence(&link.evidence, &mut text);
            }
            None => {
                text.push_str(&self.head(node));
                self.label(node, &mut text);
            }
        }
        text.push_str(&after_head);
        for part in rest {
            text.push(' ');
            text.push_str(&self.clause(part));
        }
        text
    }

    fn label(&self, node: NodeId, text: &mut String) {
        if let Some(label) = &self.query.node(node).label {
            let _ = write!(text, " as {label}");
        }
    }

    fn link_of(&self, condition: &Condition) -> Option<&Link> {
        match condition {
            Condition::Leaf(Requirement::Link(link)) => Some(self.query.link(*link)),
            Condition::And(_)
            | Condition::Or(_)
            | Condition::Not(_)
            | Condition::Leaf(Requirement::Property(_) | Requirement::Evidence(_)) => None,
        }
    }

    fn head(&self, node: NodeId) -> String {
        let row = self.query.node(node);
        match &row.domain {
            Domain::All => self.noun(node).to_owned(),
            Domain::Named(set) => match self.before(node) {
                Some(noun) => format!("{noun} {}", self.named(set)),
                None => self.named(set),
            },
            Domain::Set(set) | Domain::Below(set) => format!("({})", self.set(*set)),
            Domain::Same(_) => self.query.heading(self.graph.vocabulary(), node).to_owned(),
            Domain::Rows => "these".to_owned(),
        }
    }

    /// The plural noun of a node.
    fn noun(&self, node: NodeId) -> &str {
        self.query.node(node).noun.map_or(ANYTHING, |noun| self.graph.vocabulary().noun(noun).plural())
    }

    /// Its singular.
    fn one(&self, node: NodeId) -> &str {
        self.query.node(node).noun.map_or(ANYTHING, |noun| self.graph.vocabulary().noun(noun).singular())
    }

    /// The noun before names that would mean more, or something else, without it: `variants EGFR`.
    fn before(&self, node: NodeId) -> Option<&str> {
        let row = self.query.node(node);
        let Domain::Named(set) = &row.domain else { return None };
        let noun = self.graph.vocabulary().noun(row.before?);
        let kinds = KindSet::of(&noun.kinds);
        let mut faces = set.seeds.iter().flat_map(|seed| &seed.entities).flat_map(|entity| self.graph.faces(entity));
        faces.any(|&face| !kinds.has(self.graph.kind(EntityId(face)))).then(|| noun.plural())
    }

    fn named(&self, set: &NamedSet) -> String {
        let text = |(i, seed): (usize, &Seed)| format!("{}{}", self.seed(seed), self.included(set, i as u32, ""));
        set.seeds.iter().enumerate().map(text).collect::<Vec<_>>().join(" or ")
    }

    /// The name before a noun, and what it includes.
    fn adjective(&self, node: NodeId) -> (String, String) {
        let Domain::Named(set) = &self.query.node(node).domain else { return (self.head(node), String::new()) };
        let notes = |(i, seed): (usize, &Seed)| {
            let whose = format!("{} ", self.seed_name(seed));
            format!("{}{}", self.full_name(seed, &whose), self.included(set, i as u32, &whose))
        };
        let names: Vec<String> = set.seeds.iter().map(|seed| self.seed_name(seed)).collect();
        (names.join(" or "), set.seeds.iter().enumerate().map(notes).collect())
    }

    /// ` [+19 variants]`, after whose they are where that is not plain.
    fn included(&self, set: &NamedSet, seed: u32, whose: &str) -> String {
        let kinds = self.graph.model().kinds;
        let is_variant =
            |member: &&Member| [kinds.variant, kinds.profile].contains(&Some(self.graph.kind(EntityId(member.entity))));
        let mut text = String::new();
        for (how, word) in
            [(Inclusion::Subtype, "subtype"), (Inclusion::Member, "member"), (Inclusion::Broader, "broader")]
        {
            let belongs = |own: Inclusion| own == how || how == Inclusion::Broader && own.is_above();
            let found = || set.members.iter().filter(|member| member.seed == seed && belongs(member.how));
            let word = if how == Inclusion::Member && found().all(|member| is_variant(&member)) {
                kind::VARIANT
            } else {
                word
            };
            let plural = if how == Inclusion::Broader || found().count() == 1 { "" } else { "s" };
            if found().next().is_some() {
                let _ = write!(text, " [{whose}+{} {word}{plural}]", found().count());
            }
        }
        text
    }

    fn seeds(&self, seeds: &[Seed]) -> String {
        let texts: Vec<String> = seeds.iter().map(|seed| self.seed(seed)).collect();
        texts.join(" and ")
    }

    /// A name as typed, with what it is where that is not plain.
    fn seed(&self, seed: &Seed) -> String {
        if let Some(profile) = &seed.together {
            return self.together(profile);
        }
        let broader = if seed.or_broader { " or broader" } else { "" };
        format!("{}{}{broader}", self.seed_name(seed), self.full_name(seed, ""))
    }

    /// A name so that it is found again.
    fn seed_name(&self, seed: &Seed) -> String {
        let Some(&entity) = seed.entities.first() else { return quote(&seed.typed) };
        let exactly = if seed.exactly { "exactly " } else { "" };
        let name = match &seed.forced {
            Some(forced) => format!("{forced}:{}", quote_if_needed(&seed.typed)),
            None if seed.stripped => self.name(self.graph.name(entity)),
            None => self.name(&seed.typed),
        };
        format!("{exactly}{name}")
    }

    /// ` [gene ERBB2]`, where that is not what was typed.
    fn full_name(&self, seed: &Seed, whose: &str) -> String {
        let Some(&entity) = seed.entities.first() else { return String::new() };
        let name = self.graph.name(entity);
        if seed.stripped || seed.typed == name {
            return String::new();
        }
        if let Some(change) = &seed.unlisted {
            let group = |(group, how): &(EntityId, Above)| format!("{} {}", how.as_str(), self.graph.name(*group));
            let groups: Vec<String> = change.above.iter().map(group).collect();
            return format!(" [{whose}one of {}]", groups.join(", "));
        }
        format!(" [{whose}{} {name}]", self.graph.vocabulary().kind_name(self.graph.kind(entity)))
    }

    /// A name, in quotes where words of the language in it could be misread.
    fn name(&self, name: &str) -> String {
        let forms = &self.graph.vocabulary().forms;
        let words: Vec<&str> = name.split(' ').collect();
        let plain = words.iter().enumerate().all(|(i, word)| {
            let mut folded = String::new();
            crate::names::fold::fold_word(word, &mut folded);
            let last_noun = i > 0 && i + 1 == words.len();
            !word.is_empty()
                && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '\'' | '.' | '+'))
                && (last_noun || !forms.has_word(&folded))
                && crate::language::keywords::find(&folded).is_none()
        });
        if plain { name.to_owned() } else { quote(name) }
    }

    fn clause(&self, condition: &Condition) -> String {
        match condition {
            Condition::And(parts) if parts.is_empty() => String::new(),
            Condition::And(parts) => format!("({})", self.clauses(parts, " ")),
            Condition::Or(parts) => format!("({})", self.clauses(parts, " or ")),
            Condition::Not(inner) => match inner.as_ref() {
                Condition::And(_) | Condition::Or(_) | Condition::Leaf(Requirement::Link(_)) => {
                    format!("not {}", self.clause(inner))
                }
                other => format!("not ({})", self.clause(other)),
            },
            Condition::Leaf(Requirement::Link(link)) => format!("({})", self.link(*link)),
            Condition::Leaf(Requirement::Property(test)) => format!("where {}", self.test(test)),
            Condition::Leaf(Requirement::Evidence(evidence)) => {
                let mut text = String::new();
                self.evidence(evidence, &mut text);
                text.trim_start().to_owned()
            }
        }
    }

    fn clauses(&self, parts: &[Condition], joined: &str) -> String {
        let texts: Vec<String> = parts.iter().map(|part| self.clause(part)).collect();
        texts.join(joined)
    }

    /// `targeting HER2 [gene ERBB2]`, `in gastric cancer [+32 subtypes] where status = approved`.
    fn link(&self, link: LinkId) -> String {
        self.link_text(self.query.link(link))
    }

    fn link_text(&self, link: &Link) -> String {
        let mut text = String::new();
        let leads_to_context = link.is_context && link.evidence.contexts.is_empty();
        if leads_to_context {
            let _ = write!(text, "in {}", self.context(link.object));
        } else if !link.is_context {
            let verb = verb_behind_noun(self.graph.vocabulary(), link);
            let _ = write!(text, "{verb} {}", self.linked_object(link));
        }
        self.evidence(&link.evidence, &mut text);
        text.trim_start().to_owned()
    }

    fn linked_object(&self, link: &Link) -> String {
        if let Some(profile) = self.query.node(link.object).together() {
            let text = self.together(profile);
            return if profile.literals.len() == 1 { text } else { format!("({text})") };
        }
        let object = self.object(link.object);
        let one = matches!(
            link.quantifier,
            Quantifier::Only | Quantifier::Every | Quantifier::Between(1, u64::MAX | 1) | Quantifier::Between(0, 1)
        );
        let object = match (one, self.query.node(link.object)) {
            (true, row) if matches!(row.domain, Domain::All) => {
                object.replacen(self.noun(link.object), self.one(link.object), 1)
            }
            (_, _) => object,
        };
        match link.quantifier {
            Quantifier::Some => object,
            Quantifier::Only => format!("only {object}"),
            Quantifier::Every => format!("every {object}"),
            Quantifier::Between(low, u64::MAX) => format!("at least {low} {object}"),
            Quantifier::Between(1, 0) => format!("fewer than 0 {object}"),
            Quantifier::Between(0, high) => format!("at most {high} {object}"),
            Quantifier::Between(low, _) => format!("exactly {low} {object}"),
        }
    }

    /// An object: in brackets where it is several names, or where a name has clauses, so that what
    /// restricts it cannot be taken for the head's. A context alone needs none: it goes to the
    /// nearest verb that takes it.
    fn object(&self, node: NodeId) -> String {
        let row = self.query.node(node);
        let Domain::Named(set) = &row.domain else { return self.phrase(node) };
        match self.link_of(&row.condition) {
            Some(link) if link.is_context && set.seeds.len() == 1 && row.label.is_none() => {
                format!("{} {}", self.head(node), self.link_text(link))
            }
            Some(_) | None => {
                let bare = row.condition.is_true();
                let phrase = self.phrase(node);
                if bare && set.seeds.len() == 1 { phrase } else { format!("({phrase})") }
            }
        }
    }

    /// `EGFR L858R and not (ALK fusion or ROS1 fusion)`
    fn together(&self, profile: &ProfileQuestion) -> String {
        let literal = |literal: &ProfileLiteral| {
            let names: Vec<String> = literal.alternatives.iter().map(|one| self.seed(&one.name)).collect();
            let joined = names.join(" or ");
            let text = if names.len() > 1 { format!("({joined})") } else { joined };
            if literal.negated { format!("not {text}") } else { text }
        };
        let literals: Vec<String> = profile.literals.iter().map(literal).collect();
        literals.join(" and ")
    }

    fn evidence(&self, evidence: &Evidence, text: &mut String) {
        let contexts: Vec<String> = evidence.contexts.iter().map(|&context| self.context(context)).collect();
        if !contexts.is_empty() {
            let _ = write!(text, " in {}", contexts.join(" and "));
        }
        if !evidence.tests.is_empty() {
            let tests: Vec<String> = evidence.tests.iter().map(|test| self.test(test)).collect();
            let _ = write!(text, " where {}", tests.join(" and "));
        }
    }

    fn context(&self, node: NodeId) -> String {
        let row = self.query.node(node);
        match &row.domain {
            Domain::All if row.condition.is_true() => {
                format!("any {}", self.one(node))
            }
            Domain::All | Domain::Named(_) | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => {
                self.object(node)
            }
        }
    }

    fn test(&self, test: &Test) -> String {
        ConditionWords { vocabulary: self.graph.vocabulary() }.test(test)
    }

    fn endpoint(&self, endpoint: &Endpoint) -> String {
        match endpoint {
            Endpoint::Entity(seed) => self.seed(seed),
            Endpoint::Set(set) => format!("({})", self.set(*set)),
        }
    }

    fn paths(&self, paths: &Paths) -> String {
        let mut text = String::new();
        if paths.all {
            text.push_str("all ");
        }
        if paths.shortest {
            text.push_str("shortest ");
        }
        let _ = write!(text, "paths from {}", self.endpoint(&paths.from));
        if let Some(to) = &paths.to {
            let _ = write!(text, " to {}", self.endpoint(to));
        }
        self.path_options(paths, &mut text);
        text
    }

    fn neighbours(&self, paths: &Paths) -> String {
        let mut text = format!("neighbours of {}", self.endpoint(&paths.from));
        self.path_options(paths, &mut text);
        text
    }

    fn path_options(&self, paths: &Paths, text: &mut String) {
        if paths.within < usize::MAX {
            let _ = write!(text, " within {}", paths.within);
        }
        self.waypoints("via", &paths.via, text);
        self.waypoints("avoiding", &paths.avoiding, text);
        let evidence = Evidence { contexts: paths.filter.contexts.clone(), tests: paths.filter.tests.clone() };
        self.evidence(&evidence, text);
    }

    fn waypoints(&self, word: &str, waypoints: &Waypoints, text: &mut String) {
        if waypoints.is_empty() {
            return;
        }
        let graph = self.graph;
        let vocabulary = graph.vocabulary();
        let mut items: Vec<String> = Vec::new();
        for &relation in &waypoints.relations {
            let participle = &vocabulary.verb(relation).participles[0];
            if !items.contains(participle) {
                items.push(participle.clone());
            }
        }
        items.extend(
            vocabulary
                .nouns
                .iter()
                .filter(|noun| noun.kinds.len() == 1 && waypoints.kinds.has(noun.kinds[0]))
                .map(|noun| noun.plural().to_owned()),
        );
        let mut faces: Vec<_> = waypoints.entities.iter().map(|&entity| graph.face(entity)).collect();
        faces.dedup();
        items.extend(faces.iter().map(|&face| self.name(graph.name(face))));
        let _ = write!(text, " {word} {}", items.join(", "));
    }
}

/// A source in words, which begins with certain ones.
struct SourceEcho<'e, 'r> {
    echo: &'e Echo<'r>,
    keyword: &'static str,
}

impl SourceVisitor<QueryParts> for SourceEcho<'_, '_> {
    type Out = String;

    fn set(&mut self, set: &SetId) -> String {
        self.echo.set(*set)
    }

    fn question(&mut self, question: &SetId) -> String {
        format!("does {}?", self.echo.set(*question))
    }

    fn phrase(&mut self, phrase: &SetId) -> String {
        format!("{} {}", self.keyword, self.echo.set(*phrase))
    }

    fn described(&mut self, described: &Described) -> String {
        let vocabulary = self.echo.graph.vocabulary();
        let text = match described {
            Described::Names(seeds) => self.echo.seeds(seeds),
            Described::Noun(noun) => vocabulary.noun(*noun).singular().to_owned(),
            Described::Verb(relations) => {
                let verb = relations.first().map(|&relation| vocabulary.verb(relation));
                verb.map_or_else(String::new, |verb| verb.participles[0].clone())
            }
        };
        format!("{} {text}", self.keyword)
    }

    fn name(&mut self, name: &String) -> String {
        format!("{} {name}", self.keyword)
    }

    fn why(&mut self, why: &Why) -> String {
        let negated = if why.negated { "not " } else { "" };
        let subject = match &why.subject {
            WhySubject::Row(row) => row.to_string(),
            WhySubject::Entity(seed) => self.echo.seed(seed),
        };
        let asked = why.set.map_or_else(String::new, |set| format!(" in {}", self.echo.set(set)));
        format!("{} {negated}{subject}{asked}", self.keyword)
    }

    fn paths(&mut self, paths: &Paths) -> String {
        self.echo.paths(paths)
    }

    fn neighbours(&mut self, neighbours: &Infallible) -> String {
        match *neighbours {}
    }

    fn compare(&mut self, compare: &Compare) -> String {
        let sides: Vec<String> = compare.sides.iter().map(|(_, side)| self.echo.endpoint(side)).collect();
        let mut text = format!("{} {}", self.keyword, sides.join(" with "));
        if !compare.by.is_empty() {
            let by: Vec<&str> = compare.by.iter().map(|(heading, _)| heading.as_str()).collect();
            let _ = write!(text, " by {}", by.join(", "));
        }
        text
    }

    fn findings(&mut self, question: &Match) -> String {
        let mut text = format!("{} ", self.keyword);
        match &question.file {
            Some(file) => {
                let _ = write!(text, "file {}", quote(&file.text));
            }
            None => {
                let findings = question.findings.iter().map(|finding| self.echo.name(&finding.typed));
                text.push_str(&findings.collect::<Vec<String>>().join(", "));
            }
        }
        let evidence = Evidence { contexts: question.contexts.clone(), tests: question.tests.clone() };
        self.echo.evidence(&evidence, &mut text);
        text
    }

    fn about(&mut self, about: &Option<SetId>) -> String {
        let about = about.map_or_else(String::new, |set| format!(" about {}", self.echo.set(set)));
        format!("{}{about}", self.keyword)
    }
}
