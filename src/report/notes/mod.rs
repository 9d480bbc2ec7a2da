//! What the reader should know besides the rows: what names included, what is stated elsewhere,
//! what was kept apart, and what emptied an answer.
//!
//! Notes use the run that found the rows. A note first asks whether it can have anything to
//! say (are there terms above, statements on a class, on a regimen?), and only then asks a changed
//! question. What is true in other cancers is read off one relaxed question, without its `in`.

mod changed;
mod classes;
mod combinations;
mod conditions;
mod contested;
mod contexts;
mod emptied;
mod families;
mod findings;
mod mechanisms;
mod opposite;
mod relaxed;
mod rest;
mod scope;
mod withdrawn;
mod work;

use crate::answer::Note;
use crate::exec::result::{SetRow, SetRows};
use crate::exec::{Run, Stop};
use crate::graph::StatementId;
use crate::query::{SetId, SetNode};
pub use conditions::conditions;
pub use withdrawn::withdrawn;
use work::NoteWork;

/// The notes of a set with these rows.
///
/// # Errors
/// When the budget is used up.
pub fn notes(run: &Run<'_>, set: SetId, rows: &SetRows) -> Result<Vec<Note>, Stop> {
    let SetNode::Phrase(head) = *run.query.set(set) else {
        return Ok(contested::negation(run).into_iter().collect());
    };
    let mut work = NoteWork::new(run, set, head, rows);
    work.notes.extend(contested::negation(run));
    contexts::notes(&mut work)?;
    classes::heads(&mut work)?;
    classes::objects(&mut work)?;
    families::families(&mut work)?;
    findings::notes(&mut work)?;
    combinations::combinations(&mut work)?;
    mechanisms::mechanisms(&mut work)?;
    contested::under_negation(&mut work)?;
    if rows.rows.is_empty() && rows.contested.is_empty() {
        opposite::note(&mut work)?;
        emptied::emptied(&mut work)?;
    }
    scope::scope(&mut work);
    Ok(work.notes)
}

/// What decides a question of yes or no that no row answers.
#[derive(Debug, Default)]
pub struct Aside {
    /// Supported rows of mechanisms that involve the finding that was asked about.
    pub through_mechanisms: Vec<SetRow>,
    /// A filter of the question excludes what supports it.
    pub is_filtered: bool,
    /// Supported statements that say the opposite, where nothing is stated of what was asked.
    pub opposite: Vec<StatementId>,
}

/// What stands beside a question without a supported row.
///
/// # Errors
/// When the budget is used up.
pub fn aside(run: &Run<'_>, set: SetId, rows: &SetRows) -> Result<Aside, Stop> {
    let SetNode::Phrase(head) = *run.query.set(set) else { return Ok(Aside::default()) };
    let work = NoteWork::new(run, set, head, rows);
    let opposite = if rows.contested.is_empty() { opposite::statements(&work)? } else { Vec::new() };
    let through_mechanisms = mechanisms::by_another_name(&work)?;
    Ok(Aside { through_mechanisms, is_filtered: emptied::is_filtered(&work)?, opposite })
}
