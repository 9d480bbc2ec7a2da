//! What the line editor asks while somebody types: the list of Tab, hints, colour, and whether the
//! line is at its end.

use super::menu::{Drawn, Edit, Menu};
use super::offer::{Suggestions, offers};
use super::shared::Shared;
use super::{goes_on, paint};
use anstyle::Style;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::history::SearchDirection;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Cmd, ConditionalEventHandler, Context, Event, EventContext, Movement, RepeatCount, Result};
use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const PROMPT: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

pub(super) struct Helper {
    shared: Shared,
    color: bool,
    /// Set by Shift-Tab, right before it asks for a completion.
    backwards: Arc<AtomicBool>,
    menu: RefCell<Menu>,
    /// What was offered last, and for which line: colour and hints ask for the same.
    offered: RefCell<(String, Suggestions)>,
    /// The list that is shown now.
    drawn: RefCell<Drawn>,
}

impl Helper {
    pub(super) fn new(shared: Shared, color: bool) -> Self {
        Self {
            shared,
            color,
            backwards: Arc::new(AtomicBool::new(false)),
            menu: RefCell::default(),
            offered: RefCell::default(),
            drawn: RefCell::default(),
        }
    }

    /// What Shift-Tab does.
    pub(super) fn back(&self) -> Box<dyn ConditionalEventHandler> {
        Box::new(Back(Arc::clone(&self.backwards)))
    }

    /// What Ctrl-C does.
    pub(super) fn interrupt(&self) -> Box<dyn ConditionalEventHandler> {
        Box::new(Interrupt(self.shared.clone()))
    }

    /// A line was entered: the list below it is gone.
    pub(super) fn begin(&self) {
        self.menu.borrow_mut().close();
    }

    fn offers(&self, line: &str, position: usize) -> Suggestions {
        let before = line.get(..position).unwrap_or(line);
        if self.offered.borrow().0 != before || before.is_empty() {
            let found = offers(line, position, &self.shared);
            *self.offered.borrow_mut() = (before.to_owned(), found);
        }
        self.offered.borrow().1.clone()
    }

    /// What would complete the line: a line of the history, or else the only word.
    fn ghost(&self, line: &str, context: &Context<'_>) -> Option<String> {
        let history = context.history();
        let last = context.history_index().min(history.len().saturating_sub(1));
        let earlier = history.starts_with(line, last, SearchDirection::Reverse).ok().flatten();
        if let Some(rest) = earlier.and_then(|found| found.entry.get(line.len()..).map(str::to_owned))
            && !rest.is_empty()
            && !rest.contains('\n')
        {
            return Some(rest);
        }
        let found = self.offers(line, line.len());
        let typed = line.get(found.start..).filter(|typed| !typed.is_empty())?;
        let only = found.only()?;
        let begins_so = only.text.get(..typed.len())? == typed;
        only.text.get(typed.len()..).filter(|rest| begins_so && !rest.is_empty()).map(str::to_owned)
    }
}

impl rustyline::Helper for Helper {}

/// A ghost behind the line, and the list below it.
pub(super) struct LineHint {
    display: String,
    ghost: Option<String>,
}

impl Hint for LineHint {
    fn display(&self) -> &str {
        &self.display
    }

    fn completion(&self) -> Option<&str> {
        self.ghost.as_deref()
    }
}

impl Hinter for Helper {
    type Hint = LineHint;

    fn hint(&self, line: &str, position: usize, context: &Context<'_>) -> Option<LineHint> {
        {
            let mut known = self.shared.lock();
            known.leaving &= line.is_empty();
            if std::mem::take(&mut known.clearing) {
                known.leaving = true;
                self.menu.borrow_mut().close();
            }
        }
        let ghost = if position == line.len() && !line.trim().is_empty() { self.ghost(line, context) } else { None };
        let is_open = self.menu.borrow().is_open();
        let drawn = if is_open {
            let offers = self.offers(line, position);
            let (width, height) = crate::cli::output::screen_size();
            self.menu.borrow_mut().draw(line.get(..position)?, &offers, width, height.saturating_sub(3))
        } else {
            None
        };
        // While one of the list is chosen, what would complete that is in the way.
        let ghost = ghost.filter(|_| drawn.is_none());
        let drawn = drawn.unwrap_or_default();
        let display = format!("{}{}", ghost.as_deref().unwrap_or(""), drawn.plain);
        *self.drawn.borrow_mut() = drawn;
        Some(LineHint { display, ghost })
    }
}

impl Completer for Helper {
    type Candidate = Pair;

    /// The one text that Tab puts into the line: the editor itself never lists anything.
    fn complete(&self, line: &str, position: usize, _context: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        let backwards = self.backwards.swap(false, Ordering::Relaxed);
        let offers = self.offers(line, position);
        let edit = self.menu.borrow_mut().tab(line, position, offers, backwards);
        Ok(match edit {
            Some(Edit { start, text }) => (start, vec![Pair { display: String::new(), replacement: text }]),
            None => (position, Vec::new()),
        })
    }
}

/// Shift-Tab: the one before in the list.
struct Back(Arc<AtomicBool>);

impl ConditionalEventHandler for Back {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        self.0.store(true, Ordering::Relaxed);
        Some(Cmd::Complete)
    }
}

/// Ctrl-C: an empty line; on an empty line the conversation is asked to end.
struct Interrupt(Shared);

impl ConditionalEventHandler for Interrupt {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, context: &EventContext<'_>) -> Option<Cmd> {
        if context.line().is_empty() {
            return Some(Cmd::Interrupt);
        }
        self.0.lock().clearing = true;
        Some(Cmd::Kill(Movement::WholeBuffer))
    }
}

impl Validator for Helper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> Result<ValidationResult> {
        let is_open = goes_on::is_open(context.input());
        Ok(if is_open { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Highlighter for Helper {
    fn highlight<'l>(&self, line: &'l str, position: usize) -> Cow<'l, str> {
        if !self.color {
            return Cow::Borrowed(line);
        }
        let engine = Arc::clone(&self.shared.lock().engine);
        let words = paint::words(line, &engine);
        // The word at the cursor may still become a name.
        let typing = paint::ends_unknown(&words, position) && self.offers(line, position).exact().next().is_some();
        Cow::Owned(paint::painted(line, position, typing, &words))
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _default: bool) -> Cow<'b, str> {
        if self.color { Cow::Owned(format!("{PROMPT}{prompt}{PROMPT:#}")) } else { Cow::Borrowed(prompt) }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if !self.color {
            return Cow::Borrowed(hint);
        }
        let drawn = self.drawn.borrow();
        match hint.strip_suffix(drawn.plain.as_str()) {
            Some(ghost) => Cow::Owned(format!("{FAINT}{ghost}{FAINT:#}{}", drawn.styled)),
            None => Cow::Owned(format!("{FAINT}{hint}{FAINT:#}")),
        }
    }

    fn highlight_char(&self, _line: &str, _position: usize, kind: CmdKind) -> bool {
        self.color && kind != CmdKind::ForcedRefresh
    }
}
