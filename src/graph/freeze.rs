//! From the builder to plain arrays: entities in their order, columns, adjacencies.

use super::adjacency::EdgeList;
use super::build::{GraphBuilder, OwnedTexts, Place, Problem, PropertyValue, UNCITED, edges_of, known};
use super::column::{Cells, Column, NO_CODE};
use super::hierarchy::{Hierarchy, group};
use super::record::Statement;
use super::regimen::{RegimenKind, Structures, encode};
use super::statements::StatementTable;
use super::strings::{Strings, StringsBuilder};
use super::{Adjacency, Array, Graph, ListOf, NONE, derive};
use crate::diagnostic::Severity;
use crate::vocabulary::{End, KindId, On, PropertyId, PropertyType, RelationId, Vocabulary};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// With fewer items than this a second thread costs more than it brings.
const PARALLEL_FROM: usize = 50_000;

impl GraphBuilder {
    /// Makes the graph. Warnings come with it.
    ///
    /// # Errors
    /// All problems, if one of them is an error.
    pub fn freeze(mut self) -> Result<(Graph, Vec<Problem>), Vec<Problem>> {
        self.check_hierarchies();
        self.complete_structures();
        self.check_statements();
        let mut problems = std::mem::take(self.problems_mut());
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Err(problems);
        }
        let uncited = self.find_id(UNCITED);
        self.forget_lookups();
        let order = Order::of(&self);
        let graph = Freezing { builder: self, order, uncited }.graph();
        match graph {
            Ok(graph) => Ok((graph, problems)),
            Err(problem) => {
                problems.push(problem);
                Err(problems)
            }
        }
    }

    /// Conditions of profiles and members of regimens that were listed and not met in a statement.
    fn complete_structures(&mut self) {
        let (profile, regimen) = (self.kinds_of.profile.first().copied(), self.kinds_of.regimen.first().copied());
        for entity in 0..self.entity_count() as u32 {
            if Some(self.kind(entity)) == profile
                && !self.profile_trees.contains_key(&entity)
                && let Ok(tree) = self.profile_tree(self.name(entity))
            {
                self.profile_trees.insert(entity, tree);
            }
        }
        self.complete_regimens(regimen);
        let Some(has_member) = self.vocabulary.relation(known::HAS_MEMBER) else { return };
        let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (from, edge, to) in self.fact_edges() {
            if edge.relation == has_member && Some(self.kind(from)) == regimen {
                members.entry(from).or_default().push(to);
            }
        }
        for (entity, members) in members {
            self.regimen_parts.entry(entity).or_insert((RegimenKind::Combination, members));
        }
    }

    /// A regimen that no statement gives may be called as an expression: then that says how it is given.
    fn complete_regimens(&mut self, kind: Option<KindId>) {
        for entity in 0..self.entity_count() as u32 {
            if Some(self.kind(entity)) != kind || self.regimen_parts.contains_key(&entity) {
                continue;
            }
            let name = self.name(entity).to_owned();
            if let Some(parts) = self.combined(&name) {
                self.regimen_parts.insert(entity, parts);
            }
        }
    }

    fn check_statements(&mut self) {
        let Some(&kind) = self.kinds_of.statement.first() else { return };
        let listed = (0..self.entity_count() as u32).filter(|&entity| self.kind(entity) == kind);
        let empty: Vec<String> = listed
            .filter(|entity| !self.statement_of.contains_key(entity))
            .map(|entity| self.id(entity).to_owned())
            .collect();
        for id in empty {
            self.error(
                Place { file: NONE, line: 0 },
                "",
                format!("statement `{id}` is listed as an entity and never told"),
            );
        }
    }
}

/// The order of entities: by kind, name, id.
struct Order {
    /// Builder index of each entity.
    old: Vec<u32>,
    /// Entity of each builder index.
    new: Vec<u32>,
    kind_starts: Vec<u32>,
}

impl Order {
    fn of(builder: &GraphBuilder) -> Self {
        let count = builder.entity_count();
        // Most names differ in their first bytes: comparing those needs no look at the text.
        let key = |entity: u32| (builder.kind(entity), first_bytes(builder.names.get_bytes(entity as usize)), entity);
        let mut keys: Vec<(KindId, u64, u32)> = (0..count as u32).map(key).collect();
        let texts = |entity: u32| (builder.names.get_bytes(entity as usize), builder.ids.get_bytes(entity as usize));
        let compare = |a: &(KindId, u64, u32), b: &(KindId, u64, u32)| {
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| texts(a.2).cmp(&texts(b.2)))
        };
        if count < PARALLEL_FROM {
            keys.sort_unstable_by(compare)
        } else {
            keys.par_sort_unstable_by(compare)
        }

        let old: Vec<u32> = keys.iter().map(|key| key.2).collect();
        let mut new = vec![0; count];
        let mut kind_starts = vec![0_u32; builder.vocabulary.kinds.len() + 1];
        for (entity, key) in keys.iter().enumerate() {
            new[key.2 as usize] = entity as u32;
            kind_starts[usize::from(key.0.0) + 1] += 1;
        }
        for i in 1..kind_starts.len() {
            kind_starts[i] += kind_starts[i - 1];
        }
        Self { old, new, kind_starts }
    }

    fn new_of(&self, old: u32) -> u32 {
        self.new.get(old as usize).copied().unwrap_or(NONE)
    }

    /// Texts by builder index as texts by entity; none at all where all are empty.
    fn texts(&self, texts: StringsBuilder) -> Strings {
        if texts.bytes_len() == 0 {
            return Strings::default();
        }
        let mut sorted = StringsBuilder::with_capacity(self.old.len(), texts.bytes_len());
        self.old.iter().for_each(|&entity| sorted.push_bytes(texts.get_bytes(entity as usize)));
        sorted.finish()
    }

    fn kind_range(&self, kind: KindId) -> std::ops::Range<u32> {
        let at = |i: usize| self.kind_starts.get(i).copied().unwrap_or(0);
        at(usize::from(kind.0))..at(usize::from(kind.0) + 1)
    }

    /// The smallest range that holds all entities of these kinds; all entities if there are none.
    fn hull(&self, kinds: &[KindId]) -> std::ops::Range<u32> {
        let ranges = || kinds.iter().map(|&kind| self.kind_range(kind)).filter(|range| !range.is_empty());
        match (ranges().map(|range| range.start).min(), ranges().map(|range| range.end).max()) {
            (Some(start), Some(end)) => start..end,
            _ if kinds.is_empty() => 0..self.old.len() as u32,
            _ => 0..0,
        }
    }
}

/// The first eight bytes as a number that sorts as they do.
fn first_bytes(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    for (byte, from) in bytes.iter_mut().zip(text) {
        *byte = *from;
    }
    u64::from_be_bytes(bytes)
}

struct Freezing {
    builder: GraphBuilder,
    order: Order,
    /// The source that stands for no citation, by builder index.
    uncited: Option<u32>,
}

impl Freezing {
    fn graph(mut self) -> Result<Graph, Problem> {
        let edges = self.fact_edges();
        let structures = self.structures();
        let columns = self.columns();
        let Self { builder, order, .. } = &mut self;
        // What the graph has the builder need not keep, and only one text of each sort is there twice at a time.
        let texts = |texts: &mut StringsBuilder| order.texts(std::mem::take(texts));
        let owned = |owned: &mut OwnedTexts| grouped_texts(std::mem::take(owned), &order.new);
        let mut graph = Graph {
            kind_starts: order.kind_starts.clone(),
            ids: texts(&mut builder.ids),
            names: texts(&mut builder.names),
            aliases: owned(&mut builder.aliases),
            imported_aliases: owned(&mut builder.imported_aliases),
            xrefs: owned(&mut builder.xrefs),
            descriptions: texts(&mut builder.descriptions),
            face_of: Array::default(),
            face_members: Array::default(),
            face_offsets: Array::default(),
            forward: vec![Adjacency::default(); builder.vocabulary.verbs.len()],
            backward: vec![Adjacency::default(); builder.vocabulary.verbs.len()],
            fact_sources: ListOf::default(),
            hierarchies: vec![None; builder.vocabulary.kinds.len()],
            statements: StatementTable::default(),
            structures,
            columns,
            model: builder.model.clone(),
            vocabulary: builder.vocabulary.clone(),
        };
        derive::faces(&mut graph, &edges);
        graph.statements = self.statements(&graph);
        let mut facts = self.sources_of_facts();
        derive::facts(&mut graph, edges, &mut facts);
        graph.fact_sources = grouped_sources(self.builder.fact_count as usize, facts);
        hierarchies(&mut graph)?;
        derive::claims(&mut graph);
        Ok(graph)
    }

    /// Facts by relation, with their numbers; and what was taken in as arrays.
    fn fact_edges(&mut self) -> Vec<EdgeList> {
        let mut lists = std::mem::take(&mut self.builder.bulk);
        let order = &self.order;
        let in_order = order.new.iter().enumerate().all(|(old, &new)| old as u32 == new);
        for list in lists.iter_mut().filter(|_| !in_order) {
            for column in [&mut list.from, &mut list.to] {
                column.par_iter_mut().with_min_len(PARALLEL_FROM).for_each(|entity| *entity = order.new_of(*entity));
            }
        }
        let facts = std::mem::take(&mut self.builder.facts);
        for (from, edge, to) in edges_of(&facts) {
            let Some(list) = lists.get_mut(usize::from(edge.relation.0)) else { continue };
            // Edges from arrays have no fact numbers, so the column starts here.
            list.facts.resize(list.from.len(), NONE);
            list.statements.resize(list.from.len(), NONE);
            list.push(order.new_of(from), order.new_of(to), NONE, edge.fact);
        }
        lists
    }

    /// (fact, source entity) in the order in which they were told.
    fn sources_of_facts(&self) -> Vec<(u32, u32)> {
        self.builder.fact_sources.iter().map(|&(fact, source)| (fact, self.order.new_of(source))).collect()
    }

    fn structures(&self) -> Structures {
        let kind_range = |kinds: &[KindId]| kinds.first().map_or(0..0, |&kind| self.order.kind_range(kind));
        let (profiles, regimens) =
            (kind_range(&self.builder.kinds_of.profile), kind_range(&self.builder.kinds_of.regimen));
        let old =
            |range: &std::ops::Range<u32>| self.order.old.get(range.start as usize..range.end as usize).unwrap_or(&[]);

        let mut profile_lists = Vec::with_capacity(profiles.len());
        for entity in old(&profiles) {
            let mut code = Vec::new();
            if let Some(tree) = self.builder.profile_trees.get(entity) {
                encode(tree, &|leaf| self.order.new_of(leaf), &mut code);
            }
            profile_lists.push(code);
        }
        let mut regimen_kinds = Vec::with_capacity(regimens.len());
        let mut regimen_lists = Vec::with_capacity(regimens.len());
        for entity in old(&regimens) {
            let parts = self.builder.regimen_parts.get(entity);
            let members: Vec<u32> =
                parts.map_or(&[][..], |(_, members)| members).iter().map(|&member| self.order.new_of(member)).collect();
            regimen_kinds.push(parts.map_or(NO_CODE, |&(kind, _)| kind as u8));
            regimen_lists.push(if parts.is_some_and(|(kind, _)| *kind != RegimenKind::Sequence) {
                sorted(members)
            } else {
                members
            });
        }
        Structures {
            profile_base: profiles.start,
            profiles: lists_of(&profile_lists),
            regimen_base: regimens.start,
            regimen_kinds: regimen_kinds.into(),
            regimen_members: lists_of(&regimen_lists),
        }
    }

    fn columns(&self) -> Vec<Option<Column>> {
        let vocabulary = &self.builder.vocabulary;
        let mut drafts: Vec<Option<Draft>> = (0..vocabulary.properties.len()).map(|_| None).collect();
        for &(entity, property, value) in &self.builder.properties {
            let Some(draft) = drafts.get_mut(usize::from(property.0)) else { continue };
            let draft = draft.get_or_insert_with(|| Draft::new(vocabulary, property, &self.order));
            draft.set(self.order.new_of(entity), value, &self.builder.property_texts);
        }
        drafts.into_iter().map(|draft| draft.map(Draft::column)).collect()
    }
}

fn sorted(mut items: Vec<u32>) -> Vec<u32> {
    items.sort_unstable();
    items.dedup();
    items
}

/// Lists one after another.
pub(super) fn lists_of<L: AsRef<[u32]>>(lists: &[L]) -> ListOf<Array<u32>> {
    let mut offsets = Vec::with_capacity(lists.len() + 1);
    let mut items = Vec::with_capacity(lists.iter().map(|list| list.as_ref().len()).sum());
    offsets.push(0);
    for list in lists {
        items.extend_from_slice(list.as_ref());
        offsets.push(items.len() as u32);
    }
    if items.is_empty() { ListOf::default() } else { ListOf { offsets: offsets.into(), items: items.into() } }
}

/// Texts by their owner; the order in which an owner's texts came stays.
fn grouped_texts(owned: OwnedTexts, new: &[u32]) -> ListOf<Strings> {
    if owned.owners.is_empty() {
        return ListOf::default();
    }
    let owner = |old: &u32| new.get(*old as usize).map_or(0, |&owner| owner as usize);
    let lists = group(new.len(), owned.owners.iter().enumerate().map(|(text, old)| (owner(old), text as u32)));
    let mut texts = StringsBuilder::with_capacity(owned.owners.len(), owned.texts.bytes_len());
    lists.items.iter().for_each(|&text| texts.push_bytes(owned.texts.get_bytes(text as usize)));
    ListOf { offsets: lists.offsets, items: texts.finish() }
}

/// Sources by fact, each once.
fn grouped_sources(count: usize, pairs: Vec<(u32, u32)>) -> ListOf<Array<u32>> {
    if pairs.is_empty() {
        return ListOf::default();
    }
    let mut seen = FxHashSet::default();
    let distinct: Vec<(u32, u32)> = pairs.into_iter().filter(|pair| seen.insert(*pair)).collect();
    group(count, distinct.iter().map(|&(fact, source)| (fact as usize, source)))
}

fn hierarchies(graph: &mut Graph) -> Result<(), Problem> {
    for kind in 0..graph.vocabulary.kinds.len() {
        let Some(relation) = graph.vocabulary.kinds[kind].hierarchical else { continue };
        let range = graph.kind_range(KindId(kind as u8));
        let parents = graph.forward(relation);
        let edges: Vec<(u32, u32)> =
            range.clone().flat_map(|term| parents.targets(term).iter().map(move |&parent| (term, parent))).collect();
        let hierarchy = Hierarchy::new(range, &edges).map_err(|circle| circle_problem(graph, relation, &circle))?;
        graph.hierarchies[kind] = Some(hierarchy);
    }
    Ok(())
}

fn circle_problem(graph: &Graph, relation: RelationId, circle: &[u32]) -> Problem {
    let names: Vec<&str> = circle.iter().map(|&entity| graph.name(super::EntityId(entity))).collect();
    let message = format!("`{}` leads in a circle: {}", graph.vocabulary.verb(relation).relation, names.join(", "));
    Problem { file: String::new(), line: 0, column: 0, field: String::new(), message, severity: Severity::Error }
}

/// A column that is being filled.
struct Draft {
    base: u32,
    cells: DraftCells,
}

enum DraftCells {
    Code(Vec<u8>),
    Set(Vec<u32>),
    Text(Vec<u32>, StringsBuilder),
    Number(Vec<f64>),
    Year(Vec<u16>),
    Bool(Vec<u8>),
}

impl Draft {
    fn new(vocabulary: &Vocabulary, property: PropertyId, order: &Order) -> Self {
        let property = vocabulary.property(property);
        let kinds: &[KindId] = match &property.on {
            On::Kinds(kinds) => kinds,
            On::Statement => &[],
        };
        let range = order.hull(kinds);
        let len = range.len();
        let cells = match property.of {
            PropertyType::Ordered(_) | PropertyType::Enum(_) => DraftCells::Code(vec![NO_CODE; len]),
            PropertyType::Set(_) => DraftCells::Set(vec![0; len]),
            PropertyType::Text | PropertyType::Date | PropertyType::Via { .. } => {
                DraftCells::Text(vec![NONE; len], StringsBuilder::default())
            }
            PropertyType::Number => DraftCells::Number(vec![f64::NAN; len]),
            PropertyType::Year => DraftCells::Year(vec![0; len]),
            PropertyType::Bool => DraftCells::Bool(vec![NO_CODE; len]),
        };
        Self { base: range.start, cells }
    }

    fn set(&mut self, entity: u32, value: PropertyValue, texts: &StringsBuilder) {
        fn put<T>(cells: &mut [T], at: usize, value: T) {
            if let Some(cell) = cells.get_mut(at) {
                *cell = value;
            }
        }
        let at = entity.wrapping_sub(self.base) as usize;
        match (&mut self.cells, value) {
            (DraftCells::Code(cells), PropertyValue::Code(code)) => put(cells, at, code),
            (DraftCells::Set(cells), PropertyValue::Bits(bits)) => put(cells, at, bits),
            (DraftCells::Text(cells, own), PropertyValue::Text(text)) => {
                put(cells, at, own.push(texts.get(text as usize)))
            }
            (DraftCells::Number(cells), PropertyValue::Number(number)) => put(cells, at, number),
            (DraftCells::Year(cells), PropertyValue::Year(year)) => put(cells, at, year),
            (DraftCells::Bool(cells), PropertyValue::Bool(yes)) => put(cells, at, u8::from(yes)),
            // The builder reads a value by the type of its property, so the two always fit.
            (_, _) => {}
        }
    }

    fn column(self) -> Column {
        let cells = match self.cells {
            DraftCells::Code(cells) => Cells::Code(cells.into()),
            DraftCells::Set(cells) => Cells::Set(cells.into()),
            DraftCells::Text(cells, texts) => Cells::Text(cells.into(), texts.finish()),
            DraftCells::Number(cells) => Cells::Number(cells.into()),
            DraftCells::Year(cells) => Cells::Year(cells.into()),
            DraftCells::Bool(cells) => Cells::Bool(cells.into()),
        };
        Column { base: self.base, cells }
    }
}

/// Signs of effects; the others are 0.
const EFFECT_SIGNS: &[(&str, i8)] =
    &[("sensitivity", 1), ("treats", 1), ("overcomes", 1), ("resistance", -1), ("reduced sensitivity", -1)];
/// Signs of directions; the others are 0.
const DIRECTION_SIGNS: &[(&str, i8)] = &[("supports", 1), ("disputes", -1)];
/// The status that contests a statement.
const FAILED: &str = "failed";

/// By code of a statement property: the sign of the value.
fn signs(vocabulary: &Vocabulary, property: &str, table: &[(&str, i8)]) -> Vec<i8> {
    let values =
        vocabulary.statement_property(property).map_or(&[][..], |id| super::values_of(&vocabulary.property(id).of));
    values.iter().map(|value| table.iter().find(|(name, _)| name == value).map_or(0, |&(_, sign)| sign)).collect()
}

impl Freezing {
    /// The columns of all statements, in the order of their ids.
    fn statements(&self, graph: &Graph) -> StatementTable {
        let range = self.builder.kinds_of.statement.first().map_or(0..0, |&kind| self.order.kind_range(kind));
        let rows: Vec<&Statement> = range
            .clone()
            .filter_map(|entity| self.builder.statement_of.get(self.order.old.get(entity as usize)?))
            .filter_map(|&row| self.builder.statements.get(row as usize))
            .collect();
        let mut table = StatementTable { first_entity: range.start, ..StatementTable::default() };
        self.copy_columns(&mut table, &rows);
        self.copy_entities(&mut table, &rows, graph);
        self.judge(&mut table, &rows, graph);
        group_subjects(&mut table, graph);
        table.bind(&graph.vocabulary);
        table
    }

    fn copy_columns(&self, table: &mut StatementTable, rows: &[&Statement]) {
        fn column<T: bytemuck::Pod>(rows: &[&Statement], read: impl Fn(&Statement) -> T) -> Array<T> {
            rows.iter().map(|row| read(row)).collect()
        }
        table.effect = column(rows, |row| row.effect);
        table.direction = column(rows, |row| row.direction);
        table.level = column(rows, |row| row.level);
        table.status = column(rows, |row| row.status);
        table.line = column(rows, |row| row.line);
        table.origin = column(rows, |row| row.origin);
        table.phase = column(rows, |row| row.phase);
        table.disputed = column(rows, |row| u8::from(row.disputed));
        table.rating = column(rows, |row| row.rating);
        table.onset = column(rows, |row| row.onset);
        table.frequency = column(rows, |row| row.frequency);
        table.patients = column(rows, |row| row.patients);

        let mut texts = Distinct {
            all: &self.builder.property_texts,
            numbers: FxHashMap::default(),
            texts: StringsBuilder::default(),
        };
        table.native_level = column_of(rows, &mut texts, |row| row.native_level);
        table.region = column_of(rows, &mut texts, |row| row.region);
        table.as_of = column_of(rows, &mut texts, |row| row.as_of);
        table.dataset = column_of(rows, &mut texts, |row| row.dataset);
        table.texts = texts.texts.finish();
        table.gist = rows
            .iter()
            .map(|row| if row.gist == NONE { "" } else { self.builder.property_texts.get(row.gist as usize) })
            .collect();
    }

    fn copy_entities(&self, table: &mut StatementTable, rows: &[&Statement], graph: &Graph) {
        let new = |old: u32| self.order.new_of(old);
        let news = |list: &[u32]| -> Vec<u32> { sorted(list.iter().map(|&old| new(old)).collect()) };
        let lists =
            |read: &dyn Fn(&Statement) -> Vec<u32>| lists_of(&rows.iter().map(|row| read(row)).collect::<Vec<_>>());
        table.therapy = rows.iter().map(|row| new(row.therapy)).collect();
        table.profile = rows.iter().map(|row| new(row.profile)).collect();
        table.mechanism = rows.iter().map(|row| new(row.mechanism)).collect();
        table.partners = lists(&|row| news(&row.partners));
        table.cancers = lists(&|row| news(&row.cancers));
        table.except_cancers = lists(&|row| news(&row.except_cancers));
        table.sources = lists(&|row| news(&row.sources));
        table.therapy_parts = lists(&|row| derive::therapy_parts(graph, new(row.therapy)));
        table.therapy_members = lists(&|row| derive::therapy_members(graph, new(row.therapy)));
    }

    /// What follows from the columns: year, support, signs, rank.
    fn judge(&self, table: &mut StatementTable, rows: &[&Statement], graph: &Graph) {
        let vocabulary = &graph.vocabulary;
        let effects = signs(vocabulary, "effect", EFFECT_SIGNS);
        let directions = signs(vocabulary, "direction", DIRECTION_SIGNS);
        let sign = |signs: &[i8], code: u8| signs.get(usize::from(code)).copied().unwrap_or(0);
        let failed = statement_code(vocabulary, "status", FAILED);
        let uncited = self.uncited;
        let years = self.years_of_sources();

        let cited = |row: &&Statement| row.sources.iter().any(|&source| Some(source) != uncited);
        let year = |row: &&Statement| match row.year {
            _ if !cited(row) => 0,
            0 => row.sources.iter().filter_map(|source| years.get(source)).copied().max().unwrap_or(0),
            year => year,
        };
        let supports =
            |row: &&Statement| sign(&directions, row.direction) == 1 && Some(row.status) != failed && !row.disputed;
        table.year = rows.iter().map(year).collect();
        table.cited = rows.iter().map(|row| u8::from(cited(row))).collect();
        table.supports = rows.iter().map(|row| u8::from(supports(row))).collect();
        table.sign = rows.iter().map(|row| sign(&effects, row.effect)).collect();
        table.direction_sign = rows.iter().map(|row| sign(&directions, row.direction)).collect();

        let mut best_first: Vec<u32> = (0..rows.len() as u32).collect();
        best_first.sort_unstable_by_key(|&statement| {
            let i = statement as usize;
            (table.level[i], 1 - table.cited[i], u8::MAX - table.rating[i], u16::MAX - table.year[i], statement)
        });
        let mut rank = vec![0; rows.len()];
        best_first.iter().enumerate().for_each(|(place, &statement)| rank[statement as usize] = place as u32);
        table.rank = rank.into();
    }

    /// Years of sources, by builder index, where the vocabulary has such a property.
    fn years_of_sources(&self) -> FxHashMap<u32, u16> {
        let vocabulary = &self.builder.vocabulary;
        let property =
            self.builder.kinds_of.source.first().and_then(|&kind| super::property_for(vocabulary, "year", kind));
        let years = self.builder.properties.iter().filter(|(_, id, _)| Some(*id) == property);
        years
            .filter_map(
                |&(source, _, value)| if let PropertyValue::Year(year) = value { Some((source, year)) } else { None },
            )
            .collect()
    }
}

/// The code of a value of a statement property, if the vocabulary has it.
pub(super) fn statement_code(vocabulary: &Vocabulary, property: &str, value: &str) -> Option<u8> {
    let of = &vocabulary.property(vocabulary.statement_property(property)?).of;
    super::build::code_of(of, value).ok()
}

/// Texts that repeat, each kept once.
struct Distinct<'a> {
    all: &'a StringsBuilder,
    numbers: FxHashMap<&'a str, u32>,
    texts: StringsBuilder,
}

fn column_of(rows: &[&Statement], texts: &mut Distinct<'_>, read: impl Fn(&Statement) -> u32) -> Array<u32> {
    let mut number = |text: u32| match text {
        NONE => NONE,
        text => {
            let text = texts.all.get(text as usize);
            *texts.numbers.entry(text).or_insert_with(|| texts.texts.push(text))
        }
    };
    rows.iter().map(|row| number(read(row))).collect()
}

/// Groups statements on one subject (the profile or else the mechanism, whichever face) and one
/// set of therapies.
fn group_subjects(table: &mut StatementTable, graph: &Graph) {
    let face = |entity: Option<u32>| entity.map(|entity| graph.face(super::EntityId(entity)).0);
    let mut numbers: FxHashMap<(Option<u32>, bool, &[u32]), u32> = FxHashMap::default();
    let mut groups = Vec::with_capacity(table.len());
    for statement in table.iter() {
        let subject = face(table.profile(statement)).or(face(table.mechanism(statement)));
        let substitutes = table.therapy_parts(statement).len() > 1;
        let next = numbers.len() as u32;
        groups.push(*numbers.entry((subject, substitutes, table.therapy_members(statement))).or_insert(next));
    }
    let count = numbers.len();
    table.groups =
        group(count, groups.iter().enumerate().map(|(statement, &group)| (group as usize, statement as u32)));
    table.group = groups.into();
}

/// By kind: whether a verb lists it at this end.
pub(super) fn kinds_at(vocabulary: &Vocabulary, relation: RelationId, end: End) -> Vec<bool> {
    let mut allowed = vec![false; vocabulary.kinds.len()];
    for kind in vocabulary.verb(relation).kinds(end) {
        if let Some(slot) = allowed.get_mut(usize::from(kind.0)) {
            *slot = true;
        }
    }
    allowed
}
