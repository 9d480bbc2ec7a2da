//! Pictures of answers: the graph that an answer speaks of, and charts of its levels, numbers and
//! dates. Every colour repeats what a word, letter, shape of line or sign says.

pub(super) mod charts;
mod drawing;
mod html;
mod layout;
mod palette;
mod png;
mod programs;
mod svg;

pub(super) use charts::{BARS, MATRIX, TIMELINE};
pub(super) use html::FORMAT as HTML;
pub(super) use png::FORMAT as PNG;
pub(super) use programs::{CYTOSCAPE, DOT, GRAPHML};
pub(super) use svg::FORMAT as SVG;
