//! What the reader should know besides the rows: what names included, what is found elsewhere, what
//! was kept apart, and what emptied an answer.
//!
//! Most notes ask a slightly changed question and compare: in the terms above, beside, in any
//! cancer, of classes, of combinations.

use crate::answer::Note;
use crate::exec::phrase::{self, displayed};
use crate::exec::result::{SetRow, SetRows};
use crate::exec::rows::{self, classes_of};
use crate::exec::{self, Recorder, Run, Stop};
use crate::graph::EntityId;
use crate::plan;
use crate::query::{
    Condition, Domain, Inclusion, LinkId, Member, NamedSet, Node, NodeId, Quantifier, Query, SetId, SetNode,
};
use crate::vocabulary::KindSet;
use crate::words::Wording;
use crate::words::said;
use rustc_hash::{FxHashMap, FxHashSet};

/// How many names a note lists.
const NAMES_SHOWN: usize = 5;

/// The notes of a set with these rows.
///
/// # Errors
/// When the budget is used up.
pub fn notes(run: &Run<'_>, set: SetId, rows: &SetRows) -> Result<Vec<Note>, Stop> {
    let mut work = Work { run, set, rows, notes: Vec::new(), told: FxHashSet::default() };
    work.negation();
    let SetNode::Phrase(head) = *run.query.set(set) else { return Ok(work.notes) };
    work.subtypes(head);
    let contexts = work.contexts(head);
    for &context in &contexts {
        work.broader(context)?;
        work.beside(context)?;
    }
    if !contexts.is_empty() {
        work.elsewhere(head, &contexts)?;
    }
    work.class_heads(head)?;
    work.class_objects(head)?;
    work.families(head)?;
    work.combinations(head)?;
    work.contested_under_negation(head)?;
    if rows.rows.is_empty() && rows.contested.is_empty() {
        work.emptied(head)?;
    }
    Ok(work.notes)
}

struct Work<'w, 'a> {
    run: &'w Run<'a>,
    set: SetId,
    rows: &'w SetRows,
    notes: Vec<Note>,
    /// Cancers that a note has mentioned already.
    told: FxHashSet<u32>,
}

impl Work<'_, '_> {
    fn name(&self, entity: u32) -> &str {
        self.run.graph.name(EntityId(entity))
    }

    fn push(&mut self, code: &'static str, text: String) {
        if !self.notes.iter().any(|other| other.text == text) {
            self.notes.push(Note { code, text });
        }
    }

    /// The rows of a changed question.
    fn ask(&self, change: impl FnOnce(&mut Query)) -> Result<SetRows, Stop> {
        let mut query = self.run.query.clone();
        change(&mut query);
        let graph = self.run.graph;
        let plan = plan::plan(&query, graph);
        let run = exec::begin(graph, &query, &plan, self.run.budget, Recorder::default())?;
        rows::rows(&run, self.set)
    }

    /// Rows that the answer does not have, neither supported nor contested.
    fn further(&self, rows: SetRows) -> Vec<SetRow> {
        let graph = self.run.graph;
        let face = |row: &SetRow| graph.face(EntityId(row.entity)).0;
        let known: FxHashSet<u32> = self.rows.rows.iter().chain(&self.rows.contested).map(face).collect();
        rows.rows.into_iter().filter(|row| !known.contains(&face(row))).collect()
    }

    fn listed(&self, mut names: Vec<String>) -> String {
        let hidden = names.len().saturating_sub(NAMES_SHOWN);
        names.truncate(NAMES_SHOWN);
        let mut text = names.join(", ");
        if hidden > 0 {
            text.push_str(&format!(" and {hidden} more"));
        }
        text
    }

    fn row_names(&self, rows: &[SetRow]) -> String {
        self.listed(rows.iter().map(|row| self.name(row.entity).to_owned()).collect())
    }

    /// `3 in HER2-positive breast cancer, 1 in …`, most first.
    fn by_cancer(&self, rows: &[SetRow], word: &str) -> String {
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        for row in rows {
            if let Some(cancer) = row.evidence.as_ref().and_then(|evidence| evidence.cancer) {
                *counts.entry(cancer).or_default() += 1;
            }
        }
        let mut counts: Vec<(usize, &str)> =
            counts.into_iter().map(|(cancer, count)| (count, self.name(cancer))).collect();
        counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        self.listed(counts.into_iter().map(|(count, name)| format!("{count} {word} {name}")).collect())
    }

    /// `not` is about this graph.
    fn negation(&mut self) {
        fn negates(condition: &Condition) -> bool {
            match condition {
                Condition::Not(_) => true,
                Condition::And(parts) | Condition::Or(parts) => parts.iter().any(negates),
                Condition::True | Condition::Link(_) | Condition::Property(_) | Condition::Evidence(_) => false,
            }
        }
        if self.run.query.nodes.iter().any(|node| negates(&node.condition)) {
            self.push("not", "`not` means not stated in this graph".to_owned());
        }
    }

    /// Through which terms below the named one the rows came.
    fn subtypes(&mut self, head: NodeId) {
        let below: Vec<SetRow> = self
            .rows
            .rows
            .iter()
            .filter(|row| row.evidence.as_ref().is_some_and(|evidence| evidence.inclusion == Some(Inclusion::Subtype)))
            .cloned()
            .collect();
        for node in self.contexts(head) {
            let Domain::Named(set) = &self.run.query.node(node).domain else { continue };
            let count = set.members.iter().filter(|member| member.how == Inclusion::Subtype).count();
            let Some(seed) = set.seeds.first().and_then(|seed| seed.entities.first()) else { continue };
            if count > 0 {
                let through =
                    if below.is_empty() { String::new() } else { format!(": {}", self.by_cancer(&below, "through")) };
                let plural = if count == 1 { "" } else { "s" };
                let text = format!("{} includes {count} subtype{plural}{through}", self.name(seed.0));
                self.push("subtypes", text);
            }
        }
    }

    /// The nodes that name the cancers of the phrase.
    fn contexts(&self, head: NodeId) -> Vec<NodeId> {
        let query = self.run.query;
        let mut contexts = Vec::new();
        for link in displayed(self.run, head).claims {
            let link = query.link(link);
            if link.is_context && link.evidence.contexts.is_empty() {
                contexts.push(link.object);
            }
            contexts.extend(&link.evidence.contexts);
        }
        contexts.retain(|&node| matches!(&query.node(node).domain, Domain::Named(_)));
        contexts.dedup();
        contexts
    }

    fn named(&self, node: NodeId) -> Option<&NamedSet> {
        match &self.run.query.node(node).domain {
            Domain::Named(set) => Some(set),
            Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => None,
        }
    }

    /// Rows that the terms above would add.
    fn broader(&mut self, node: NodeId) -> Result<(), Stop> {
        let Some(set) = self.named(node) else { return Ok(()) };
        if set.seeds.iter().any(|seed| seed.or_broader || seed.exactly) {
            return Ok(());
        }
        let graph = self.run.graph;
        let mut above = Vec::new();
        for (number, seed) in set.seeds.iter().enumerate() {
            for &entity in &seed.entities {
                if let Some(hierarchy) = graph.hierarchy(graph.kind(entity)) {
                    above.extend(
                        hierarchy
                            .above(entity.0)
                            .iter()
                            .filter(|&&upper| set.find(upper).is_none())
                            .map(|&upper| Member { entity: upper, seed: number as u32, how: Inclusion::Broader }),
                    );
                }
            }
        }
        if above.is_empty() {
            return Ok(());
        }
        let seeds = set.seeds.clone();
        let written = seeds.first().map_or_else(String::new, |seed| seed.typed.clone());
        let rows = self.ask(|query| replace(query, node, above, seeds))?;
        let rows = self.further(rows);
        self.told.extend(rows.iter().filter_map(|row| row.evidence.as_ref()?.cancer));
        if !rows.is_empty() {
            let text = format!("{}: write `{written} or broader`", self.by_cancer(&rows, "on"));
            self.push("broader", text);
        }
        Ok(())
    }

    /// Rows at sibling terms.
    fn beside(&mut self, node: NodeId) -> Result<(), Stop> {
        let graph = self.run.graph;
        let Some(beside) = graph.vocabulary().relation("beside") else { return Ok(()) };
        let Some(set) = self.named(node) else { return Ok(()) };
        let mut targets: Vec<u32> = set
            .seeds
            .iter()
            .flat_map(|seed| &seed.entities)
            .flat_map(|entity| graph.forward(beside).targets(entity.0).iter().copied())
            .filter(|&target| set.find(target).is_none())
            .collect();
        targets.sort_unstable();
        targets.dedup();
        for target in targets {
            let below = graph
                .hierarchy(graph.kind(EntityId(target)))
                .map_or(vec![target], |hierarchy| hierarchy.below(target).to_vec());
            let members = below.into_iter().map(|entity| Member { entity, seed: 0, how: Inclusion::Subtype }).collect();
            let seed = crate::query::Seed {
                entities: vec![EntityId(target)],
                typed: self.name(target).to_owned(),
                span: crate::text::Span::default(),
                exactly: false,
                or_broader: false,
                forced: None,
                stripped: false,
            };
            let rows = self.ask(|query| replace(query, node, members, vec![seed]))?.rows;
            self.told.extend(rows.iter().filter_map(|row| row.evidence.as_ref()?.cancer));
            let rows = rows.len();
            if rows > 0 {
                let named = set_name(self, node);
                let text = format!("{rows} in {}, a sibling of {named} and not a subtype", self.name(target));
                self.push("beside", text);
            }
        }
        Ok(())
    }

    /// Rows of the same question without its `in`.
    fn elsewhere(&mut self, head: NodeId, contexts: &[NodeId]) -> Result<(), Stop> {
        let rows = self.ask(|query| {
            for link in &mut query.links {
                link.evidence.contexts.retain(|context| !contexts.contains(context));
            }
            for &context in contexts {
                if query.links.iter().any(|link| link.object == context) {
                    query.nodes[context.0 as usize].domain = Domain::All;
                }
            }
        })?;
        // Where the cancer is the only condition, everything else of the graph would be listed.
        let links = displayed(self.run, head);
        let only_context = links.facts.is_empty()
            && links.claims.iter().all(|&link| {
                let link = self.run.query.link(link);
                link.is_context || contexts.contains(&link.object)
            });
        if only_context {
            return Ok(());
        }
        let mut rows = self.further(rows);
        rows.retain(|row| {
            row.evidence.as_ref().and_then(|evidence| evidence.cancer).is_none_or(|cancer| !self.told.contains(&cancer))
        });
        if !rows.is_empty() {
            let text = format!("in other indications: {}", self.by_cancer(&rows, "in"));
            self.push("other-indication", text);
        }
        Ok(())
    }

    /// Statements on classes of the head's kind: they make no member a row.
    fn class_heads(&mut self, head: NodeId) -> Result<(), Stop> {
        let graph = self.run.graph;
        let kinds = &graph.model().kinds;
        let (Some(drug), Some(class)) = (kinds.drug, kinds.drug_class) else { return Ok(()) };
        let row = self.run.query.node(head);
        if row.named || !row.kinds.has(drug) || row.kinds.has(class) || self.rows.lacks_claims() {
            return Ok(());
        }
        let facts = displayed(self.run, head).facts;
        let rows = self.ask(|query| {
            query.nodes[head.0 as usize].kinds = KindSet::default().with(class);
            // A class counts for itself here, not through its members; the facts are asked of its members.
            query.links.iter_mut().for_each(|link| link.is_context = false);
            drop_links(&mut query.nodes[head.0 as usize].condition, &facts);
        })?;
        let rest = self.without_claims(head)?;
        let belongs = |row: &&SetRow| {
            let members = members_of(graph, row.entity);
            rest.as_ref()
                .is_none_or(|rest| rest.contains(&row.entity) || members.iter().any(|member| rest.contains(member)))
        };
        let known: FxHashSet<u32> = self.rows.rows.iter().map(|row| row.entity).collect();
        let classes: Vec<&SetRow> = rows.rows.iter().filter(belongs).collect();
        if classes.is_empty() {
            return Ok(());
        }
        let statements: usize =
            classes.iter().map(|row| row.evidence.as_ref().map_or(0, |evidence| evidence.supporting.len())).sum();
        if statements == 0 {
            return Ok(());
        }
        let mut heads: Vec<u32> = vec![];
        for row in &classes {
            heads.extend(
                members_of(graph, row.entity).into_iter().filter(|member| graph.kind(EntityId(*member)) == drug),
            );
        }
        heads.sort_unstable();
        heads.dedup();
        // Of the members only those that meet the rest of the question would be added.
        heads.retain(|member| !known.contains(member) && rest.as_ref().is_none_or(|rest| rest.contains(member)));
        let names: Vec<String> = classes.iter().map(|row| self.name(row.entity).to_owned()).collect();
        let mut text =
            format!("class evidence: {statements} statement{} on {}", plural(statements), self.listed(names));
        if !heads.is_empty() {
            let names = heads.iter().map(|&head| self.name(head).to_owned()).collect();
            text.push_str(&format!("; its members would add {}", self.listed(names)));
        }
        self.push("class", text);
        Ok(())
    }

    /// Entities that meet the facts of a phrase; `None` where it has no condition but claims.
    fn without_claims(&self, head: NodeId) -> Result<Option<FxHashSet<u32>>, Stop> {
        let claims = displayed(self.run, head).claims;
        let mut query = self.run.query.clone();
        drop_links(&mut query.nodes[head.0 as usize].condition, &claims);
        if matches!(query.nodes[head.0 as usize].condition, Condition::True) {
            return Ok(None);
        }
        let graph = self.run.graph;
        let plan = plan::plan(&query, graph);
        let run = exec::begin(graph, &query, &plan, self.run.budget, Recorder::default())?;
        let set = run.set(self.set, crate::exec::Mode::Supported)?;
        Ok(Some(set.into_sorted().into_iter().collect()))
    }

    /// Statements on classes of a named drug: what they would add.
    fn class_objects(&mut self, head: NodeId) -> Result<(), Stop> {
        let graph = self.run.graph;
        for id in displayed(self.run, head).claims {
            let link = self.run.query.link(id);
            let object = link.object;
            let Some(set) = self.named(object) else { continue };
            let mut classes: Vec<u32> = set
                .seeds
                .iter()
                .flat_map(|seed| &seed.entities)
                .flat_map(|entity| classes_of(graph, entity.0))
                .collect();
            classes.sort_unstable();
            classes.dedup();
            if classes.is_empty() || link.quantifier != Quantifier::Some {
                continue;
            }
            let members = classes.iter().map(|&entity| Member { entity, seed: 0, how: Inclusion::Broader }).collect();
            let seeds = set.seeds.clone();
            let class_kind = graph.model().kinds.drug_class;
            let rows = self.ask(|query| {
                replace(query, object, members, seeds);
                if let Some(kind) = class_kind {
                    query.nodes[object.0 as usize].kinds = KindSet::default().with(kind);
                }
            })?;
            let mut on: Vec<u32> = Vec::new();
            let mut statements = 0;
            for row in &rows.rows {
                let Some(evidence) = &row.evidence else { continue };
                statements += evidence.supporting.len();
                on.extend(evidence.supporting.iter().filter_map(|&statement| graph.statements().therapy(statement)));
            }
            if statements == 0 {
                continue;
            }
            on.sort_unstable();
            on.dedup();
            let names: Vec<String> = on.iter().map(|&class| self.name(class).to_owned()).collect();
            let further = self.further(rows);
            let mut text =
                format!("class evidence: {statements} statement{} on {}", plural(statements), self.listed(names));
            if !further.is_empty() {
                text.push_str(&format!("; would add {}", self.row_names(&further)));
            }
            self.push("class", text);
        }
        Ok(())
    }

    /// A member does not include its family.
    fn families(&mut self, head: NodeId) -> Result<(), Stop> {
        let graph = self.run.graph;
        let model = graph.model();
        let (Some(family), Some(has_member)) = (model.kinds.gene_family, model.relations.has_member) else {
            return Ok(());
        };
        let mut links = displayed(self.run, head).facts;
        links.extend(displayed(self.run, head).claims);
        for id in links {
            let link = self.run.query.link(id);
            let object = link.object;
            let Some(set) = self.named(object) else { continue };
            if set.seeds.iter().any(|seed| seed.or_broader || seed.exactly) || link.quantifier != Quantifier::Some {
                continue;
            }
            let mut families: Vec<u32> = set
                .seeds
                .iter()
                .flat_map(|seed| &seed.entities)
                .flat_map(|entity| graph.backward(has_member).targets(entity.0).iter().copied())
                .filter(|&owner| graph.kind(EntityId(owner)) == family && set.find(owner).is_none())
                .collect();
            families.sort_unstable();
            families.dedup();
            if families.is_empty() {
                continue;
            }
            let written = set.seeds.first().map_or_else(String::new, |seed| seed.typed.clone());
            let members = families.iter().map(|&entity| Member { entity, seed: 0, how: Inclusion::Broader }).collect();
            let seeds = set.seeds.clone();
            let rows = self.ask(|query| {
                replace(query, object, members, seeds);
                query.nodes[object.0 as usize].kinds = KindSet::default().with(family);
            })?;
            let further = self.further(rows);
            if !further.is_empty() {
                let names = families.iter().map(|&family| self.name(family).to_owned()).collect();
                let text = format!(
                    "{} on the family {}: {}: write `{written} or broader`",
                    further.len(),
                    self.listed(names),
                    self.row_names(&further)
                );
                self.push("family", text);
            }
        }
        Ok(())
    }

    /// Statements on combinations, which are no statements on a drug.
    fn combinations(&mut self, head: NodeId) -> Result<(), Stop> {
        let graph = self.run.graph;
        let kinds = &graph.model().kinds;
        let (Some(drug), Some(regimen)) = (kinds.drug, kinds.regimen) else { return Ok(()) };
        let query = self.run.query;
        let row = query.node(head);
        if query.including_combinations || row.named || !row.kinds.has(drug) || row.kinds.has(regimen) {
            return Ok(());
        }
        if displayed(self.run, head).main.is_none() {
            return Ok(());
        }
        let rows = self.ask(|query| {
            query.including_combinations = true;
            query.nodes[head.0 as usize].kinds = KindSet::default().with(regimen).with(drug);
        })?;
        let statements: FxHashSet<u32> = rows
            .rows
            .iter()
            .filter(|row| graph.kind(EntityId(row.entity)) == regimen)
            .filter_map(|row| row.evidence.as_ref())
            .flat_map(|evidence| evidence.supporting.iter().map(|statement| statement.0))
            .collect();
        if !statements.is_empty() {
            let count = statements.len();
            self.push(
                "combinations",
                format!("{count} statement{} on combinations: add `including combinations`", plural(count)),
            );
        }
        Ok(())
    }

    /// Heads kept although contested evidence says what was excluded.
    fn contested_under_negation(&mut self, head: NodeId) -> Result<(), Stop> {
        let query = self.run.query;
        let mut negated = Vec::new();
        phrase::negated_links(&query.node(head).condition, &mut negated);
        let mut kept = FxHashSet::default();
        for id in negated {
            let link = query.link(id);
            let objects = self.run.object_set(id)?;
            for row in &self.rows.rows {
                for &step in &link.steps {
                    let adjacency = self.run.reader.adjacency(step);
                    for edge in adjacency.range(row.entity) {
                        let object = adjacency.all_targets()[edge];
                        if objects.as_ref().is_none_or(|objects| objects.contains(object))
                            && self.run.reader.counts(
                                link,
                                crate::exec::Mode::All,
                                adjacency.statement_at(edge),
                                object,
                            )
                        {
                            kept.insert(row.entity);
                        }
                    }
                }
            }
        }
        if !kept.is_empty() {
            let mut names: Vec<String> = kept.iter().map(|&entity| self.name(entity).to_owned()).collect();
            names.sort();
            let text = format!(
                "contested: {} ({}) kept, although contested evidence states what was excluded",
                kept.len(),
                self.listed(names)
            );
            self.push("contested", text);
        }
        Ok(())
    }

    /// Which part of the question emptied it, and how many it removed.
    fn emptied(&mut self, head: NodeId) -> Result<(), Stop> {
        let graph = self.run.graph;
        let wording = Wording { vocabulary: graph.vocabulary() };
        let query = self.run.query;
        let links = displayed(self.run, head).claims;
        for &id in &links {
            for (i, test) in query.link(id).evidence.tests.iter().enumerate() {
                let rows = self.ask(|query| {
                    query.links[id.0 as usize].evidence.tests.remove(i);
                })?;
                self.removed(&format!("where {}", wording.test(test)), &rows);
            }
            for &context in &query.link(id).evidence.contexts {
                let rows =
                    self.ask(|query| query.links[id.0 as usize].evidence.contexts.retain(|other| *other != context))?;
                let named = set_name(self, context);
                self.removed(&format!("in {named}"), &rows);
            }
            let link = query.link(id);
            if link.is_context && link.evidence.contexts.is_empty() && self.named(link.object).is_some() {
                let object = link.object;
                let rows = self.ask(|query| query.nodes[object.0 as usize].domain = Domain::All)?;
                let named = set_name(self, object);
                self.removed(&format!("in {named}"), &rows);
            }
        }
        if let Condition::And(parts) = &query.node(head).condition {
            for i in 0..parts.len() {
                // Without any verb left the question would be about everything.
                let rest =
                    parts.iter().enumerate().any(|(other, part)| other != i && !matches!(part, Condition::Not(_)));
                if !rest {
                    continue;
                }
                let rows = self.ask(|query| {
                    if let Condition::And(parts) = &mut query.nodes[head.0 as usize].condition {
                        parts.remove(i);
                    }
                })?;
                let text = self.part_text(&parts[i]);
                self.removed(&text, &rows);
            }
        }
        if self.notes.iter().all(|note| note.code != "emptied") {
            if let Some(inner) = self.empty_object(&query.node(head).condition)? {
                self.push("nothing", inner);
                return Ok(());
            }
            if !self.is_plain(&query.node(head).condition) {
                self.push("nothing", "no entity in this graph meets the question as a whole".to_owned());
                return Ok(());
            }
            let text = self.nothing_stated(head);
            self.push("nothing", text);
        }
        Ok(())
    }

    /// That a node with a plain condition has no entities.
    fn nothing_stated(&self, node: NodeId) -> String {
        let row = self.run.query.node(node);
        let text = self.part_text(&row.condition);
        let is_noun_form = match &row.condition {
            Condition::Link(link) => self.run.query.link(*link).noun_form,
            Condition::True
            | Condition::And(_)
            | Condition::Or(_)
            | Condition::Not(_)
            | Condition::Property(_)
            | Condition::Evidence(_) => false,
        };
        if is_noun_form {
            return format!("this graph states no {text}");
        }
        let about = if text.is_empty() { String::new() } else { format!(" {text}") };
        let who = if row.named { set_name(self, node) } else { format!("any {}", row.heading) };
        format!("this graph has no evidence on {who}{about}")
    }

    /// Whether a condition is so simple that its words say exactly what is not stated.
    fn is_plain(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Link(id) => {
                let link = self.run.query.link(*id);
                let row = self.run.query.node(link.object);
                let named = matches!(row.domain, Domain::Named(_)) && matches!(row.condition, Condition::True);
                link.quantifier == Quantifier::Some && link.profile.is_none() && named && link.evidence.tests.is_empty()
            }
            Condition::True => true,
            Condition::And(_)
            | Condition::Or(_)
            | Condition::Not(_)
            | Condition::Property(_)
            | Condition::Evidence(_) => false,
        }
    }

    /// A phrase inside the question for which nothing is stated.
    fn empty_object(&self, condition: &Condition) -> Result<Option<String>, Stop> {
        let query = self.run.query;
        match condition {
            Condition::Link(id) => {
                let object = query.link(*id).object;
                let row = query.node(object);
                let is_phrase = !matches!(row.condition, Condition::True) && query.link(*id).profile.is_none();
                if !is_phrase || !self.run.node(object, crate::exec::Mode::Supported)?.is_empty() {
                    return Ok(None);
                }
                if let Some(deeper) = self.empty_object(&row.condition)? {
                    return Ok(Some(deeper));
                }
                if !self.is_plain(&row.condition) {
                    return Ok(Some(format!("no {} meets its part of the question", row.heading)));
                }
                Ok(Some(self.nothing_stated(object)))
            }
            Condition::And(parts) | Condition::Or(parts) => {
                for part in parts {
                    if let Some(found) = self.empty_object(part)? {
                        return Ok(Some(found));
                    }
                }
                Ok(None)
            }
            Condition::Not(_) | Condition::True | Condition::Property(_) | Condition::Evidence(_) => Ok(None),
        }
    }

    fn removed(&mut self, part: &str, rows: &SetRows) {
        let (supported, contested) = (rows.rows.len(), rows.contested.len());
        if supported > 0 {
            self.push("emptied", format!("`{part}` removed {supported}: {}", self.row_names(&rows.rows)));
        } else if contested > 0 {
            self.push(
                "emptied",
                format!("`{part}` removed {contested} contested: {}", self.row_names(&rows.contested)),
            );
        }
    }

    fn part_text(&self, part: &Condition) -> String {
        match part {
            Condition::Link(id) => {
                let query = self.run.query;
                let link = query.link(*id);
                // Clauses of the object are part of the text.
                let is_plain = matches!(query.node(link.object).condition, Condition::True)
                    && link.quantifier == Quantifier::Some
                    && link.profile.is_none();
                if is_plain { self.link_text(*id) } else { said(query, self.run.graph, part) }
            }
            Condition::Not(inner) => format!("not {}", self.part_text(inner)),
            Condition::And(parts) => parts.iter().map(|part| self.part_text(part)).collect::<Vec<_>>().join(" and "),
            Condition::Or(parts) => parts.iter().map(|part| self.part_text(part)).collect::<Vec<_>>().join(" or "),
            Condition::Property(test) => {
                format!("where {}", Wording { vocabulary: self.run.graph.vocabulary() }.test(test))
            }
            Condition::True | Condition::Evidence(_) => String::new(),
        }
    }

    fn link_text(&self, id: LinkId) -> String {
        let link = self.run.query.link(id);
        let object = set_name(self, link.object);
        let mut text = if link.is_context { format!("in {object}") } else { format!("{} {object}", link.word) };
        for &context in &link.evidence.contexts {
            text.push_str(&format!(" in {}", set_name(self, context)));
        }
        text
    }
}

impl SetRows {
    /// Whether no statement took part.
    fn lacks_claims(&self) -> bool {
        !self.has_claims
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// What a node was called, for notes.
fn set_name(work: &Work<'_, '_>, node: NodeId) -> String {
    let row: &Node = work.run.query.node(node);
    match &row.domain {
        Domain::Named(set) => {
            let names: Vec<&str> =
                set.seeds.iter().filter_map(|seed| seed.entities.first()).map(|entity| work.name(entity.0)).collect();
            names.join(" or ")
        }
        Domain::All | Domain::Set(_) | Domain::Below(_) | Domain::Same(_) | Domain::Rows => {
            format!("any {}", row.heading)
        }
    }
}

/// Puts other entities in place of a name.
fn replace(query: &mut Query, node: NodeId, mut members: Vec<Member>, seeds: Vec<crate::query::Seed>) {
    members.sort_unstable_by_key(|member| (member.entity, member.how));
    members.dedup_by_key(|member| member.entity);
    query.nodes[node.0 as usize].domain = Domain::Named(NamedSet { members, seeds });
}

fn drop_links(condition: &mut Condition, links: &[LinkId]) {
    match condition {
        Condition::Link(link) if links.contains(link) => *condition = Condition::True,
        Condition::And(parts) => {
            parts.iter_mut().for_each(|part| drop_links(part, links));
            parts.retain(|part| !matches!(part, Condition::True));
            if parts.is_empty() {
                *condition = Condition::True;
            }
        }
        Condition::Or(_)
        | Condition::Not(_)
        | Condition::True
        | Condition::Link(_)
        | Condition::Property(_)
        | Condition::Evidence(_) => {}
    }
}

/// Everything that is one of a class, over every number of steps.
fn members_of(graph: &crate::graph::Graph, class: u32) -> Vec<u32> {
    let Some(is_a) = graph.model().relations.is_a else { return Vec::new() };
    let kind = graph.kind(EntityId(class));
    let classes = graph.hierarchy(kind).map_or(vec![class], |hierarchy| hierarchy.below(class).to_vec());
    classes
        .iter()
        .flat_map(|&class| graph.backward(is_a).targets(class).iter().copied())
        .filter(|&member| graph.kind(EntityId(member)) != kind)
        .collect()
}
