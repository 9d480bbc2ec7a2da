//! What may be typed at a place: words of the language, names, variables, commands of the prompt.

use super::commands::{COMMANDS, WORDS};
use super::shared::Shared;

/// One thing that may be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Suggested {
    /// What takes the place of what is typed.
    pub(super) text: String,
    /// What it is: a noun, a verb, the kind of a name.
    pub(super) label: String,
    /// It begins only nearly as what is typed.
    pub(super) near: bool,
}

/// What may be typed at a place of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Suggestions {
    /// Where the text begins that an offer replaces, in bytes.
    pub(super) start: usize,
    /// Best first.
    pub(super) list: Vec<Suggested>,
}

impl Suggestions {
    /// Those that begin as what is typed.
    pub(super) fn exact(&self) -> impl Iterator<Item = &Suggested> {
        self.list.iter().filter(|offer| !offer.near)
    }

    /// The one that begins so, if it is the only one.
    pub(super) fn only(&self) -> Option<&Suggested> {
        let mut exact = self.exact();
        exact.next().filter(|_| exact.next().is_none())
    }

    /// What all that begin so have in common, where it is more than what is typed.
    pub(super) fn common(&self, typed: &str) -> Option<&str> {
        let mut exact = self.exact();
        let first = exact.next()?.text.as_str();
        let length = exact.fold(first.len(), |length, offer| {
            let same = first.char_indices().zip(offer.text.chars()).take_while(|((_, one), other)| one == other);
            same.last().map_or(0, |((at, letter), _)| at + letter.len_utf8()).min(length)
        });
        let begins_so = first.get(..typed.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(typed));
        first.get(..length).filter(|common| common.len() > typed.len() && begins_so)
    }
}

/// What may be typed at byte `position` of `line`.
pub(super) fn offers(line: &str, position: usize, shared: &Shared) -> Suggestions {
    let before = line.get(..position).unwrap_or(line);
    if before.starts_with('.') {
        return of_commands(before);
    }
    if let Some(found) = of_variables(before, shared) {
        return found;
    }
    if let Some(found) = behind_again(before, shared) {
        return found;
    }
    let engine = std::sync::Arc::clone(&shared.lock().engine);
    let completions = engine.complete(before, before.len());
    let list = completions.items.into_iter().map(|item| {
        // Of a name its kind says more than that it is one.
        let label = if item.kind == "name" { item.detail } else { item.kind };
        Suggested { text: item.text, label, near: item.near }
    });
    let mut found = Suggestions { start: completions.start, list: list.collect() };
    if found.start == 0 && !before.is_empty() {
        let words = WORDS.iter().filter(|(word, _)| word.starts_with(before));
        found.list.extend(words.map(|(word, _)| offer(word, "prompt")));
        found.list.sort_by_key(|offer| offer.near);
    }
    found
}

fn offer(text: &str, label: &str) -> Suggested {
    Suggested { text: text.to_owned(), label: label.to_owned(), near: false }
}

/// Commands, or what may follow one.
fn of_commands(before: &str) -> Suggestions {
    let start = before.rfind(' ').map_or(0, |space| space + 1);
    let begun = &before[start..];
    let fits = |text: &&str| text.starts_with(begun);
    let list = match before.split_once(' ') {
        None => COMMANDS.iter().map(|command| command.name).filter(fits).map(|name| offer(name, "")).collect(),
        Some((name, _)) => {
            let values = COMMANDS.iter().find(|command| command.name == name).map(|command| (command.values)());
            values.unwrap_or_default().into_iter().filter(fits).map(|value| offer(value, "")).collect()
        }
    };
    Suggestions { start, list }
}

/// Names that were set, where a `$` begins the word.
fn of_variables(before: &str, shared: &Shared) -> Option<Suggestions> {
    let start = before.rfind(|c: char| c.is_whitespace() || "(),|=".contains(c)).map_or(0, |at| at + 1);
    let begun = before.get(start..)?.strip_prefix('$')?;
    let known = shared.lock();
    let fitting = known.variables.iter().filter(|name| name.starts_with(begun));
    Some(Suggestions { start, list: fitting.map(|name| offer(&format!("${name}"), "variable")).collect() })
}

/// What may follow `again`: what may follow the last question.
fn behind_again(before: &str, shared: &Shared) -> Option<Suggestions> {
    let rest = before.strip_prefix("again")?;
    let last = shared.lock().last.clone();
    if !rest.trim_start().starts_with('|') {
        return None;
    }
    if last.is_empty() {
        return Some(Suggestions::default());
    }
    let whole = format!("{last} {}", rest.trim_start());
    let added = whole.len() - before.len();
    let engine = std::sync::Arc::clone(&shared.lock().engine);
    let found = engine.complete(&whole, whole.len());
    let list = found.items.into_iter().map(|item| Suggested { text: item.text, label: item.kind, near: item.near });
    Some(Suggestions { start: found.start.saturating_sub(added), list: list.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;
    use std::path::Path;
    use std::sync::Arc;

    fn shared() -> Shared {
        Shared::new(Arc::new(Engine::open(Path::new("mini")).unwrap()))
    }

    fn texts(line: &str, shared: &Shared) -> Vec<String> {
        offers(line, line.len(), shared).list.into_iter().map(|offer| offer.text).collect()
    }

    #[test]
    fn commands_and_their_values_are_offered() {
        let shared = shared();
        assert_eq!(texts(".f", &shared), [".format"]);
        assert_eq!(texts(".format jsonl", &shared), ["jsonl"]);
        assert_eq!(texts(".timer ", &shared), ["on", "off"]);
        assert!(texts(".nothing ", &shared).is_empty());
        assert_eq!(offers(".format j", 9, &shared).start, 8);
    }

    #[test]
    fn variables_and_stages_of_the_last_answer_are_offered() {
        let shared = shared();
        assert!(texts("again | ", &shared).is_empty());
        {
            let mut known = shared.lock();
            known.variables = vec!["egfr".to_owned(), "her2".to_owned()];
            known.last = "drugs targeting MET".to_owned();
        }
        assert_eq!(texts("$", &shared), ["$egfr", "$her2"]);
        assert_eq!(texts("($h", &shared), ["$her2"]);
        let found = offers("again | cou", 11, &shared);
        assert_eq!((found.start, found.list[0].text.as_str()), (8, "count"));
        assert!(texts("ag", &shared).contains(&"again".to_owned()));
    }

    #[test]
    fn what_all_offers_share_is_inserted_first() {
        let offers =
            |texts: &[&str]| Suggestions { start: 0, list: texts.iter().map(|text| offer(text, "")).collect() };
        assert_eq!(offers(&["targeting", "targets"]).common("ta"), Some("target"));
        assert_eq!(offers(&["targeting", "targets"]).common("target"), None);
        assert_eq!(offers(&["HER2", "HER3"]).common("he"), Some("HER"));
        assert_eq!(offers(&["PD-1", "PD-L1"]).common("pd1"), None);
        assert_eq!(offers(&["drugs", "genes"]).common(""), None);
        assert_eq!(offers(&[]).common(""), None);
    }
}
