//! Colours of cells. Every colour repeats what a letter, word or sign says, so that nothing is lost
//! without it, and none is red beside green alone.

use super::compact::ColumnRole;
use super::style::{BOLD, DIM};
use crate::model::{effect, status};
use anstyle::{AnsiColor, Style};

const BEST: Style = AnsiColor::Green.on_default().bold();
const GOOD: Style = AnsiColor::Cyan.on_default();
const AGAINST: Style = AnsiColor::Red.on_default();
const MIXED: Style = AnsiColor::Yellow.on_default();
const PLAIN: Style = Style::new();

/// The colour of a cell in a column of a role.
pub(super) fn of(role: ColumnRole, text: &str) -> Style {
    match role {
        ColumnRole::Level => level(text),
        ColumnRole::Effect => self::effect(text),
        ColumnRole::Evidence if text.starts_with("0+") => AGAINST,
        ColumnRole::Evidence if text.contains(['−', '↔', '!']) => MIXED,
        ColumnRole::References | ColumnRole::Detail => DIM,
        ColumnRole::Head => BOLD,
        ColumnRole::Evidence | ColumnRole::Finding | ColumnRole::Place | ColumnRole::Other => PLAIN,
    }
}

/// `A approved US 2025`: what failed or was withdrawn is no good news at any level.
pub(super) fn level(text: &str) -> Style {
    let mut words = text.split(' ');
    let letter = words.next().unwrap_or("");
    if words.any(|word| [status::FAILED, status::WITHDRAWN].contains(&word)) {
        return AGAINST;
    }
    match letter {
        "A" => BEST,
        "B" => GOOD,
        "D" | "E" => DIM,
        _ => PLAIN,
    }
}

/// What helps a therapy, and what harms it.
fn effect(text: &str) -> Style {
    let is = |value: &str| text == value || (text.len() == 1 && value[..1].eq_ignore_ascii_case(text));
    if [effect::SENSITIVITY, effect::TREATS, effect::OVERCOMES].into_iter().any(is) {
        return GOOD;
    }
    if [effect::RESISTANCE, effect::REDUCED_SENSITIVITY, effect::ADVERSE_RESPONSE].into_iter().any(is) {
        return AGAINST;
    }
    PLAIN
}
