//! What is stated in other cancers than those that the question names: below, above, siblings,
//! anywhere.

use super::changed;
use super::relaxed::{Relaxed, RowElsewhere, SearchedCancers, relax};
use super::work::NoteWork;
use crate::exec::Stop;
use crate::exec::result::SetRow;
use crate::graph::{EntityId, Graph, StatementId};
use crate::query::{Inclusion, Member, NamedSet, NodeId, Quantifier, Seed};
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::sync::Arc;

/// The notes about the cancers of a phrase.
pub(super) fn notes(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    let contexts = contexts(work);
    for &context in &contexts {
        subtypes(work, context);
    }
    if contexts.is_empty() {
        return Ok(());
    }
    // Where the cancer is the only condition, everything else of the graph would be listed.
    let is_only_condition = is_only_condition(work, &contexts);
    let relaxed = if is_only_condition { None } else { Relaxed::of(work, &contexts)? };
    let mut elsewhere = Elsewhere { relaxed, told: FxHashSet::default() };
    for &context in &contexts {
        elsewhere.broader(work, context)?;
        elsewhere.beside(work, context)?;
    }
    if !is_only_condition {
        elsewhere.anywhere(work, &contexts)?;
    } else if work.run.query.node(work.head).named && work.rows.rows.is_empty() {
        of_named_head(work, &contexts)?;
    }
    Ok(())
}

/// In which other cancers the same is stated of a head that was named: the nearest relatives of the
/// cancer that was asked for first, then by goodness.
fn of_named_head(work: &mut NoteWork<'_, '_>, contexts: &[NodeId]) -> Result<(), Stop> {
    let rows = changed::kept(work, |query| relax(query, contexts), |_| true)?;
    let graph = work.run.graph;
    let statements = graph.statements();
    let mut supporting: Vec<StatementId> = rows
        .iter()
        .filter_map(|row| row.evidence.as_ref())
        .flat_map(|evidence| evidence.supporting.iter().copied())
        .collect();
    supporting.sort_unstable_by_key(|&statement| statements.rank(statement));
    let asked: FxHashSet<u32> = contexts
        .iter()
        .filter_map(|&context| work.named(context))
        .flat_map(|named| named.seeds.iter().flat_map(|seed| &seed.entities))
        .flat_map(|entity| above_of(graph, entity.0))
        .collect();
    let shared = |cancer: u32| above_of(graph, cancer).iter().filter(|upper| asked.contains(upper)).count();
    let mut cancers: Vec<(Reverse<usize>, usize, u32)> = Vec::new();
    for (place, &statement) in supporting.iter().enumerate() {
        for &cancer in statements.cancers(statement) {
            if !cancers.iter().any(|&(.., other)| other == cancer) {
                cancers.push((Reverse(shared(cancer)), place, cancer));
            }
        }
    }
    cancers.sort_unstable();
    if !cancers.is_empty() {
        let names: Vec<&str> = cancers.iter().map(|&(.., cancer)| work.name(cancer)).collect();
        let text = format!("in other indications: {}", work.listed(names.iter()));
        work.push("other-indication", text);
    }
    Ok(())
}

/// A cancer with all that is above it.
fn above_of(graph: &Graph, cancer: u32) -> Vec<u32> {
    let hierarchy = graph.hierarchy(graph.kind(EntityId(cancer)));
    hierarchy.map_or_else(|| vec![cancer], |hierarchy| hierarchy.above(cancer).to_vec())
}

/// The nodes that name the cancers of the phrase.
pub(super) fn contexts(work: &NoteWork<'_, '_>) -> Vec<NodeId> {
    let mut contexts = Vec::new();
    let cancer = work.run.graph.model().kinds.cancer;
    for &id in &work.verbs.claims {
        let link = work.run.query.link(id);
        // A cancer is a place, too, where it is what the verb leads to: `treating gastric`.
        let leads_to_cancer = cancer.is_some_and(|cancer| {
            let kinds = work.run.query.node(link.object).kinds;
            kinds.len() == 1 && kinds.has(cancer) && link.quantifier == Quantifier::Some
        });
        if (link.is_context || leads_to_cancer) && link.evidence.contexts.is_empty() {
            contexts.push(link.object);
        }
        contexts.extend(&link.evidence.contexts);
    }
    contexts.retain(|&node| work.named(node).is_some());
    contexts.dedup();
    contexts
}

fn is_only_condition(work: &NoteWork<'_, '_>, contexts: &[NodeId]) -> bool {
    work.verbs.facts.is_empty()
        && work.verbs.claims.iter().all(|&id| {
            let link = work.run.query.link(id);
            link.is_context || contexts.contains(&link.object)
        })
}

/// Through which terms below the named one the rows came.
fn subtypes(work: &mut NoteWork<'_, '_>, node: NodeId) {
    let Some(set) = work.named(node) else { return };
    let count = set.members.iter().filter(|member| member.how == Inclusion::Subtype).count();
    let Some(seed) = set.seeds.first().and_then(|seed| seed.entities.first()) else { return };
    if count == 0 {
        return;
    }
    let rows = work.rows.rows.iter().filter_map(|row| row.evidence.as_ref());
    let below = rows.filter(|evidence| evidence.inclusion == Some(Inclusion::Subtype));
    let through = work.by_cancer(below.map(|evidence| evidence.cancer), "through");
    let through = if through.is_empty() { through } else { format!(": {through}") };
    let plural = if count == 1 { "" } else { "s" };
    let text = format!("{} includes {count} subtype{plural}{through}", work.name(seed.0));
    work.push("subtypes", text);
}

/// Rows that the question has in other cancers.
struct Elsewhere<'a> {
    /// Absent where each place has to be asked for by itself.
    relaxed: Option<Relaxed<'a>>,
    /// Cancers of which a note was made.
    told: FxHashSet<u32>,
}

impl Elsewhere<'_> {
    /// The supported rows of the question with other cancers in place of the named ones.
    fn rows(&self, work: &NoteWork<'_, '_>, node: NodeId, named: &Arc<NamedSet>) -> Result<Vec<RowElsewhere>, Stop> {
        match &self.relaxed {
            Some(relaxed) => Ok(relaxed.rows(work, &SearchedCancers::In(named))),
            None => {
                let rows = changed::kept(work, |query| changed::replace(query, node, Arc::clone(named)), |_| true)?;
                Ok(found(&rows))
            }
        }
    }

    /// Rows that the terms above would add.
    fn broader(&mut self, work: &mut NoteWork<'_, '_>, node: NodeId) -> Result<(), Stop> {
        let Some(set) = work.named(node) else { return Ok(()) };
        if set.seeds.iter().any(|seed| seed.or_broader || seed.exactly) {
            return Ok(());
        }
        let above = above(work, set);
        if above.members.is_empty() {
            return Ok(());
        }
        let mut rows = self.rows(work, node, &above)?;
        rows.retain(|row| work.is_further(row.entity));
        self.told.extend(rows.iter().filter_map(|row| row.cancer));
        if !rows.is_empty() {
            let written = set.seeds.first().map_or("", |seed| seed.typed.as_str());
            let on = work.by_level(rows.iter().map(|row| (row.best, row.cancer)));
            work.push("broader", format!("{on}: write `{written} or broader`"));
        }
        Ok(())
    }

    /// Rows at sibling terms.
    fn beside(&mut self, work: &mut NoteWork<'_, '_>, node: NodeId) -> Result<(), Stop> {
        let graph = work.run.graph;
        let Some(beside) = graph.vocabulary().relation("beside") else { return Ok(()) };
        let Some(set) = work.named(node) else { return Ok(()) };
        let named = set.seeds.iter().flat_map(|seed| &seed.entities);
        let mut targets: Vec<u32> = named
            .flat_map(|entity| graph.forward(beside).targets(entity.0).iter().copied())
            .filter(|&target| set.find(target).is_none())
            .collect();
        targets.sort_unstable();
        targets.dedup();
        for target in targets {
            let rows = self.rows(work, node, &below(work, EntityId(target)))?;
            self.told.extend(rows.iter().filter_map(|row| row.cancer));
            if !rows.is_empty() {
                let (count, name, named) = (rows.len(), work.name(target), work.called(node));
                let text = format!("{count} in {name}, a sibling of {named} and not a subtype");
                work.push("beside", text);
            }
        }
        Ok(())
    }

    /// Rows of the same question without its `in`.
    fn anywhere(&self, work: &mut NoteWork<'_, '_>, contexts: &[NodeId]) -> Result<(), Stop> {
        let mut rows = match &self.relaxed {
            Some(relaxed) => relaxed.rows(work, &SearchedCancers::Anywhere),
            None => {
                let further = |entity| work.is_further(entity);
                found(&changed::kept(work, |query| relax(query, contexts), further)?)
            }
        };
        let asked = |cancer: u32| {
            contexts.iter().any(|&context| work.named(context).is_some_and(|named| named.find(cancer).is_some()))
        };
        rows.retain(|row| {
            work.is_further(row.entity)
                && row.cancer.is_none_or(|cancer| !self.told.contains(&cancer) && !asked(cancer))
        });
        if !rows.is_empty() {
            let text = work.by_cancer(rows.iter().map(|row| row.cancer), "in");
            work.push("other-indication", format!("in other indications: {text}"));
        }
        Ok(())
    }
}

fn found(rows: &[SetRow]) -> Vec<RowElsewhere> {
    let row = |row: &SetRow| {
        let evidence = row.evidence.as_ref();
        let (best, cancer) = evidence.map_or((None, None), |evidence| (evidence.best, evidence.cancer));
        RowElsewhere { entity: EntityId(row.entity), best, cancer }
    };
    rows.iter().map(row).collect()
}

/// What is above what was named, and was not named itself.
fn above(work: &NoteWork<'_, '_>, set: &NamedSet) -> Arc<NamedSet> {
    let graph = work.run.graph;
    let mut members = Vec::new();
    for (seed, named) in (0..).zip(&set.seeds) {
        for &entity in &named.entities {
            let above = graph.hierarchy(graph.kind(entity)).map_or(&[][..], |hierarchy| hierarchy.above(entity.0));
            let further = above.iter().filter(|&&upper| set.find(upper).is_none());
            members.extend(further.map(|&entity| Member { entity, seed, how: Inclusion::Broader }));
        }
    }
    Arc::new(NamedSet::new(members, set.seeds.clone()))
}

/// A term with what is below it, as if it had been named.
fn below(work: &NoteWork<'_, '_>, target: EntityId) -> Arc<NamedSet> {
    let graph = work.run.graph;
    let own = [target.0];
    let below = graph.hierarchy(graph.kind(target)).map_or(&own[..], |hierarchy| hierarchy.below(target.0));
    let seed = Seed::of(vec![target], graph.name(target));
    changed::named(below.iter().map(|&entity| EntityId(entity)), Inclusion::Subtype, vec![seed])
}
