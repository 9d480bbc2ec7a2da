//! What an answer speaks of, as a part of the graph.

use super::Engine;
use crate::answer::{Answer, Cell, Column, ColumnType};
use crate::graph::{EntityId, StatementId};
use crate::names::Written;
use crate::subgraph::{GraphPart, Mentioned};

impl Engine {
    /// What an answer speaks of: what the question names and the rows are about, what else stands in
    /// the cells, the facts between these, and the statements behind the rows.
    ///
    /// ```
    /// # let engine = onco::Engine::embedded()?;
    /// let answer = engine.ask("drugs targeting HER2 in gastric", &onco::Settings::default(), &onco::Cancel::new())?;
    /// let picture = engine.part(&answer).picture(onco::Faces::Joined);
    /// assert!(picture.nodes.iter().any(|node| node.name == "trastuzumab"));
    /// assert!(picture.edges.iter().any(|edge| edge.relation == "targets"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn part(&self, answer: &Answer) -> GraphPart<'_> {
        let mut collector = Collector { engine: self, mentioned: Mentioned::default() };
        collector.mentioned.focus.extend(answer.named.iter().filter_map(|named| self.entity_of(&named.id)));
        for row in answer.rows.iter().chain(&answer.contested) {
            let mut is_head = true;
            for (cell, column) in row.cells.iter().zip(&answer.columns) {
                collector.cell(cell, column, is_head);
                is_head = is_head && !matches!(cell, Cell::Entity(_));
            }
        }
        GraphPart::of(&self.graph, collector.mentioned, &answer.reading)
    }

    /// What is called so: one entity, or all that it may mean.
    pub fn named(&self, name: &str) -> Vec<EntityId> {
        let found = self.names.lookup(&self.graph, name).best;
        if !found.is_empty() {
            return found.iter().map(|candidate| candidate.entity).collect();
        }
        match self.names.written(&self.graph, name) {
            Some(Written::Meant { entities, .. } | Written::Ambiguous(entities)) => entities,
            Some(Written::Unlisted(_) | Written::Absent) | None => Vec::new(),
        }
    }

    /// Names that are written nearly so, best first.
    pub fn near(&self, name: &str) -> Vec<String> {
        let suggested = self.names.suggest(&self.graph, name, None, 3);
        suggested.into_iter().map(|suggestion| format!("`{}`", suggestion.text)).collect()
    }

    /// The entity with this identifier.
    pub fn entity_of(&self, id: &str) -> Option<EntityId> {
        let found = self.names.lookup(&self.graph, id);
        let candidates = found.best.iter().chain(&found.others).map(|candidate| candidate.entity);
        candidates.into_iter().find(|&entity| self.graph.id(entity) == id)
    }
}

struct Collector<'e> {
    engine: &'e Engine,
    mentioned: Mentioned,
}

impl Collector<'_> {
    fn cell(&mut self, cell: &Cell, column: &Column, is_head: bool) {
        match cell {
            Cell::Entity(entity) => self.entity(&entity.id, is_head),
            Cell::Entities(entities) => entities.iter().for_each(|entity| self.entity(&entity.id, false)),
            Cell::Texts(ids) if column.of == ColumnType::References => ids.iter().for_each(|id| self.statement(id)),
            Cell::Steps(steps) => {
                for step in steps {
                    self.entity(&step.from.id, false);
                    self.entity(&step.to.id, false);
                    step.statements.iter().for_each(|id| self.statement(id));
                }
            }
            Cell::Missing
            | Cell::Text(_)
            | Cell::Texts(_)
            | Cell::Integer(_)
            | Cell::Decimal(_)
            | Cell::Bool(_)
            | Cell::Tree(_)
            | Cell::Opposite(_) => {}
        }
    }

    fn entity(&mut self, id: &str, is_head: bool) {
        let Some(entity) = self.engine.entity_of(id) else { return };
        match self.engine.graph.statement_of(entity) {
            Some(statement) => self.mentioned.statements.push(statement),
            None if is_head => self.mentioned.focus.push(entity),
            None => self.mentioned.others.push(entity),
        }
    }

    fn statement(&mut self, id: &str) {
        let statement: Option<StatementId> =
            self.engine.entity_of(id).and_then(|entity| self.engine.graph.statement_of(entity));
        self.mentioned.statements.extend(statement);
    }
}
