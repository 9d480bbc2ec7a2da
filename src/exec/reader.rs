//! Reading edges and statements as a question asks for them: the one place that says which edge
//! counts.

use super::set::{Bits, Set, kind_span};
use crate::graph::{Adjacency, ColumnValue, EntityId, Graph, StatementId};
use crate::query::{
    Domain, EntityField, Evidence, Inclusion, Link, NamedSet, Node, NodeId, PropertyTest, Query, Test, TextComparison,
};
use crate::vocabulary::{CodeSet, End, KindSet, PropertyId, PropertyType, RelationId};
use std::sync::Arc;

/// The edges that a walk may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Those with a supporting statement, and facts.
    Supported,
    /// Contested ones too.
    All,
}

/// The cancers that an `in` names, ready for tests.
#[derive(Clone, Debug, Default)]
pub struct ContextSet {
    /// Every cancer that matches.
    pub bits: Bits,
    /// How each matches, where that is not plain.
    named: Arc<NamedSet>,
    /// The cancers that were named.
    seeds: Vec<u32>,
    /// Those of them to which authority reaches down from above.
    pub(super) reaching: Vec<u32>,
    /// What is above those, and does not match itself.
    pub(super) above: Bits,
}

impl ContextSet {
    /// How a cancer matches.
    pub fn how(&self, cancer: u32) -> Inclusion {
        match self.named.find(cancer) {
            Some(member) => member.how,
            None if self.seeds.contains(&cancer) => Inclusion::Exact,
            None => Inclusion::Subtype,
        }
    }
}

/// Reads a graph for one question.
pub struct Reader<'a> {
    /// The graph.
    pub graph: &'a Graph,
    /// The question.
    pub query: &'a Query,
    /// By node: the cancers it names, where it is a context.
    contexts: Vec<Option<ContextSet>>,
    /// Whether any statement excludes a cancer.
    pub(super) excludes: bool,
}

impl<'a> Reader<'a> {
    /// A reader whose contexts are not prepared yet.
    pub fn new(graph: &'a Graph, query: &'a Query) -> Self {
        let excludes = graph.statements().excludes_cancers();
        Self { graph, query, contexts: vec![None; query.nodes.len()], excludes }
    }

    /// Hands in the cancers of a context.
    pub fn set_context(&mut self, node: NodeId, context: ContextSet) {
        if let Some(place) = self.contexts.get_mut(node.index()) {
            *place = Some(context);
        }
    }

    /// The cancers of a context node: names with what they include, or a set with what is below.
    pub fn context_of(&self, node: &Node, set: Option<&Set>) -> ContextSet {
        let is_below = match &node.domain {
            Domain::Named(members) => return self.context_of_names(node.kinds, members),
            Domain::Below(_) => true,
            Domain::All | Domain::Set(_) | Domain::Same(_) | Domain::Rows => false,
        };
        let mut bits = Bits::over(kind_span(self.graph, node.kinds));
        let seeds = set.cloned().unwrap_or(Set::of_kinds(self.graph, node.kinds)).into_sorted();
        for &entity in &seeds {
            bits.insert(entity);
            let hierarchy = self.graph.hierarchy(self.graph.kind(EntityId(entity)));
            if let (true, Some(hierarchy)) = (is_below, hierarchy) {
                hierarchy.below(entity).iter().for_each(|&lower| {
                    bits.insert(lower);
                });
            }
        }
        let reaching = if is_below { seeds.clone() } else { Vec::new() };
        let above = self.above_of(node.kinds, &reaching, &bits);
        ContextSet { bits, named: Arc::default(), seeds, reaching, above }
    }

    /// The cancers of these kinds that were named.
    pub fn context_of_names(&self, kinds: KindSet, named: &Arc<NamedSet>) -> ContextSet {
        let mut bits = Bits::over(kind_span(self.graph, kinds));
        named.members.iter().for_each(|member| {
            bits.insert(member.entity);
        });
        let seeds = named.seeds.iter().flat_map(|seed| &seed.entities).map(|entity| entity.0).collect();
        let reaching = named.seeds_below_reached();
        let above = self.above_of(kinds, &reaching, &bits);
        ContextSet { bits, named: Arc::clone(named), seeds, reaching, above }
    }

    /// The edges of one relation, found from the end at which the head is.
    pub fn adjacency(&self, (relation, head): (RelationId, End)) -> &'a Adjacency {
        match head {
            End::From => self.graph.forward(relation),
            End::To => self.graph.backward(relation),
        }
    }

    /// The edges of one relation, found from the object.
    pub fn reverse(&self, (relation, head): (RelationId, End)) -> &'a Adjacency {
        self.adjacency((relation, head.other()))
    }

    /// Whether the edges of a link lead to entities of these kinds only.
    pub fn leads_only_to(&self, link: &Link, kinds: KindSet) -> bool {
        let vocabulary = self.graph.vocabulary();
        let mut ends = link.steps.iter().flat_map(|&(relation, head)| vocabulary.verb(relation).kinds(head.other()));
        ends.all(|&kind| kinds.has(kind))
    }

    /// Whether every edge of a link counts: nothing to look at per edge.
    pub fn is_plain(&self, link: &Link) -> bool {
        link.evidence.is_empty() && link.steps.iter().all(|&step| self.adjacency(step).all_statements().is_empty())
    }

    /// Whether edges of a link come from statements.
    pub fn has_statements(&self, link: &Link) -> bool {
        link.steps.iter().any(|&step| !self.adjacency(step).all_statements().is_empty())
    }

    /// Whether an edge with this statement counts; `object` is the far end, one of the link's
    /// objects or above one of them.
    pub fn counts(&self, link: &Link, mode: Mode, statement: Option<u32>, object: u32) -> bool {
        self.leads_to(link, statement, object) && self.is_met(link, mode, statement)
    }

    /// Whether an edge meets what a link asks of its statement, wherever it leads.
    pub fn is_met(&self, link: &Link, mode: Mode, statement: Option<u32>) -> bool {
        let Some(statement) = statement.filter(|&number| number != crate::graph::NONE) else {
            return link.evidence.is_empty();
        };
        let statement = StatementId(statement);
        let may_contest = mode == Mode::All || link.lifted;
        (may_contest || self.graph.statements().supports(statement)) && self.meets(&link.evidence, statement)
    }

    /// Whether a statement excludes every name by which this member was found.
    pub fn is_excluded_from(&self, named: &NamedSet, statement: StatementId, member: u32) -> bool {
        let except = self.graph.statements().except_cancers(statement);
        if except.is_empty() {
            return false;
        }
        let mut ways = named.ways(member).peekable();
        ways.peek().is_some() && ways.all(|(_, seed)| self.excludes_any(except, &seed.entities))
    }

    pub(super) fn excludes_any(&self, except: &[u32], cancers: &[EntityId]) -> bool {
        cancers.iter().any(|cancer| self.is_excluded(except, cancer.0))
    }

    pub(super) fn is_excluded(&self, except: &[u32], cancer: u32) -> bool {
        let hierarchy = self.graph.hierarchy(self.graph.kind(EntityId(cancer)));
        except
            .iter()
            .any(|&upper| upper == cancer || hierarchy.is_some_and(|hierarchy| hierarchy.is_below(cancer, upper)))
    }

    /// Whether one statement meets all conditions.
    pub fn meets(&self, evidence: &Evidence, statement: StatementId) -> bool {
        evidence.contexts.iter().all(|&context| self.cancer_in(statement, context).is_some())
            && evidence.tests.iter().all(|test| self.test_statement(test, statement))
    }

    /// Whether a statement that is asked for itself meets all conditions: with the cancers that it
    /// names, not with those to which it reaches down.
    pub fn is_one_of(&self, evidence: &Evidence, statement: StatementId) -> bool {
        evidence.contexts.iter().all(|&context| self.own_cancer_in(statement, context).is_some())
            && evidence.tests.iter().all(|test| self.test_statement(test, statement))
    }

    /// The cancer of a statement that is the context or below it, and how it matches.
    pub fn own_cancer_in(&self, statement: StatementId, context: NodeId) -> Option<(u32, Inclusion)> {
        self.own_cancer_among(statement, self.contexts.get(context.index())?.as_ref()?)
    }

    /// The cancer of a statement that matches a context best, and how.
    pub fn cancer_in(&self, statement: StatementId, context: NodeId) -> Option<(u32, Inclusion)> {
        self.cancer_among(statement, self.contexts.get(context.index())?.as_ref()?)
    }

    /// The same of a context that is not one of the question.
    pub fn cancer_among(&self, statement: StatementId, context: &ContextSet) -> Option<(u32, Inclusion)> {
        self.own_cancer_among(statement, context).or_else(|| self.cancer_above(statement, context))
    }

    fn own_cancer_among(&self, statement: StatementId, context: &ContextSet) -> Option<(u32, Inclusion)> {
        let statements = self.graph.statements();
        let except = statements.except_cancers(statement);
        let how = |cancer: u32| match except {
            [] => Some(context.how(cancer)),
            _ => self.how_unless_excluded(context, cancer, except),
        };
        let cancers = statements.cancers(statement);
        let matching = cancers.iter().filter(|&&cancer| context.bits.contains(cancer));
        let nearest = matching.filter_map(|&cancer| how(cancer).map(|how| (how, cancer))).min();
        nearest.map(|(how, cancer)| (cancer, how))
    }

    /// How a cancer matches by the names that are not among the exceptions of its statement: each
    /// name is judged alone, so that one which is excluded does not lend its way to another.
    fn how_unless_excluded(&self, context: &ContextSet, cancer: u32, except: &[u32]) -> Option<Inclusion> {
        if !context.named.seeds.is_empty() {
            let ways = context.named.ways(cancer);
            return ways.filter(|(_, seed)| !self.excludes_any(except, &seed.entities)).map(|(how, _)| how).min();
        }
        let hierarchy = self.graph.hierarchy(self.graph.kind(EntityId(cancer)));
        let leads = |seed: u32| seed == cancer || hierarchy.is_some_and(|hierarchy| hierarchy.is_below(cancer, seed));
        let seeds = context.seeds.iter().filter(|&&seed| leads(seed) && !self.is_excluded(except, seed));
        seeds.map(|&seed| if seed == cancer { Inclusion::Exact } else { Inclusion::Subtype }).min()
    }

    /// Whether a statement meets a test on its fields.
    pub fn test_statement(&self, test: &Test, statement: StatementId) -> bool {
        test.evaluate(&|test, _| self.field_meets(test, statement))
    }

    fn field_meets(&self, test: &PropertyTest, statement: StatementId) -> bool {
        let statements = self.graph.statements();
        match test {
            PropertyTest::Code { property, codes } => {
                let Some(field) = self.graph.model().field(*property) else { return false };
                match &self.graph.vocabulary().property(*property).of {
                    PropertyType::Set(_) => codes.meets(statements.bits(statement, field)),
                    PropertyType::Ordered(_)
                    | PropertyType::Enum(_)
                    | PropertyType::Text
                    | PropertyType::Number
                    | PropertyType::Year
                    | PropertyType::Date
                    | PropertyType::Bool
                    | PropertyType::Via { .. } => codes.has(statements.code(statement, field)),
                }
            }
            PropertyTest::Number { property, low, high } => self
                .graph
                .model()
                .field(*property)
                .is_some_and(|field| (*low..=*high).contains(&statements.number(statement, field))),
            PropertyTest::Text { .. } | PropertyTest::Missing(_) => {
                self.property_meets(test, self.graph.statement_entity(statement))
            }
        }
    }

    /// Whether an entity meets a test on its properties.
    pub fn test_entity(&self, test: &Test, entity: EntityId) -> bool {
        test.evaluate(&|test, _| self.property_meets(test, entity))
    }

    fn property_meets(&self, test: &PropertyTest, entity: EntityId) -> bool {
        match test {
            PropertyTest::Code { property, codes } => self.test_code(*property, *codes, entity),
            PropertyTest::Number { property, low, high } => match self.graph.entity_value(entity, *property) {
                ColumnValue::Integer(number) => (*low..=*high).contains(&(number as f64)),
                ColumnValue::Decimal(number) => (*low..=*high).contains(&number),
                ColumnValue::Missing | ColumnValue::Text(_) | ColumnValue::Texts(_) | ColumnValue::Bool(_) => false,
            },
            PropertyTest::Missing(field) => self.texts(field, entity).is_empty(),
            PropertyTest::Text { field, comparison } => {
                self.texts(field, entity).iter().any(|text| compares(&text.to_lowercase(), comparison))
            }
        }
    }

    fn test_code(&self, property: PropertyId, codes: CodeSet, entity: EntityId) -> bool {
        let values = crate::graph::values_of(&self.graph.vocabulary().property(property).of);
        let asked =
            |text: &str| values.iter().position(|value| value == text).is_some_and(|place| codes.has_place(place));
        match self.graph.entity_value(entity, property) {
            ColumnValue::Text(text) => asked(text),
            ColumnValue::Texts(texts) => texts.into_iter().any(asked),
            ColumnValue::Bool(value) => codes.has(u8::from(value)),
            ColumnValue::Missing | ColumnValue::Integer(_) | ColumnValue::Decimal(_) => false,
        }
    }

    /// The values of a field as texts; none where it is missing.
    pub fn texts(&self, field: &EntityField, entity: EntityId) -> Vec<String> {
        match field {
            EntityField::Name => vec![self.graph.name(entity).to_owned()],
            EntityField::Id => vec![self.graph.id(entity).to_owned()],
            EntityField::Kind => vec![self.graph.vocabulary().kind_name(self.graph.kind(entity)).to_owned()],
            EntityField::Property(property) => self.property_texts(*property, entity),
        }
    }

    fn property_texts(&self, property: PropertyId, entity: EntityId) -> Vec<String> {
        if let PropertyType::Via { .. } = self.graph.vocabulary().property(property).of {
            let parents = self.via(property, entity);
            return parents.into_iter().map(|parent| self.graph.name(EntityId(parent)).to_owned()).collect();
        }
        match self.graph.entity_value(entity, property) {
            ColumnValue::Missing => Vec::new(),
            ColumnValue::Text(text) => vec![text.to_owned()],
            ColumnValue::Texts(texts) => texts.into_iter().map(str::to_owned).collect(),
            ColumnValue::Integer(number) => vec![number.to_string()],
            ColumnValue::Decimal(number) => vec![number.to_string()],
            ColumnValue::Bool(value) => vec![if value { "yes" } else { "no" }.to_owned()],
        }
    }

    /// What a `via` property leads to: the direct parents of its kind, of any face of the entity.
    pub fn via(&self, property: PropertyId, entity: EntityId) -> Vec<u32> {
        let PropertyType::Via { relation, kind } = self.graph.vocabulary().property(property).of else {
            return Vec::new();
        };
        let mut parents = Vec::new();
        for &face in self.graph.faces(&entity) {
            let targets = self.graph.forward(relation).targets(face).iter();
            parents.extend(targets.copied().filter(|&parent| self.graph.kind(EntityId(parent)) == kind));
        }
        parents.sort_unstable();
        parents.dedup();
        parents
    }
}

/// Whether a text (in lower case) compares so.
pub fn compares(text: &str, comparison: &TextComparison) -> bool {
    match comparison {
        TextComparison::Among(values) => values.iter().any(|value| value.to_lowercase() == text),
        TextComparison::Contains(part) => text.contains(part.to_lowercase().as_str()),
        TextComparison::StartsWith(start) => text.starts_with(start.to_lowercase().as_str()),
        TextComparison::EndsWith(end) => text.ends_with(end.to_lowercase().as_str()),
        TextComparison::Matches(pattern) => pattern.is_match(text),
        TextComparison::Between(low, high) => {
            low.as_deref().is_none_or(|low| text >= low.to_lowercase().as_str())
                && high.as_deref().is_none_or(|high| text <= high.to_lowercase().as_str())
        }
        TextComparison::Below(high) => text < high.to_lowercase().as_str(),
    }
}
