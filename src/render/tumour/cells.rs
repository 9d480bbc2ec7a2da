//! What a person sees of a row: the same in the table and on the page.

use crate::matching::{PageRow, PageSectionKind};

/// A column for people. A column that is blank in all rows of a section is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ShownCell {
    Tier,
    Therapy,
    Effect,
    Level,
    Finding,
    Cancer,
    Evidence,
}

/// Names of a list that are shown.
const NAMES_SHOWN: usize = 4;

/// In their order.
pub(super) const CELLS: &[ShownCell] = &[
    ShownCell::Tier,
    ShownCell::Therapy,
    ShownCell::Effect,
    ShownCell::Level,
    ShownCell::Finding,
    ShownCell::Cancer,
    ShownCell::Evidence,
];

impl ShownCell {
    pub(super) const fn heading(self) -> &'static str {
        match self {
            ShownCell::Tier => "tier",
            ShownCell::Therapy => "therapy",
            ShownCell::Effect => "effect",
            ShownCell::Level => "level",
            ShownCell::Finding => "finding",
            ShownCell::Cancer => "cancer",
            ShownCell::Evidence => "evidence",
        }
    }

    /// What is in a row of a section.
    pub(super) fn text(self, kind: PageSectionKind, row: &PageRow) -> String {
        let texts = &row.texts;
        match self {
            ShownCell::Tier => texts.tier.clone(),
            ShownCell::Therapy => with(&texts.therapy, "with", &texts.partners.join(", ")),
            // The heading of the section says it.
            ShownCell::Effect if matches!(kind, PageSectionKind::Sensitive | PageSectionKind::Resistant) => {
                String::new()
            }
            ShownCell::Effect => texts.effect.clone(),
            ShownCell::Level => {
                let status = if texts.region.is_empty() {
                    texts.status.clone()
                } else {
                    format!("{} ({})", texts.status, texts.region)
                };
                [texts.level.as_str(), &status].join(" ").trim().to_owned()
            }
            ShownCell::Finding => finding(row),
            ShownCell::Cancer => match texts.cancer_match.as_str() {
                "exact" => String::new(),
                "" | "other indication" => texts.cancer.clone(),
                how => format!("{} ({how})", texts.cancer),
            },
            ShownCell::Evidence => evidence(row),
        }
    }
}

fn with(text: &str, word: &str, more: &str) -> String {
    if more.is_empty() { text.to_owned() } else { format!("{text} {word} {more}") }
}

/// What was found, and how closely the profile names it; the profile where it says something else.
fn finding(row: &PageRow) -> String {
    let texts = &row.texts;
    let plain = texts.profile.replace(" AND ", " and ");
    let is_alternative = !plain.contains(" and ") && plain.split(" OR ").any(|one| one == texts.finding);
    if texts.profile.is_empty() || plain == texts.finding || is_alternative {
        return format!("{} ({})", texts.finding, texts.variant_match);
    }
    format!("{} ({}: {})", texts.finding, texts.variant_match, texts.profile)
}

/// What is said about a row below it: what contradicts it, what it assumes and waits for, and what
/// overcomes a resistance. Empty where there is nothing.
pub(super) fn remarks(kind: PageSectionKind, row: &PageRow) -> String {
    let texts = &row.texts;
    let list = |words: &str, list: &[String]| {
        let more = list.len().saturating_sub(NAMES_SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let shown = list.get(..NAMES_SHOWN.min(list.len())).unwrap_or(list).join(", ");
        if list.is_empty() { String::new() } else { format!("{words} {shown}{more}") }
    };
    // The heading of the section says that there is a conflict.
    let conflict = if kind == PageSectionKind::Conflicting {
        texts.conflict.replace("conflict, ", "").replace("conflict", "")
    } else {
        texts.conflict.clone()
    };
    let own: Vec<String> =
        texts.mechanism.iter().filter(|name| !texts.finding.contains(name.as_str())).cloned().collect();
    let parts = [
        conflict,
        texts.remark.clone(),
        list("assumes no", &texts.assumes),
        list("waits for", &texts.waits_for),
        list("mechanism:", &own),
        list("overcome by", &texts.overcome_by),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// `4+ 1−`, and the first source.
fn evidence(row: &PageRow) -> String {
    let texts = &row.texts;
    let against = if texts.against.is_empty() { String::new() } else { format!(" {}−", texts.against.len()) };
    let source = texts.sources.first().or_else(|| texts.statements.first()).map_or("", String::as_str);
    format!("{}+{against} {source}", texts.statements.len()).trim().to_owned()
}
