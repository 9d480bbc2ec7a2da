//! The nearest word to a misspelled one.

/// The candidate that a misspelled word most likely means: the shortest that begins so, or else the
/// first of the nearest, with few letters inserted, left out, changed or swapped.
pub fn suggest_word<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    if length > LENGTH_MAX {
        return None;
    }
    let allowed = allowed_distance(length);
    let mut best: Option<(usize, &str)> = None;
    let mut longer: Option<&str> = None;
    for candidate in candidates {
        if length >= PREFIX_MIN && candidate.len() > word.len() && candidate.to_lowercase().starts_with(&word) {
            longer = longer.filter(|other| other.len() <= candidate.len()).or(Some(candidate));
        }
        let near_enough = best.map_or(allowed + 1, |(distance, _)| distance);
        if candidate.chars().count().abs_diff(length) >= near_enough {
            continue;
        }
        let distance = strsim::osa_distance(&word, &candidate.to_lowercase());
        if distance > 0 && distance < near_enough {
            best = Some((distance, candidate));
        }
    }
    longer.or(best.map(|(_, candidate)| candidate)).map(str::to_owned)
}

/// Letters from which a beginning is a better sign than near letters.
const PREFIX_MIN: usize = 4;

/// Longer words are not corrected: no word of a language is, and edit distance is quadratic.
const LENGTH_MAX: usize = 64;

/// How many edits still make a likely misspelling of a word with this many letters.
pub(crate) fn allowed_distance(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=4 => 1,
        5..=11 => 2,
        _ => 3,
    }
}

/// How many edits of what is typed of a word are taken for slips: with few letters, each could be the
/// beginning of another word.
pub(crate) fn slips_allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: Option<&str>) {
        let words = ["targeting", "treating", "drugs", "genes", "gene family"];
        assert_eq!(suggest_word(word, words.into_iter()).as_deref(), expected, "{word}");
    }

    #[test]
    fn nearest_word() {
        check("targetting", Some("targeting"));
        check("Traeting", Some("treating"));
        check("durgs", Some("drugs"));
        check("gene fam", Some("gene family"));
        check("targ", Some("targeting"));
        check("tre", None);
        check("genes", None);
        check("gene familly", Some("gene family"));
        check("elephant", None);
        check("", None);
        check(&"x".repeat(100_000), None);
    }
}
