//! A member does not include its family: what is stated on the family.

use super::changed;
use super::work::NoteWork;
use crate::exec::Stop;
use crate::graph::EntityId;
use crate::query::{Inclusion, LinkId, Quantifier};
use crate::vocabulary::KindSet;

/// Rows that statements and facts on a family of a named gene would add.
pub(super) fn families(work: &mut NoteWork<'_, '_>) -> Result<(), Stop> {
    for id in [work.verbs.facts.as_slice(), work.verbs.claims.as_slice()].concat() {
        family(work, id)?;
    }
    Ok(())
}

fn family(work: &mut NoteWork<'_, '_>, id: LinkId) -> Result<(), Stop> {
    let graph = work.run.graph;
    let model = graph.model();
    let (Some(family), Some(has_member)) = (model.kinds.gene_family, model.relations.has_member) else {
        return Ok(());
    };
    let link = work.run.query.link(id);
    let object = link.object;
    let Some(set) = work.named(object) else { return Ok(()) };
    if set.seeds.iter().any(|seed| seed.or_broader || seed.exactly) || link.quantifier != Quantifier::Some {
        return Ok(());
    }
    let owners = set
        .seeds
        .iter()
        .flat_map(|seed| &seed.entities)
        .flat_map(|entity| graph.backward(has_member).targets(entity.0).iter().map(|&owner| EntityId(owner)));
    let mut families: Vec<EntityId> =
        owners.filter(|&owner| graph.kind(owner) == family && set.find(owner.0).is_none()).collect();
    families.sort_unstable();
    families.dedup();
    if !work.has_edges_to(id, &families) {
        return Ok(());
    }
    let named = changed::named(families.iter().copied(), Inclusion::Broader, set.seeds.clone());
    let further = changed::kept(
        work,
        |query| {
            changed::replace(query, object, named);
            query.node_mut(object).kinds = KindSet::default().with(family);
        },
        |entity| work.is_further(entity),
    )?;
    if further.is_empty() {
        return Ok(());
    }
    let written = set.seeds.first().map_or("", |seed| seed.typed.as_str());
    let names = families.iter().map(|&family| graph.name(family));
    let text = format!(
        "{} on the family {}: {}: write `{written} or broader`",
        further.len(),
        work.listed(names),
        work.row_names(&further)
    );
    work.push("family", text);
    Ok(())
}
