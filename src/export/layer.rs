//! A layer: the statements of one issuer as text, and of everything else only what they need.
//!
//! It is cut from a graph that holds the curated graph, too. What the curated graph has is named in
//! the layer by its identifier and gains other names at most.

use super::fields::{References, View, entity_property, joined, one_line};
use crate::graph::{EntityId, Graph, StatementId};
use crate::import::tsv::{FILES, ID};
use crate::model::{FIELDS, Field, effect};
use crate::vocabulary::{KindId, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// What curators add to statements of others, or what follows from an identifier: it is in the
/// curated graph.
const CURATED_FIELDS: &[Field] =
    &[Field::Status, Field::Region, Field::AsOf, Field::Onset, Field::Line, Field::Dataset];

/// Effects that say nothing about a therapy, a diagnosis or an outcome.
const APART: &[&str] = &[effect::PREDISPOSING, effect::FUNCTIONAL, effect::ONCOGENIC];

/// Shorter names are too often something else.
const SHORTEST_NAME: usize = 3;

/// A layer that can be written.
pub struct IssuerLayer<'g> {
    graph: &'g Graph,
    statements: Vec<StatementId>,
    /// Sorted by kind and name.
    entities: BTreeSet<u32>,
    /// Kind and hierarchy of diseases: from, to.
    above: Vec<(u32, u32)>,
    curated: Curated,
    names: FxHashMap<(KindId, String), u32>,
}

impl std::fmt::Debug for IssuerLayer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuerLayer").field("statements", &self.statements.len()).finish_non_exhaustive()
    }
}

/// What the curated graph has.
struct Curated {
    ids: FxHashSet<String>,
    /// Names and other names, folded, with the identifier of what has them first.
    names: FxHashMap<String, String>,
}

impl Curated {
    fn of(graph: &Graph) -> Self {
        let mut curated = Self { ids: FxHashSet::default(), names: FxHashMap::default() };
        for entity in all(graph) {
            curated.ids.insert(graph.id(entity).to_owned());
            for name in std::iter::once(graph.name(entity)).chain(graph.aliases(entity)) {
                curated.names.entry(fold::squeezed(name)).or_insert_with(|| graph.id(entity).to_owned());
            }
        }
        curated
    }
}

fn all(graph: &Graph) -> impl Iterator<Item = EntityId> {
    (0..graph.entity_count() as u32).map(EntityId)
}

/// The owner of a name that several entities of a kind have.
const SEVERAL: u32 = u32::MAX;

/// By kind and folded name: the only entity that has it.
fn owners(graph: &Graph) -> FxHashMap<(KindId, String), u32> {
    let mut owners = FxHashMap::default();
    for entity in all(graph) {
        let kind = graph.kind(entity);
        let names =
            std::iter::once(graph.name(entity)).chain(graph.aliases(entity)).chain(graph.imported_aliases(entity));
        for name in names {
            let owner = owners.entry((kind, fold::squeezed(name))).or_insert(entity.0);
            if *owner != entity.0 {
                *owner = SEVERAL;
            }
        }
    }
    owners
}

impl<'g> IssuerLayer<'g> {
    /// The statements with these identifiers in `graph`, which was built upon `curated`; with `all`
    /// those about functions and predispositions, too.
    pub fn new(graph: &'g Graph, curated: &Graph, ids: &FxHashSet<String>, with_all: bool) -> Self {
        let view = View { graph, references: References::Ids };
        let wanted = |&statement: &StatementId| {
            ids.contains(graph.id(graph.statement_entity(statement)))
                && (with_all || !APART.contains(&view.field(statement, Field::Effect).as_str()))
        };
        let statements: Vec<StatementId> = graph.statements().iter().filter(wanted).collect();
        let mut layer = Self {
            graph,
            statements,
            entities: BTreeSet::new(),
            above: Vec::new(),
            curated: Curated::of(curated),
            names: owners(graph),
        };
        layer.need();
        layer.place_cancers();
        layer
    }

    /// Number of statements.
    pub fn statement_count(&self) -> usize {
        self.statements.len()
    }

    /// Number of entities.
    pub fn entity_count(&self) -> usize {
        self.entities.len()
    }

    /// The day of the newest review; empty where none is known.
    pub fn newest(&self) -> String {
        let view = View { graph: self.graph, references: References::Ids };
        let days = self.statements.iter().map(|&statement| view.field(statement, Field::AsOf));
        days.filter(|day| day.len() == "2026-05-26".len()).max().unwrap_or_default()
    }

    /// Everything that the statements name.
    fn need(&mut self) {
        let table = self.graph.statements();
        let mut needed = Vec::new();
        for &statement in &self.statements {
            if let Some(therapy) = table.therapy(statement) {
                self.need_therapy(therapy, &mut needed);
            }
            let profile = table.profile(statement).and_then(|profile| self.graph.profile_tree(EntityId(profile)));
            needed.extend(profile.iter().flat_map(|tree| tree.leaves()).map(|(leaf, _)| leaf.0));
            needed.extend(table.cancers(statement));
            needed.extend(table.mechanism(statement));
            needed.extend(table.sources(statement));
        }
        if let Some(variant_of) = self.graph.model().relations.variant_of {
            let genes: Vec<u32> =
                needed.iter().flat_map(|&leaf| self.graph.forward(variant_of).targets(leaf)).copied().collect();
            needed.extend(genes);
        }
        self.entities.extend(needed);
    }

    fn need_therapy(&self, therapy: u32, needed: &mut Vec<u32>) {
        let view = View { graph: self.graph, references: References::Ids };
        match view.written_out(EntityId(therapy), None) {
            Some((_, members)) => members.iter().for_each(|&member| self.need_therapy(member, needed)),
            None => needed.push(therapy),
        }
    }

    fn is_curated(&self, entity: u32) -> bool {
        self.curated.ids.contains(self.graph.id(EntityId(entity)))
    }

    /// Leads every cancer to the nearest cancers above it that the layer or the curated graph has;
    /// what lies between them is left out. The curated graph says itself which of its cancers are
    /// below which.
    fn place_cancers(&mut self) {
        let (Some(kind), Some(is_a)) = (self.graph.model().kinds.cancer, self.graph.model().relations.is_a) else {
            return;
        };
        let Some(hierarchy) = self.graph.hierarchy(kind) else { return };
        let kept: FxHashSet<u32> = self
            .graph
            .kind_range(kind)
            .filter(|&cancer| self.entities.contains(&cancer) || self.is_curated(cancer))
            .collect();
        let mut order: Vec<u32> = kept.iter().copied().collect();
        order.sort_unstable();
        for lower in order {
            let mut nearest: Vec<u32> = Vec::new();
            let mut open: Vec<u32> = self.graph.forward(is_a).targets(lower).to_vec();
            let mut seen = FxHashSet::default();
            while let Some(upper) = open.pop() {
                if !seen.insert(upper) {
                    continue;
                }
                if kept.contains(&upper) {
                    nearest.push(upper);
                } else {
                    open.extend(self.graph.forward(is_a).targets(upper));
                }
            }
            let is_next =
                |&upper: &u32| !nearest.iter().any(|&other| other != upper && hierarchy.is_below(other, upper));
            let is_new = |&upper: &u32| !(self.is_curated(lower) && self.is_curated(upper));
            let mut next: Vec<u32> = nearest.iter().copied().filter(is_next).filter(is_new).collect();
            next.sort_unstable();
            self.above.extend(next.into_iter().map(|upper| (lower, upper)));
        }
        self.entities.extend(self.above.iter().flat_map(|&(lower, upper)| [lower, upper]));
    }

    /// Writes the files of the layer to a directory, which is made where it is missing.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self, directory: &Path) -> io::Result<()> {
        std::fs::create_dir_all(directory)?;
        crate::files::replace(&directory.join(FILES[0]), |out| self.write_entities(out))?;
        crate::files::replace(&directory.join(FILES[1]), |out| self.write_relations(out))?;
        crate::files::replace(&directory.join(FILES[2]), |out| self.write_statements(out))
    }

    fn write_entities(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "id\tkind\tname\timported_aliases\tdescription\tyear")?;
        for &entity in &self.entities {
            let id = EntityId(entity);
            let kind = self.graph.vocabulary().kind_name(self.graph.kind(id));
            write!(out, "{}\t{kind}\t{}", one_line(self.graph.id(id)), one_line(self.graph.name(id)))?;
            write!(out, "\t{}", joined(self.other_names(id).map(one_line)))?;
            if self.is_curated(entity) {
                writeln!(out, "\t\t")?;
            } else {
                let year = entity_property(self.graph, id, Field::Year.name());
                writeln!(out, "\t{}\t{year}", one_line(self.graph.description(id)))?;
            }
        }
        Ok(())
    }

    /// Imported names that mean nothing else here.
    fn other_names(&self, entity: EntityId) -> impl Iterator<Item = &str> {
        let kind = self.graph.kind(entity);
        let mut written = FxHashSet::default();
        let means_it = move |name: &&str| {
            let folded = fold::squeezed(name);
            folded.chars().count() >= SHORTEST_NAME
                && folded != fold::squeezed(self.graph.name(entity))
                && self.graph.vocabulary().forms.find(&fold::spaced(name)).is_none()
                && !self.curated.names.contains_key(&folded)
                && self.names.get(&(kind, folded.clone())) == Some(&entity.0)
                && written.insert(folded)
        };
        self.graph.imported_aliases(entity).filter(means_it)
    }

    fn write_relations(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "from\trelation\tto")?;
        let id = |entity: u32| one_line(self.graph.id(EntityId(entity)));
        if let Some(variant_of) = self.graph.model().relations.variant_of {
            let name = &self.graph.vocabulary().verb(variant_of).relation;
            for &entity in &self.entities {
                for &gene in self.graph.forward(variant_of).targets(entity) {
                    writeln!(out, "{}\t{name}\t{}", id(entity), id(gene))?;
                }
            }
        }
        if let Some(is_a) = self.graph.model().relations.is_a {
            let name = &self.graph.vocabulary().verb(is_a).relation;
            for &(lower, upper) in &self.above {
                writeln!(out, "{}\t{name}\t{}", id(lower), id(upper))?;
            }
        }
        Ok(())
    }

    /// The text of a field; a gist that a curator wrote is in the curated graph.
    fn field(&self, view: View<'_>, statement: StatementId, field: Field) -> String {
        let text = view.field(statement, field);
        let is_theirs = field == Field::Gist && self.is_curated(self.graph.statement_entity(statement).0);
        if is_theirs { String::new() } else { text }
    }

    fn write_statements(&self, out: &mut dyn Write) -> io::Result<()> {
        let view = View { graph: self.graph, references: References::Ids };
        let is_filled =
            |field: &Field| self.statements.iter().any(|&statement| !view.field(statement, *field).is_empty());
        let fields = FIELDS.iter().map(|row| row.field).filter(|field| !CURATED_FIELDS.contains(field));
        let columns: Vec<Field> = fields.filter(is_filled).collect();
        let names: Vec<&str> = columns.iter().map(|field| field.name()).collect();
        writeln!(out, "{ID}\t{}", names.join("\t"))?;
        let id = |statement: &StatementId| self.graph.id(self.graph.statement_entity(*statement));
        let mut order = self.statements.clone();
        order.sort_by_key(|statement| (id(statement).len(), id(statement)));
        for statement in order {
            let fields: Vec<String> = columns.iter().map(|&field| self.field(view, statement, field)).collect();
            writeln!(out, "{}\t{}", id(&statement), fields.join("\t"))?;
        }
        Ok(())
    }
}
