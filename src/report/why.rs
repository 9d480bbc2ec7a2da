//! `why X in QUERY` and `why not`: condition by condition, down to statements and sources.

use super::evidence_lines::{EvidenceLines, leaf};
use crate::answer::Tree;
use crate::exec::Mode;
use crate::exec::result::{Table, Value};
use crate::exec::rows::RowWork;
use crate::exec::{Run, Stop};
use crate::graph::{EntityId, NONE, StatementId};
use crate::model::SourceKind;
use crate::query::{Condition, Domain, Inclusion, Link, LinkId, Member, NodeId, Requirement, SetId, SetNode};
use crate::words::{ConditionWords, Parts};

/// How many statements a reason lists.
const STATEMENTS_SHOWN: usize = 20;

/// The reasons why an entity is a row of a set, or is not: one row per condition.
///
/// # Errors
/// When the budget is used up.
pub fn why(run: &Run<'_>, set: SetId, entities: &[EntityId], negated: bool) -> Result<Table, Stop> {
    let mut table = Table::of(SourceKind::Why, Vec::new());
    let why = Explainer { run, lines: EvidenceLines { run } };
    let Some(&entity) = entities.first() else { return Ok(table) };
    for tree in why.set(set, entity.0, negated)? {
        table.rows.push(vec![Value::Text(tree.text.clone()), Value::Tree(Box::new(tree))]);
    }
    Ok(table)
}

struct Explainer<'e, 'a> {
    run: &'e Run<'a>,
    lines: EvidenceLines<'e, 'a>,
}

impl Explainer<'_, '_> {
    fn set(&self, set: SetId, entity: u32, negated: bool) -> Result<Vec<Tree>, Stop> {
        let both = |left: SetId, right: SetId, word: &str| -> Result<Vec<Tree>, Stop> {
            let mut trees = vec![leaf(format!("{word}: the first set"), self.set(left, entity, negated)?)];
            trees.push(leaf(format!("{word}: the second set"), self.set(right, entity, negated)?));
            Ok(trees)
        };
        match self.run.query.set(set) {
            SetNode::Phrase(node) => self.phrase(set, *node, entity, negated),
            SetNode::Union(left, right) => both(*left, *right, "in one or the other"),
            SetNode::Except(left, right) => both(*left, *right, "in the first and not in the second"),
            SetNode::Intersect(left, right) => both(*left, *right, "in both"),
            SetNode::Staged(inner, _) => self.set(*inner, entity, negated),
            SetNode::Neighbours(..) => {
                let found = self.run.set(set, Mode::Supported)?.contains(entity);
                Ok(vec![leaf(
                    format!("{} {} among the neighbours", self.lines.name(entity), if found { "is" } else { "is not" }),
                    Vec::new(),
                )])
            }
        }
    }

    fn phrase(&self, set: SetId, node: NodeId, entity: u32, negated: bool) -> Result<Vec<Tree>, Stop> {
        let supported = self.run.set(set, Mode::Supported)?.contains(entity);
        let contested = !supported && self.run.set(set, Mode::All)?.contains(entity);
        let name = self.lines.name(entity);
        let verdict = match (supported, contested) {
            (true, _) => format!("{name} is a row"),
            (false, true) => {
                format!("{name} is contested: only evidence against it, failed or disputed, meets the question")
            }
            (false, false) => format!("{name} is not a row"),
        };
        let mut trees = vec![leaf(verdict, Vec::new())];
        let row = self.run.query.node(node);
        let kind = self.run.graph.kind(EntityId(entity));
        if !self.run.plan.kinds(node).has(kind) {
            let vocabulary = self.run.graph.vocabulary();
            trees.push(leaf(
                format!(
                    "it is a {}, and the question asks for a {}",
                    vocabulary.kind_name(kind),
                    self.run.query.heading(vocabulary, node)
                ),
                Vec::new(),
            ));
            return Ok(trees);
        }
        let parts = row.condition.conjuncts();
        for part in parts {
            let tree = self.part(node, part, entity)?;
            // `why not` asks for what removed it.
            if !negated || !tree.0 || supported {
                trees.push(tree.1);
            }
        }
        if supported {
            trees.extend(self.row_reasons(node, entity)?);
        }
        Ok(trees)
    }

    /// What the row's own numbers rest on.
    fn row_reasons(&self, node: NodeId, entity: u32) -> Result<Vec<Tree>, Stop> {
        let work = RowWork::new(self.run, node)?;
        let evidence = work.evidence(entity, false, &[])?;
        let mut trees = Vec::new();
        if let Some(best) = evidence.best {
            trees.push(leaf(
                "the row's level, cancer and profile are those of its best statement".to_owned(),
                vec![self.lines.statement(best, None)],
            ));
        }
        if !evidence.opposite.is_empty() {
            let children = evidence.opposite.iter().map(|&statement| self.lines.statement(statement, None)).collect();
            trees.push(leaf("statements that say the opposite".to_owned(), children));
        }
        Ok(trees)
    }

    /// Whether a condition holds, and why.
    fn part(&self, node: NodeId, condition: &Condition, entity: u32) -> Result<(bool, Tree), Stop> {
        let reader = &self.run.reader;
        let wording = ConditionWords { vocabulary: reader.graph.vocabulary() };
        let say = |holds: bool, text: &str| format!("{} {text}", if holds { "yes:" } else { "no:" });
        match condition {
            Condition::And(parts) if parts.is_empty() => Ok((true, Tree::default())),
            Condition::And(parts) | Condition::Or(parts) => {
                let mut children = Vec::new();
                let mut all = Vec::new();
                for part in parts {
                    let (holds, tree) = self.part(node, part, entity)?;
                    all.push(holds);
                    children.push(tree);
                }
                let is_and = matches!(condition, Condition::And(_));
                let holds = if is_and { all.iter().all(|&holds| holds) } else { all.iter().any(|&holds| holds) };
                Ok((holds, leaf(say(holds, if is_and { "all of" } else { "one of" }), children)))
            }
            Condition::Not(inner) => {
                let (found, tree) = self.part(node, inner, entity)?;
                let text = if found {
                    "excluded, because this is stated"
                } else {
                    "this graph has no evidence for what is excluded"
                };
                Ok((!found, leaf(say(!found, text), vec![tree])))
            }
            Condition::Leaf(Requirement::Property(test)) => {
                let holds = reader.test_entity(test, EntityId(entity));
                Ok((holds, leaf(say(holds, &format!("where {}", wording.test(test))), Vec::new())))
            }
            Condition::Leaf(Requirement::Evidence(evidence)) => {
                let statement = reader.graph.statement_of(EntityId(entity));
                let holds = statement.is_some_and(|statement| reader.is_one_of(evidence, statement));
                Ok((holds, leaf(say(holds, &self.parts().evidence(evidence)), Vec::new())))
            }
            Condition::Leaf(Requirement::Link(id)) => self.link(node, *id, entity),
        }
    }

    fn link(&self, node: NodeId, id: LinkId, entity: u32) -> Result<(bool, Tree), Stop> {
        let link = self.run.query.link(id);
        let condition = Condition::Leaf(Requirement::Link(id));
        let holds = self.run.meets(node, &condition, entity, Mode::Supported)?;
        let mut children = Vec::new();
        let objects = self.run.object_set(id)?;
        let work = RowWork::new(self.run, node)?;
        let subject = self.run.query.node(node);
        let heads = work.heads_of(link, &EntityId(entity)).into_owned();
        let starts = heads.into_iter().flat_map(|head| self.run.reader.starts(subject, link, head));
        for (head, upper) in starts {
            for &step in &link.steps {
                let adjacency = self.run.reader.adjacency(step);
                for edge in adjacency.range(head) {
                    let object = adjacency.all_targets()[edge];
                    let is_object = objects.as_ref().is_none_or(|objects| objects.contains(object));
                    let statement = adjacency.statement_at(edge).filter(|&number| number != NONE);
                    match statement {
                        // Statements elsewhere are worth telling only where this condition failed
                        // because of its place.
                        Some(statement) if !self.run.reader.starts_for(subject, (head, upper), Some(statement)) => {}
                        Some(statement) if is_object || self.is_elsewhere(link) => {
                            let verdict = self.verdict(link, StatementId(statement), object, is_object);
                            if let Some(verdict) = verdict.filter(|verdict| is_object || !verdict.is_empty()) {
                                let mut tree = self.lines.statement(StatementId(statement), Some(&verdict));
                                if verdict.is_empty() {
                                    tree.text.push_str(&self.step(link, StatementId(statement), object, (head, upper)));
                                }
                                push_once(&mut children, tree);
                            }
                        }
                        None if is_object => {
                            let fact = adjacency.fact_at(edge).filter(|&number| number != NONE);
                            push_once(&mut children, self.lines.fact(link, step, (head, object), fact));
                        }
                        Some(_) | None => {}
                    }
                    self.run.budget.spend(1)?;
                }
            }
        }
        let hidden = children.len().saturating_sub(STATEMENTS_SHOWN);
        children.truncate(STATEMENTS_SHOWN);
        if hidden > 0 {
            children.push(leaf(format!("and {hidden} more"), Vec::new()));
        }
        if children.is_empty() {
            children.push(leaf("nothing is stated".to_owned(), Vec::new()));
        }
        let text = format!("{} {}", if holds { "yes:" } else { "no:" }, self.parts().link(link));
        Ok((holds, leaf(text, children)))
    }

    /// Whether a link leads to a cancer, so that statements on other cancers explain its failure.
    fn is_elsewhere(&self, link: &Link) -> bool {
        link.is_context
    }

    /// What is wrong with a statement for this link; an empty text where nothing is, `None` to
    /// leave it out.
    fn verdict(&self, link: &Link, statement: StatementId, object: u32, is_object: bool) -> Option<String> {
        let reader = &self.run.reader;
        let graph = reader.graph;
        let wording = ConditionWords { vocabulary: graph.vocabulary() };
        let mut reasons = Vec::new();
        if !is_object {
            return None;
        }
        if !graph.statements().supports(statement) && !link.lifted {
            reasons.push(self.lines.stance(statement));
        }
        for &context in &link.evidence.contexts {
            if reader.cancer_in(statement, context).is_none() {
                reasons.push("another cancer".to_owned());
            }
        }
        for test in &link.evidence.tests {
            if !reader.test_statement(test, statement) {
                reasons.push(format!("fails `{}`", wording.test(test)));
            }
        }
        if reasons.is_empty() && !reader.counts(link, Mode::All, Some(statement.0), object) {
            let is_above = reader.is_above(self.run.query.node(link.object), object);
            let has_authority = graph.has_authority(statement);
            reasons.push(match (is_above, has_authority) {
                (true, false) => {
                    format!("stated for {}, and not of a level that reaches down", self.lines.name(object))
                }
                (true, true) | (false, _) => "excludes this".to_owned(),
            });
        }
        Some(reasons.join("; "))
    }

    /// By which step a statement reaches what was named: ` — broader: stated for NSCLC`.
    fn step(&self, link: &Link, statement: StatementId, object: u32, (head, upper): (u32, Option<&Member>)) -> String {
        let reader = &self.run.reader;
        let mut steps: Vec<(Inclusion, &str)> = Vec::new();
        let contexts = link.evidence.contexts.iter().filter_map(|&context| reader.cancer_in(statement, context));
        steps.extend(contexts.map(|(cancer, how)| (how, self.lines.name(cancer))));
        if let Domain::Named(named) = &self.run.query.node(link.object).domain {
            steps.extend(reader.how(named, statement, object).map(|how| (how, self.lines.name(object))));
        }
        steps.extend(upper.map(|upper| (upper.how, self.lines.name(head))));
        steps.retain(|(how, _)| how.is_above());
        let steps: Vec<String> =
            steps.into_iter().map(|(how, name)| format!("{}: stated for {name}", how.as_str())).collect();
        let conditional = reader.finding(link, statement, object) == Some(Inclusion::Conditional);
        let conditional = conditional.then(|| "conditional: only without what its profile excludes".to_owned());
        let told: Vec<String> = steps.into_iter().chain(conditional).collect();
        if told.is_empty() { String::new() } else { format!(" — {}", told.join("; ")) }
    }

    fn parts(&self) -> Parts<'_> {
        Parts { query: self.run.query, graph: self.run.graph }
    }
}

fn push_once(list: &mut Vec<Tree>, tree: Tree) {
    if !list.contains(&tree) {
        list.push(tree);
    }
}
