//! Colours that people who see few colours can tell apart (after Okabe and Ito), and lines for
//! levels.

use crate::model::kind;

/// Fill and border of nodes of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeColour {
    /// Pale, so that black text can be read on it.
    pub(super) fill: &'static str,
    /// Strong.
    pub(super) border: &'static str,
}

const fn colour(fill: &'static str, border: &'static str) -> NodeColour {
    NodeColour { fill, border }
}

/// Kinds with a colour of their own.
const OF_KINDS: &[(&str, NodeColour)] = &[
    (kind::DRUG, colour("#cfe4f2", "#0072b2")),
    (kind::REGIMEN, colour("#cfe4f2", "#0072b2")),
    (kind::STRATEGY, colour("#cfe4f2", "#0072b2")),
    (kind::DRUG_CLASS, colour("#dcecf9", "#56b4e9")),
    (kind::GENE, colour("#cdeae0", "#009e73")),
    (kind::PROTEIN, colour("#cdeae0", "#009e73")),
    (kind::GENE_FAMILY, colour("#cdeae0", "#009e73")),
    (kind::VARIANT, colour("#fae9c6", "#b37a00")),
    (kind::BIOMARKER, colour("#fae9c6", "#b37a00")),
    (kind::PROFILE, colour("#fae9c6", "#b37a00")),
    (kind::MECHANISM, colour("#f4dfeb", "#a8467f")),
    (kind::MECHANISM_KIND, colour("#f4dfeb", "#a8467f")),
    (kind::CANCER, colour("#e6e6e6", "#4d4d4d")),
];

/// For kinds of other graphs, in turn.
const OTHERS: &[NodeColour] = &[
    colour("#dcecf9", "#56b4e9"),
    colour("#f9f6cf", "#8f8500"),
    colour("#f4dfeb", "#a8467f"),
    colour("#cdeae0", "#009e73"),
    colour("#fae9c6", "#b37a00"),
    colour("#cfe4f2", "#0072b2"),
];

/// The colours of a kind: always the same for one name.
pub(super) fn of_kind(name: &str) -> NodeColour {
    let known = OF_KINDS.iter().find(|(known, _)| *known == name).map(|(_, colour)| *colour);
    known.unwrap_or_else(|| OTHERS[name.bytes().map(usize::from).sum::<usize>() % OTHERS.len()])
}

/// What there is only evidence against.
pub(super) const CONTESTED: &str = "#c0392b";
/// Other edges.
pub(super) const EDGE: &str = "#5c6670";

/// Width and dashes of the line of an edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    /// In pixels.
    pub(super) width: f64,
    /// As in SVG; empty: a whole line.
    pub(super) dashes: &'static str,
    /// In the legend.
    pub(super) meaning: &'static str,
}

/// Plain facts.
pub(super) const FACT: Stroke = Stroke { width: 1.2, dashes: "", meaning: "fact" };

/// Lines of levels, best first.
pub(super) const LEVELS: &[(&str, Stroke)] = &[
    ("A", Stroke { width: 3.0, dashes: "", meaning: "level A" }),
    ("B", Stroke { width: 2.0, dashes: "", meaning: "level B" }),
    ("C", Stroke { width: 2.0, dashes: "9 4", meaning: "level C" }),
    ("D", Stroke { width: 2.0, dashes: "5 4", meaning: "level D" }),
    ("E", Stroke { width: 2.0, dashes: "2 4", meaning: "level E" }),
];

/// The line of a level; of a fact where there is none.
pub(super) fn line(level: Option<&str>) -> Stroke {
    LEVELS.iter().find(|(name, _)| Some(*name) == level).map_or(FACT, |(_, line)| *line)
}

/// Shades of levels in a chart, with the colour of the letter on them.
pub(super) const SHADES: &[(&str, &str, &str)] = &[
    ("A", "#08519c", "#ffffff"),
    ("B", "#3182bd", "#ffffff"),
    ("C", "#6baed6", "#000000"),
    ("D", "#bdd7e7", "#000000"),
    ("E", "#eff3ff", "#000000"),
];

/// The shade of a level, with the colour of the letter on it.
pub(super) fn shade(level: &str) -> (&'static str, &'static str) {
    SHADES
        .iter()
        .find(|(name, ..)| *name == level)
        .map_or(("#d9d9d9", "#000000"), |&(_, shade, letter)| (shade, letter))
}
