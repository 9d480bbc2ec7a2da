//! SIF, the simple interaction format: `node relation node …`, without any list of nodes.
//!
//! The fields of a line are separated by tabs, or by blanks where a line has no tab. What a node is
//! the format does not say: an identifier such as `Gene::2064` does, else the user.

use super::context::Import;
use super::control::{ImportFailure, ImportOptions};
use super::drawing::{self, Drawing, DrawnEdge, DrawnNode, files_in};
use super::read::Pieces;
use crate::graph::Place;
use crate::vocabulary::Vocabulary;
use std::path::PathBuf;

/// Names of files.
pub const PATTERNS: &[&str] = &["*.sif*"];

/// Names of the middle column in files that have a header.
const HEADERS: &[&str] = &["metaedge", "interaction", "interaction_type", "relation"];

/// For the table of importers.
pub(super) fn vocabulary(paths: &[PathBuf], options: &ImportOptions) -> Result<Vocabulary, ImportFailure> {
    drawing::vocabulary(draw, paths, options)
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    drawing::read(import, draw)
}

fn draw(import: &mut Import<'_>, paths: &[PathBuf], _: &ImportOptions) -> Result<Drawing, ImportFailure> {
    let mut drawing = Drawing::of_edges();
    for path in files_in(paths, |name| name.contains(".sif"))? {
        let mut pieces = Pieces::open(import, &path)?;
        while let Some(piece) = pieces.next(import)? {
            let control = import.control;
            let mut lines = piece.lines(&control);
            while let Some((number, line)) = lines.next()? {
                let place = Place { file: piece.file, line: number };
                let fields: Vec<&str> = match line.contains('\t') {
                    true => line.split('\t').map(str::trim).collect(),
                    false => line.split_whitespace().collect(),
                };
                if number == 1 && fields.get(1).is_some_and(|name| HEADERS.contains(&&*name.to_ascii_lowercase())) {
                    continue;
                }
                match fields[..] {
                    [node] => {
                        let key = drawing.key(node);
                        list(&mut drawing, node, key, place);
                    }
                    [from, relation, ref goals @ ..] if !goals.is_empty() && !from.is_empty() => {
                        interactions(&mut drawing, from, relation, goals, place);
                    }
                    _ => import.unusable(place, "", "this is neither a node nor `node relation node`"),
                }
            }
        }
    }
    Ok(drawing)
}

fn interactions(drawing: &mut Drawing, from: &str, relation: &str, goals: &[&str], place: Place) {
    let relation = Some(drawing.key(relation));
    let key = drawing.key(from);
    list(drawing, from, key, place);
    for goal in goals.iter().filter(|goal| !goal.is_empty()) {
        let to = drawing.key(goal);
        list(drawing, goal, to, place);
        let mut edge = DrawnEdge::new(place, key, to);
        edge.relation = relation;
        drawing.edges.push(edge);
    }
}

/// Lists a node whose identifier says what it is, where it is not listed.
fn list(drawing: &mut Drawing, id: &str, key: u32, place: Place) {
    if drawing.is_listed(key) {
        return;
    }
    let mut node = DrawnNode::new(place, key);
    node.kinds.extend(id.split_once("::").map(|(kind, _)| kind.to_owned()));
    drawing.list(node);
}
