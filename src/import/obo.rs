//! Ontologies in OBO 1.2 and 1.4: terms of one kind, their synonyms, cross-references and `is a`.
//!
//! The reader is our own: `fastobo` reads both dialects but gives up the whole file at the first
//! line it does not know, says nothing of lines in what it did read, and needs half a second for
//! the Disease Ontology, a tenth of what a whole build may take. Here an odd line is reported and
//! the rest stays.

use super::context::Import;
use super::control::{ImportFailure, ImportOptions};
use super::read::TextFile;
use crate::graph::{EntityRecord, Place};
use crate::model::relation;
use crate::vocabulary::RelationId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A term as the file lists it.
#[derive(Default)]
pub(super) struct Term<'t> {
    /// Where it begins.
    pub(super) line: u32,
    /// Its identifier.
    pub(super) id: &'t str,
    /// Its name; may be empty.
    pub(super) name: Cow<'t, str>,
    /// Synonyms that mean exactly the same.
    pub(super) synonyms: Vec<Cow<'t, str>>,
    /// Identifiers elsewhere.
    pub(super) xrefs: Vec<&'t str>,
    /// Other identifiers of it.
    pub(super) alternatives: Vec<&'t str>,
    /// Terms that it is one of.
    pub(super) parents: Vec<&'t str>,
    /// What it is.
    pub(super) definition: Cow<'t, str>,
    /// Whether it is no longer used.
    pub(super) obsolete: bool,
    /// Terms that it is now.
    pub(super) successors: Vec<&'t str>,
    /// Terms that may be meant instead.
    pub(super) considered: Vec<&'t str>,
}

type SetTag = for<'t> fn(&mut Term<'t>, &'t str);

/// Tags that are used; the number of lines with other tags is reported.
const TAGS: &[(&str, SetTag)] = &[
    ("id", |term, value| term.id = first_word(value)),
    ("name", |term, value| term.name = unescaped(uncommented(value))),
    ("alt_id", |term, value| term.alternatives.push(first_word(value))),
    ("def", |term, value| term.definition = quoted(value).map(|(text, _)| text).unwrap_or_default()),
    (SYNONYM, |term, value| term.synonyms.extend(quoted(value).map(|(text, _)| text))),
    ("exact_synonym", |term, value| term.synonyms.extend(quoted(value).map(|(text, _)| text))),
    ("xref", |term, value| term.xrefs.push(first_word(value))),
    ("is_a", |term, value| term.parents.push(first_word(value))),
    ("is_obsolete", |term, value| term.obsolete = first_word(value) == "true"),
    ("replaced_by", |term, value| term.successors.push(first_word(value))),
    ("consider", |term, value| term.considered.push(first_word(value))),
];

const SYNONYM: &str = "synonym";

/// Names for what is wider, narrower or only related would be wrong names: they are reported as
/// this.
pub(super) const INEXACT_SYNONYM: &str = "synonym that is not EXACT";

/// Whether the value of a synonym means exactly the term.
fn is_exact(value: &str) -> bool {
    quoted(value).is_some_and(|(_, rest)| rest.trim_start().starts_with("EXACT"))
}

/// The identifier at the beginning of a value.
fn first_word(value: &str) -> &str {
    value.split([' ', '\t', '{']).next().unwrap_or("")
}

/// A value without the comment that a `!` begins.
fn uncommented(value: &str) -> &str {
    value.find(" !").and_then(|at| value.get(..at)).unwrap_or(value).trim()
}

/// The text in double quotes at the beginning of a value, and what follows it.
fn quoted(value: &str) -> Option<(Cow<'_, str>, &str)> {
    let inside = value.trim_start().strip_prefix('"')?;
    let mut escaped = false;
    for (at, character) in inside.char_indices() {
        match character {
            '"' if !escaped => return Some((unescaped(inside.get(..at)?), inside.get(at + 1..)?)),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.push(match characters.next() {
                Some('n' | 't' | 'W') | None => ' ',
                Some(other) => other,
            }),
            character => plain.push(character),
        }
    }
    Cow::Owned(plain)
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read; the kind or the root is not known; cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let ontology = Ontology::new(import)?;
    for path in import.files.clone() {
        let text = TextFile::read(import, &path)?;
        let (terms, unused) = terms_of(import, &text)?;
        ontology.add(import, &text, &terms, unused)?;
    }
    Ok(())
}

/// What becomes of the terms of an ontology, in whatever format it is written.
pub(super) struct Ontology {
    kind: String,
    root: Option<String>,
    is_a: RelationId,
}

impl Ontology {
    /// As the options of the present source say.
    ///
    /// # Errors
    /// The vocabulary has no such kind, or no hierarchy.
    pub(super) fn new(import: &Import<'_>) -> Result<Self, ImportFailure> {
        let ImportOptions { kind, root, .. } = import.options.clone();
        let is_a = import.relation(relation::IS_A)?;
        let kind = kind.ok_or_else(|| {
            let vocabulary = import.builder.vocabulary();
            let kinds: Vec<&str> = vocabulary.verb(is_a).to.iter().map(|&kind| vocabulary.kind_name(kind)).collect();
            ImportFailure::whole(format!("an ontology needs the kind of its terms, --kind: {}", kinds.join(", ")))
        })?;
        import.kind(&kind)?;
        Ok(Self { kind, root, is_a })
    }

    /// Adds the terms of a file; tells what of it is not kept.
    ///
    /// # Errors
    /// There is no term that is the root.
    pub(super) fn add(
        &self,
        import: &mut Import<'_>,
        text: &TextFile,
        terms: &[Term<'_>],
        unused: Unused<'_>,
    ) -> Result<(), ImportFailure> {
        for (tag, (count, line)) in unused {
            let message = format!("not kept: `{tag}`, {count} lines from here on");
            import.note(Place { file: text.file, line }, tag, message);
        }
        // What a term is joined to does not depend on its place in the file.
        let mut terms: Vec<&Term<'_>> = terms.iter().collect();
        terms.sort_by_key(|term| (term.id, term.line));
        let wanted =
            wanted(&terms, self.root.as_deref()).map_err(|message| ImportFailure::file(text.name.clone(), message))?;
        let known: FxHashSet<&str> = terms.iter().filter(|term| !term.obsolete).map(|term| term.id).collect();
        let mut outside = 0;
        let mut entities: FxHashMap<&str, u32> = FxHashMap::default();
        for term in terms.iter().filter(|term| wanted.contains(term.id)) {
            let place = Place { file: text.file, line: term.line };
            entities.extend(add_term(import, term, &self.kind, place).map(|entity| (term.id, entity)));
        }
        for term in terms.iter().filter(|term| wanted.contains(term.id)) {
            let place = Place { file: text.file, line: term.line };
            let Some(&from) = entities.get(term.id) else { continue };
            for parent in &term.parents {
                match entities.get(parent) {
                    Some(&to) if to == from => {}
                    Some(&to) => import.builder.add_fact(from, self.is_a, to, &[], place),
                    None if known.contains(parent) => outside += 1,
                    None => import.unusable(place, "is_a", format!("there is no term `{parent}` for `is_a`")),
                }
            }
        }
        if let Some(root) = &self.root {
            let left_out = known.len() - entities.len();
            let message =
                format!("{left_out} terms are not below `{root}` and left out, with {outside} `is_a` to them");
            import.note(Place { file: text.file, line: 0 }, "", message);
        }
        tell_obsolete(import, &terms, &entities, text.file);
        Ok(())
    }
}

/// By tag: how many lines have it, and the first of them.
pub(super) type Unused<'t> = BTreeMap<&'t str, (usize, u32)>;

/// All terms, and their tags that are not used; a line that is not a tag is reported.
fn terms_of<'t>(import: &mut Import<'_>, text: &'t TextFile) -> Result<(Vec<Term<'t>>, Unused<'t>), ImportFailure> {
    let mut terms: Vec<Term<'t>> = Vec::new();
    let mut unused = Unused::new();
    let mut in_term = false;
    let control = import.control;
    let mut lines = text.lines(&control);
    while let Some((line, row)) = lines.next()? {
        let row = row.trim();
        if row.starts_with('[') {
            in_term = row == "[Term]";
            if in_term {
                terms.push(Term { line, ..Term::default() });
            }
            continue;
        }
        let (true, Some(term)) = (in_term, terms.last_mut()) else { continue };
        match row.split_once(':') {
            Some((tag, value)) => {
                let value = value.trim();
                match TAGS.iter().find(|(known, _)| *known == tag) {
                    Some(_) if tag == SYNONYM && !is_exact(value) => {
                        unused.entry(INEXACT_SYNONYM).or_insert((0, line)).0 += 1;
                    }
                    Some((_, set)) => set(term, value),
                    None => unused.entry(tag).or_insert((0, line)).0 += 1,
                }
            }
            None if row.is_empty() || row.starts_with('!') => {}
            None => import.unusable(Place { file: text.file, line }, "", "this line is not a tag with a value"),
        }
    }
    Ok((terms, unused))
}

/// Terms that are not obsolete; with a root only it and what is below it.
fn wanted<'t>(terms: &[&Term<'t>], root: Option<&str>) -> Result<FxHashSet<&'t str>, String> {
    let live = || terms.iter().filter(|term| !term.obsolete);
    let Some(root) = root else { return Ok(live().map(|term| term.id).collect()) };
    let Some(top) = live().find(|term| term.id == root) else { return Err(format!("there is no term `{root}`")) };
    let mut below: FxHashMap<&str, Vec<&'t str>> = FxHashMap::default();
    for term in live() {
        term.parents.iter().for_each(|parent| below.entry(parent).or_default().push(term.id));
    }
    let mut wanted = FxHashSet::from_iter([top.id]);
    let mut open = vec![top.id];
    while let Some(term) = open.pop() {
        let children = below.get(term).into_iter().flatten();
        open.extend(children.copied().filter(|child| wanted.insert(child)));
    }
    Ok(wanted)
}

fn add_term(import: &mut Import<'_>, term: &Term<'_>, kind: &str, place: Place) -> Option<u32> {
    let name = if term.name.is_empty() { term.id } else { &term.name };
    let mut imported_aliases: Vec<&str> = Vec::new();
    for synonym in term.synonyms.iter().map(|synonym| &**synonym) {
        if synonym != name && !synonym.is_empty() && !imported_aliases.contains(&synonym) {
            imported_aliases.push(synonym);
        }
    }
    let references = term.alternatives.iter().chain(&term.xrefs);
    let xrefs: Vec<Cow<'_, str>> = references.map(|id| with_usual_prefix(id)).collect();
    let record = EntityRecord {
        id: term.id,
        kind,
        name,
        imported_aliases,
        xrefs: xrefs.iter().map(|id| &**id).collect(),
        description: &term.definition,
        ..EntityRecord::default()
    };
    import.entity(&record, place)
}

/// `NCI:C4911` is `NCIT:C4911` everywhere else.
fn with_usual_prefix(id: &str) -> Cow<'_, str> {
    match id.strip_prefix("NCI:") {
        Some(local) => Cow::Owned(format!("NCIT:{local}")),
        None => Cow::Borrowed(id),
    }
}

/// The terms that an obsolete term is now: those that replace it, over any number of steps.
fn replacements<'t>(term: &Term<'t>, obsolete: &FxHashMap<&str, &Term<'t>>) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut open: Vec<&'t str> = term.successors.iter().rev().copied().collect();
    while let Some(next) = open.pop() {
        match obsolete.get(next) {
            _ if !seen.insert(next) => {}
            Some(gone) => open.extend(gone.successors.iter().rev()),
            None => found.push(next),
        }
    }
    found
}

/// An obsolete term that one term replaces becomes another identifier of that; all are reported.
fn tell_obsolete(import: &mut Import<'_>, terms: &[&Term<'_>], entities: &FxHashMap<&str, u32>, file: u32) {
    let obsolete: FxHashMap<&str, &Term<'_>> =
        terms.iter().filter(|term| term.obsolete).map(|term| (term.id, *term)).collect();
    for term in terms.iter().filter(|term| term.obsolete) {
        let place = Place { file, line: term.line };
        let replacements = replacements(term, &obsolete);
        let known: Vec<u32> = replacements.iter().filter_map(|id| entities.get(id).copied()).collect();
        let [successor] = known[..] else {
            let message = match (&replacements[..], &term.considered[..]) {
                ([], []) => format!("`{}` is obsolete", term.id),
                ([], considered) => {
                    format!("`{}` is obsolete; its editors suggest `{}`", term.id, considered.join(", "))
                }
                (all, _) if known.is_empty() => {
                    format!("`{}` is obsolete: it is `{}`, which is left out", term.id, all.join(", "))
                }
                (all, _) => format!("`{}` is obsolete and may be several: `{}`", term.id, all.join(", ")),
            };
            import.note(place, "is_obsolete", message);
            continue;
        };
        let (id, name) = (import.builder.id(successor).to_owned(), import.builder.name(successor).to_owned());
        let kind = import.builder.vocabulary().kind_name(import.builder.kind(successor)).to_owned();
        import.note(place, "is_obsolete", format!("`{}` is obsolete: it is `{id}` now", term.id));
        let known = EntityRecord { id: &id, kind: &kind, name: &name, xrefs: vec![term.id], ..EntityRecord::default() };
        import.builder.add_entity(&known, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::GraphBuilder;
    use crate::import::{Control, builtin::builtin_vocabulary};

    const SAMPLE: &str = "format-version: 1.2\n\n[Term]\nid: X:1\nname: cancer\n\n[Term]\nid: X:2\nname: lung \\\"cancer\\\" ! note\n\
        synonym: \"pulmonary \\\"ca\\\"\" EXACT [A:1]\nsynonym: \"chest\" BROAD []\nxref: NCI:C1 {source=\"x\"}\nis_a: X:1 {a=\"b\"} ! cancer\nodd\n\n\
        [Typedef]\nid: part_of\nname: part of\n\n[Term]\nid: X:3\nname: flu\n\n[Term]\nid: X:4\nname: old\nis_obsolete: true\nreplaced_by: X:2\n";

    #[test]
    fn terms_and_odd_lines() {
        let mut import = Import::new(GraphBuilder::new(builtin_vocabulary("oncology").unwrap()), &Control::NONE);
        let text = TextFile::whole(import.builder.file("x.obo"), "x.obo".to_owned(), SAMPLE.to_owned());
        let (terms, unused) = terms_of(&mut import, &text).unwrap();
        assert_eq!(unused.into_iter().collect::<Vec<_>>(), [(INEXACT_SYNONYM, (1, 11))]);
        assert_eq!(
            terms.iter().map(|term| (term.id, &*term.name)).collect::<Vec<_>>(),
            [("X:1", "cancer"), ("X:2", "lung \"cancer\""), ("X:3", "flu"), ("X:4", "old")]
        );
        assert_eq!(
            (&terms[1].synonyms[..], &terms[1].xrefs[..], &terms[1].parents[..]),
            (&[Cow::Borrowed("pulmonary \"ca\"")][..], &["NCI:C1"][..], &["X:1"][..])
        );
        assert_eq!(import.builder.problems().iter().map(|problem| problem.line).collect::<Vec<_>>(), [14]);

        let mut below: Vec<&str> =
            wanted(&terms.iter().collect::<Vec<_>>(), Some("X:1")).unwrap().into_iter().collect();
        below.sort_unstable();
        assert_eq!(below, ["X:1", "X:2"]);
        assert_eq!(wanted(&terms.iter().collect::<Vec<_>>(), None).unwrap().len(), 3);
        assert_eq!(wanted(&terms.iter().collect::<Vec<_>>(), Some("X:9")), Err("there is no term `X:9`".to_owned()));
    }
}
