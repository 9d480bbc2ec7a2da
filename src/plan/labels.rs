//! Labels used again: where the walk must come back to the same entity.

use crate::query::{Condition, Domain, NodeId, Query, Requirement, SetNode};

/// What each node has to do with labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    /// Nodes at or above a use of a label. Empty where the question has none.
    correlated: Vec<bool>,
    used: Vec<NodeId>,
    /// Where the parts meet that set a label and use it.
    free: Vec<(NodeId, Vec<NodeId>)>,
}

impl Labels {
    pub(super) fn of(query: &Query) -> Self {
        let uses: Vec<(NodeId, NodeId)> = query
            .nodes
            .iter()
            .enumerate()
            .filter_map(|(i, node)| match node.domain {
                Domain::Same(label) => Some((NodeId(i as u32), label)),
                Domain::All | Domain::Named(_) | Domain::Set(_) | Domain::Below(_) | Domain::Rows => None,
            })
            .collect();
        if uses.is_empty() {
            return Self::default();
        }
        let parents = parents(query);
        let mut labels = Self { correlated: vec![false; query.nodes.len()], used: Vec::new(), free: Vec::new() };
        for (place, label) in uses {
            let above = path(&parents, place);
            for node in &above {
                labels.correlated[node.0 as usize] = true;
            }
            if !labels.used.contains(&label) {
                labels.used.push(label);
            }
            if !above.contains(&label) {
                let own = path(&parents, label);
                if let Some(meeting) = own.iter().find(|node| above.contains(node)) {
                    match labels.free.iter_mut().find(|(node, _)| node == meeting) {
                        Some((_, list)) if list.contains(&label) => {}
                        Some((_, list)) => list.push(label),
                        None => labels.free.push((*meeting, vec![label])),
                    }
                }
            }
        }
        labels
    }

    pub(super) fn is_correlated(&self, node: NodeId) -> bool {
        self.correlated.get(node.0 as usize).copied().unwrap_or(false)
    }

    pub(super) fn is_used(&self, node: NodeId) -> bool {
        self.used.contains(&node)
    }

    pub(super) fn free(&self, node: NodeId) -> &[NodeId] {
        self.free.iter().find(|(other, _)| *other == node).map_or(&[], |(_, labels)| labels)
    }
}

/// From a node up to the head of its phrase, itself first.
fn path(parents: &[Option<NodeId>], node: NodeId) -> Vec<NodeId> {
    let mut path = vec![node];
    while let Some(parent) = path.last().and_then(|last| parents[last.0 as usize]) {
        if path.contains(&parent) {
            break;
        }
        path.push(parent);
    }
    path
}

/// The node of which each node is said.
fn parents(query: &Query) -> Vec<Option<NodeId>> {
    let mut parents = vec![None; query.nodes.len()];
    for (i, node) in query.nodes.iter().enumerate() {
        let owner = NodeId(i as u32);
        objects(query, &node.condition, &mut |object| parents[object.0 as usize] = Some(owner));
        if let Domain::Set(set) | Domain::Below(set) = node.domain
            && let SetNode::Phrase(inner) = query.set(set)
        {
            parents[inner.0 as usize] = Some(owner);
        }
    }
    parents
}

fn objects(query: &Query, condition: &Condition, visit: &mut impl FnMut(NodeId)) {
    condition.for_each(&mut |leaf| {
        if let Requirement::Link(link) = leaf {
            visit(query.link(*link).object);
        }
    });
}
