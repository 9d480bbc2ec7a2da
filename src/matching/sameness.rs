//! Whether two changes of one gene are the same: letters that one of them does not say do not
//! contradict, and what makes the same protein is one.

use crate::model::{Change, Residues};
use crate::vocabulary::Exons;

/// Whether two changes of a gene are one.
pub(super) fn is_same(one: &Change, other: &Change, gene: &str, exons: &Exons) -> bool {
    if one == other {
        return true;
    }
    match (one, other) {
        (Change::Substitution { from: a, at: i, to: x }, Change::Substitution { from: b, at: j, to: y }) => {
            i == j && x == y && letters_agree(Some(*a), Some(*b))
        }
        (Change::Frameshift { from: a, at: i }, Change::Frameshift { from: b, at: j }) => {
            i == j && letters_agree(Some(*a), Some(*b))
        }
        (Change::InFrame { .. }, Change::InFrame { .. }) => {
            let (Some(a), Some(b)) = (ResidueEdit::of(one), ResidueEdit::of(other)) else { return false };
            a.agrees(&b) || makes_same_protein(&a, &b, gene, exons)
        }
        _ => false,
    }
}

fn letters_agree(one: Option<char>, other: Option<char>) -> bool {
    match (one, other) {
        (Some('X'), _) | (_, Some('X')) | (None, _) | (_, None) => true,
        (one, other) => one == other,
    }
}

/// A change within the frame, taken apart.
#[derive(Debug)]
struct ResidueEdit<'c> {
    how: Residues,
    span: (u32, u32),
    letters: (Option<char>, Option<char>),
    added: &'c str,
}

impl<'c> ResidueEdit<'c> {
    fn of(change: &'c Change) -> Option<Self> {
        let Change::InFrame { how, span, text } = change else { return None };
        let form = match how {
            Residues::Deleted => "del",
            Residues::Inserted => "ins",
            Residues::Doubled => "dup",
            Residues::Replaced => "delins",
        };
        let (places, added) = text.split_once(form)?;
        let (first, last) = places.split_once('_').unwrap_or((places, places));
        let letter = |place: &str| place.chars().next().filter(char::is_ascii_uppercase);
        Some(Self { how: *how, span: *span, letters: (letter(first), letter(last)), added })
    }

    fn agrees(&self, other: &Self) -> bool {
        self.how == other.how
            && self.span == other.span
            && self.added == other.added
            && letters_agree(self.letters.0, other.letters.0)
            && letters_agree(self.letters.1, other.letters.1)
    }

    /// The stretch of the protein after the change.
    fn applied(&self, start: u32, sequence: &str) -> Option<String> {
        let place = |number: u32| number.checked_sub(start).map(|place| place as usize);
        let (first, last) = (place(self.span.0)?, place(self.span.1)?);
        let (before, inside, after) = (sequence.get(..first)?, sequence.get(first..=last)?, sequence.get(last + 1..)?);
        Some(match self.how {
            Residues::Deleted => format!("{before}{after}"),
            Residues::Replaced => format!("{before}{}{after}", self.added),
            Residues::Doubled => format!("{before}{inside}{inside}{after}"),
            Residues::Inserted => {
                let (left, right) = inside.split_at_checked(1)?;
                format!("{before}{left}{}{right}{after}", self.added)
            }
        })
    }
}

/// Where the residues are known, two names of one protein are one change.
fn makes_same_protein(one: &ResidueEdit<'_>, other: &ResidueEdit<'_>, gene: &str, exons: &Exons) -> bool {
    let both = (one.span.0.min(other.span.0), one.span.1.max(other.span.1));
    let Some((start, sequence)) = exons.sequence(gene, both) else { return false };
    let made = one.applied(start, sequence);
    made.is_some() && made == other.applied(start, sequence)
}
