//! Pieces → tagged line: one mark per run, and a table from marks back to the text.
//!
//! A run is the leftmost-longest match over labels of the statement, keywords, forms of the
//! vocabulary and names of the graph. The grammar sees marks only, so it holds no word of a domain.
//! Marks of runs are in capitals: `N` noun, `V` verb, `F` noun form, `A` adjective, `AN` a name that
//! stands as an adjective, `P` property, `E` name, `NO` a noun after a name of its kind, `L` label,
//! `K` kind before a name, `M` member (`gene.name`), `I` identifier, `X` value, `T` text, `Q` quoted,
//! `U` unknown, `UV` unknown where a verb belongs; `NV` `NA` `VA` `FV` may be either.

use super::keywords::{self, ANYWHERE, BEHIND_BAR, COMPARISONS, FUNCTION, FirstWord, Keyword, OPENING, Places, STAGE};
use super::lexicon::Lexicon;
use super::scan::{Piece, PieceKind};
use crate::text::Span;
use crate::vocabulary::fold::fold_word;
use crate::vocabulary::{Adjectives, Form, FormId, KindId, On, PropertyType};
use rustc_hash::FxHashSet;

/// No name, form or keyword is looked for over more words than this.
const WORDS_MAX: usize = 16;
/// Unknown words of one statement that are compared with all verbs; more are hardly a question.
const COMPARED_MAX: usize = 16;

/// One run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Its mark, without the space after it.
    pub mark: &'static str,
    /// The form, where the vocabulary knows the run.
    pub form: Option<FormId>,
    /// Where it stands in the text.
    pub span: Span,
    /// Where its mark starts in the line.
    pub start: u32,
}

/// A statement as the grammar sees it. Every mark is followed by one space.
#[derive(Default)]
pub(super) struct Tagged {
    pub line: String,
    pub tokens: Vec<Token>,
    /// For every byte of the line the token it belongs to.
    pub token_at: Vec<u32>,
}

/// Tags the pieces of one statement.
pub(super) fn tag(text: &str, pieces: &[Piece], lexicon: &Lexicon<'_>) -> Tagged {
    let folded = Folded::new(text, pieces, lexicon);
    let mut tagger = Tagger::new(text, pieces, lexicon, &folded);
    let mut at = 0;
    while at < pieces.len() {
        at = tagger.step(at);
    }
    tagger.out
}

/// The words of a statement in their normal form.
struct Folded {
    /// Joined by one space where only white space is between them.
    text: String,
    /// Where each piece lies in it; nowhere, for what is no word.
    places: Vec<(u32, u32)>,
    /// Whether each piece is a word of the language.
    language_word: Vec<bool>,
    /// What keywords begin with each piece.
    first_words: Vec<Option<&'static FirstWord>>,
}

impl Folded {
    fn new(text: &str, pieces: &[Piece], lexicon: &Lexicon<'_>) -> Self {
        let mut out = Self {
            text: String::with_capacity(pieces.len() * 12),
            places: Vec::with_capacity(pieces.len()),
            language_word: Vec::with_capacity(pieces.len()),
            first_words: Vec::with_capacity(pieces.len()),
        };
        for piece in pieces {
            // A line break never stands in a form, so that runs end there.
            out.text.push(if piece.joined { ' ' } else { '\n' });
            out.push(written(text, piece), lexicon);
        }
        out
    }

    fn push(&mut self, word: &str, lexicon: &Lexicon<'_>) {
        let start = self.text.len();
        let forms = &lexicon.vocabulary.forms;
        let look_up = |folded: &str| (forms.has_word(folded), keywords::first_word(folded));
        // What is a word of the language in small letters is so in its normal form: that is far
        // cheaper to see than what the normal form of any word is.
        self.text.push_str(word);
        self.text[start..].make_ascii_lowercase();
        let mut found = if word.is_empty() { (false, None) } else { look_up(&self.text[start..]) };
        if !word.is_empty() && matches!(found, (false, None)) {
            self.text.truncate(start);
            fold_word(word, &mut self.text);
            found = look_up(&self.text[start..]);
            if self.text.len() == start {
                self.text.pop();
            }
        }
        let (is_form, first_word) = found;
        self.language_word.push(is_form || first_word.is_some());
        self.first_words.push(first_word);
        self.places.push((start.min(self.text.len()) as u32, self.text.len() as u32));
    }

    /// The pieces `from..to`.
    fn get(&self, from: usize, to: usize) -> &str {
        let (Some(first), Some(last)) = (self.places.get(from), self.places.get(to.wrapping_sub(1))) else { return "" };
        self.text.get(first.0 as usize..last.1 as usize).unwrap_or("")
    }
}

/// A word or number as written; nothing for any other piece.
fn written<'a>(text: &'a str, piece: &Piece) -> &'a str {
    match piece.kind {
        PieceKind::Word | PieceKind::Number => piece.span.of(text),
        PieceKind::Variable | PieceKind::Quoted | PieceKind::Mark(_) => "",
    }
}

struct Tagger<'a> {
    text: &'a str,
    pieces: &'a [Piece],
    lexicon: &'a Lexicon<'a>,
    folded: &'a Folded,
    /// Words and numbers in their normal form; empty for all other pieces.
    folded_words: Vec<&'a str>,
    /// One past the last piece that may belong to a run that starts here.
    run_end: Vec<u32>,
    labels: FxHashSet<&'a str>,
    /// A colon or point stands in some word.
    has_sign: bool,
    state: State,
    out: Tagged,
}

/// What the pieces so far say about the next one.
#[derive(Default)]
struct State {
    /// `OPENING` or `STAGE`, or nothing.
    place: Places,
    behind_bar: bool,
    /// One per open bracket: `behind_bar` as it was outside.
    brackets: Vec<bool>,
    /// The next piece is a value, whatever it is.
    value_next: bool,
    /// The next piece is an identifier.
    identifier_next: bool,
    /// Inside `let`, before its `=`.
    let_open: bool,
    /// Inside `why`, before its `in`.
    why_open: bool,
    /// Behind `where` or `with`.
    in_condition: bool,
    /// Behind `between` of a condition, before its `and`.
    between_open: bool,
    /// Inside the brackets of `in (…)` of a condition: their depth.
    value_list: Option<usize>,
    /// Right behind the value of `level`.
    level_open: bool,
    compared: usize,
}

/// What starts at a piece, and how many pieces it is long.
enum Run {
    Label,
    Keyword(usize, &'static Keyword),
    Form(usize, FormId),
    Name(usize),
    Unknown,
}

impl<'a> Tagger<'a> {
    fn new(text: &'a str, pieces: &'a [Piece], lexicon: &'a Lexicon<'a>, folded: &'a Folded) -> Self {
        let count = pieces.len();
        let mut tagger = Self {
            text,
            pieces,
            lexicon,
            folded,
            folded_words: (0..count).map(|i| folded.get(i, i + 1)).collect(),
            run_end: vec![0; count],
            labels: FxHashSet::default(),
            has_sign: false,
            state: State { place: OPENING, ..State::default() },
            out: Tagged {
                line: String::with_capacity(count * 6),
                tokens: Vec::with_capacity(count),
                token_at: Vec::with_capacity(count * 6),
            },
        };
        tagger.has_sign =
            pieces.iter().any(|piece| written(text, piece).bytes().any(|byte| matches!(byte, b':' | b'.')));
        tagger.find_run_ends();
        tagger.collect_labels();
        tagger
    }

    /// A word or number as written; nothing for any other piece.
    fn word_at(&self, at: usize) -> &'a str {
        self.pieces.get(at).map_or("", |piece| written(self.text, piece))
    }

    fn find_run_ends(&mut self) {
        let mut end = self.pieces.len();
        for i in (0..self.pieces.len()).rev() {
            let is_word = matches!(self.pieces[i].kind, PieceKind::Word | PieceKind::Number);
            if !is_word {
                end = i;
            }
            self.run_end[i] = end.min(i + WORDS_MAX) as u32;
            if !self.pieces[i].joined || !is_word {
                end = i;
            }
        }
    }

    fn collect_labels(&mut self) {
        for i in 1..self.pieces.len() {
            if self.folded_of(i - 1, i) == "as" && self.pieces[i].kind == PieceKind::Word {
                self.labels.insert(self.word_at(i));
            }
        }
    }

    /// Normal form of the pieces `from..to`.
    fn folded_of(&self, from: usize, to: usize) -> &'a str {
        self.folded.get(from, to)
    }

    fn run_end(&self, at: usize) -> usize {
        self.run_end.get(at).map_or(at, |&end| end as usize)
    }

    fn form(&self, id: FormId) -> &'a Form {
        self.lexicon.vocabulary.forms.get(id)
    }

    /// Tags what starts at a piece; gives the next piece.
    fn step(&mut self, at: usize) -> usize {
        let piece = self.pieces[at];
        if std::mem::take(&mut self.state.identifier_next) && piece.kind == PieceKind::Word {
            return self.emit("I", None, at, at + 1);
        }
        if std::mem::take(&mut self.state.value_next) && !matches!(piece.kind, PieceKind::Mark(_)) {
            return self.value(at);
        }
        match piece.kind {
            PieceKind::Mark(mark) => self.punctuation(mark, at),
            PieceKind::Quoted => self.emit("Q", None, at, at + 1),
            PieceKind::Variable => self.emit("$", None, at, at + 1),
            PieceKind::Number => match self.name_length(at) {
                Some(length) if length > 1 => self.emit("E", None, at, at + length),
                Some(_) | None => self.emit("#", None, at, at + 1),
            },
            PieceKind::Word => self.word(at),
        }
    }

    fn punctuation(&mut self, mark: &'static str, at: usize) -> usize {
        let next = self.emit(mark, None, at, at + 1);
        let state = &mut self.state;
        match mark {
            "|" => {
                state.place = STAGE;
                state.behind_bar = true;
                state.in_condition = false;
            }
            "(" => state.brackets.push(state.behind_bar),
            ")" => {
                state.behind_bar = state.brackets.pop().unwrap_or(false);
                if state.value_list.is_some_and(|depth| state.brackets.len() < depth) {
                    state.value_list = None;
                }
            }
            "=" if std::mem::take(&mut state.let_open) => state.place = OPENING,
            _ if COMPARISONS.contains(&mark) => state.value_next = true,
            _ => {}
        }
        if state.value_list == Some(state.brackets.len()) && matches!(mark, "(" | ",") {
            state.value_next = true;
        }
        next
    }

    fn word(&mut self, at: usize) -> usize {
        if self.has_sign {
            if let Some(next) = self.kind_prefix(at) {
                return next;
            }
            if let Some(next) = self.member(at) {
                return next;
            }
        }
        match self.classify(at) {
            Run::Label => self.emit("L", None, at, at + 1),
            Run::Keyword(length, keyword) => self.keyword(keyword, at, at + length),
            Run::Form(length, form) => self.form_run(form, at, at + length),
            Run::Name(length) => self.emit("E", None, at, at + length),
            Run::Unknown => self.unknown(at),
        }
    }

    /// The longest run, and among equals label, keyword, form, name; an exact symbol in capitals
    /// outranks a word of the language of the same length.
    fn classify(&self, at: usize) -> Run {
        if !self.labels.is_empty() && self.labels.contains(self.word_at(at)) {
            return Run::Label;
        }
        let keyword = self.keyword_at(at);
        let form = self.form_at(at);
        let keyword_length = keyword.map_or(0, |(length, _)| length);
        let form_length = form.map_or(0, |(length, _)| length);
        let word_length = keyword_length.max(form_length);
        if let Some(length) = self.name_length(at)
            && (length > word_length || (length == word_length && length == 1 && self.is_symbol(at)))
        {
            return Run::Name(length);
        }
        match (keyword, form) {
            (Some((length, keyword)), _) if length > 1 || length >= form_length => Run::Keyword(length, keyword),
            (_, Some((length, form))) => Run::Form(length, form),
            (Some((length, keyword)), None) => Run::Keyword(length, keyword),
            (None, None) => {
                self.misplaced_stage(at).map_or(Run::Unknown, |(length, keyword)| Run::Keyword(length, keyword))
            }
        }
    }

    fn is_symbol(&self, at: usize) -> bool {
        let word = self.word_at(at);
        word.bytes().any(|byte| byte.is_ascii_uppercase())
            && !word.bytes().any(|byte| byte.is_ascii_lowercase())
            && self.lexicon.names.is_exact_capital_symbol(word)
    }

    fn name_length(&self, at: usize) -> Option<usize> {
        let end = self.run_end(at);
        self.lexicon.names.longest(self.folded_words.get(at..end)?, self.folded.language_word.get(at..end)?)
    }

    /// As [`Self::name_length`], with `first` in place of the word at `at`.
    fn name_length_from(&self, first: &str, at: usize) -> Option<usize> {
        let mut folded = String::new();
        fold_word(first, &mut folded);
        let end = self.run_end(at);
        let mut words = self.folded_words.get(at..end)?.to_vec();
        *words.first_mut()? = &folded;
        self.lexicon.names.longest(&words, self.folded.language_word.get(at..end)?)
    }

    fn keyword_at(&self, at: usize) -> Option<(usize, &'static Keyword)> {
        self.keyword_rows(at).find(|(length, keyword)| self.is_allowed(keyword, at, at + length))
    }

    /// A stage without its bar; the grammar then says what is missing.
    fn misplaced_stage(&self, at: usize) -> Option<(usize, &'static Keyword)> {
        self.keyword_rows(at).find(|(_, keyword)| keyword.places & STAGE != 0)
    }

    /// Keywords that start here, the longer first, wherever they are allowed.
    fn keyword_rows(&self, at: usize) -> impl Iterator<Item = (usize, &'static Keyword)> {
        let first = self.folded.first_words.get(at).copied().flatten();
        let can_be_longer = first.is_some_and(|word| word.longer) && self.run_end(at) > at + 1;
        let longer = if can_be_longer { keywords::find(self.folded_of(at, at + 2)) } else { None };
        let alone = first.and_then(|word| word.alone);
        longer.map(|keyword| (2, keyword)).into_iter().chain(alone.map(|keyword| (1, keyword)))
    }

    fn is_allowed(&self, keyword: &Keyword, at: usize, end: usize) -> bool {
        let function = keyword.places & FUNCTION != 0
            && self.state.behind_bar
            && self.pieces.get(end).is_some_and(|piece| piece.kind == PieceKind::Mark("("));
        let allowed = keyword.places & (ANYWHERE | self.state.place) != 0
            || (keyword.places & BEHIND_BAR != 0 && self.state.behind_bar)
            || function
            || self.out.tokens.last().is_some_and(|token| keyword.after.contains(&token.mark));
        allowed && !(keyword.places & OPENING != 0 && self.is_noun_before_name(at, end))
    }

    /// `profile "X"` is the noun, `profile drugs` the opener.
    fn is_noun_before_name(&self, at: usize, end: usize) -> bool {
        let noun = self.lexicon.vocabulary.forms.find(self.folded_of(at, end)).and_then(|form| self.form(form).noun);
        noun.is_some()
            && self.pieces.get(end).is_some_and(|next| match next.kind {
                PieceKind::Quoted => true,
                PieceKind::Word => self.form_at(end).is_none() && self.name_length(end).is_some(),
                PieceKind::Number | PieceKind::Variable | PieceKind::Mark(_) => false,
            })
    }

    fn form_at(&self, at: usize) -> Option<(usize, FormId)> {
        let forms = &self.lexicon.vocabulary.forms;
        if !self.folded.language_word[at] {
            return None;
        }
        let mut longest = None;
        for end in at + 1..=self.run_end(at) {
            let text = self.folded_of(at, end);
            if let Some(form) = forms.find(text) {
                longest = Some((end - at, form));
            }
            if !forms.begins(text) {
                break;
            }
        }
        longest
    }

    fn keyword(&mut self, keyword: &'static Keyword, at: usize, end: usize) -> usize {
        let form = self.lexicon.vocabulary.forms.find(self.folded_of(at, end));
        let level_open = std::mem::take(&mut self.state.level_open);
        let before = self.out.tokens.last().copied();
        let opening = self.state.place == OPENING;
        let value_list =
            keyword.mark == "in" && self.state.in_condition && before.is_some_and(|token| self.is_property(&token));
        let listed_level = keyword.mark == "or" && level_open && self.is_listed_level(end);
        self.emit(keyword.mark, form, at, end);
        let state = &mut self.state;
        match keyword.mark {
            "let" => state.let_open = true,
            "set" => state.identifier_next = true,
            "show" if opening => state.identifier_next = true,
            "explain" | "profile" => state.place = OPENING,
            "why" => state.why_open = true,
            "as" => state.identifier_next = true,
            "by" | "group_by" | "sort_by" => state.behind_bar = true,
            "where" | "with" => state.in_condition = true,
            "resolve" => return self.rest_as_text(end),
            "in" if std::mem::take(&mut state.why_open) => state.place = OPENING,
            "in" if value_list => state.value_list = Some(state.brackets.len() + 1),
            "between" if state.in_condition => {
                state.between_open = true;
                state.value_next = true;
            }
            "and" if std::mem::take(&mut state.between_open) => state.value_next = true,
            "level" => {
                self.state.value_next = self.is_level_value(end);
                self.state.level_open = self.state.value_next;
            }
            "or" if listed_level => {
                state.value_next = true;
                state.level_open = true;
            }
            mark if COMPARISONS.contains(&mark) => state.value_next = true,
            _ => {}
        }
        end
    }

    fn is_property(&self, token: &Token) -> bool {
        matches!(token.mark, "M" | "P" | "level")
            || token.form.is_some_and(|form| !self.form(form).properties.is_empty())
    }

    /// Whether the piece after `level` is its value: not in `level = A`, `by level desc`.
    fn is_level_value(&self, at: usize) -> bool {
        self.is_listed_level(at)
            || self.pieces.get(at).is_some_and(|piece| match piece.kind {
                PieceKind::Quoted | PieceKind::Variable | PieceKind::Number => true,
                PieceKind::Word => self.keyword_rows(at).next().is_none(),
                PieceKind::Mark(_) => false,
            })
    }

    /// Whether a piece is one letter or a value of an ordered property.
    fn is_listed_level(&self, at: usize) -> bool {
        let word = self.word_at(at);
        let listed = |values: &[String]| values.iter().any(|value| value.eq_ignore_ascii_case(word));
        !word.is_empty()
            && (word.len() == 1
                || self.lexicon.vocabulary.properties.iter().any(|property| match &property.of {
                    PropertyType::Ordered(values) => listed(values),
                    PropertyType::Enum(_) | PropertyType::Set(_) | PropertyType::Text | PropertyType::Number => false,
                    PropertyType::Year | PropertyType::Date | PropertyType::Bool | PropertyType::Via { .. } => false,
                }))
    }

    /// `resolve` takes everything up to a stage or the closing question mark.
    fn rest_as_text(&mut self, at: usize) -> usize {
        let is_end = |piece: &Piece| matches!(piece.kind, PieceKind::Mark("|" | "?"));
        let end = self.pieces[at..].iter().position(is_end).map_or(self.pieces.len(), |length| at + length);
        if end > at { self.emit("T", None, at, end) } else { at }
    }

    fn form_run(&mut self, id: FormId, at: usize, end: usize) -> usize {
        let mark = form_mark(self.form(id));
        let after_name =
            self.pieces[at].joined && self.out.tokens.last().is_some_and(|token| matches!(token.mark, "E" | "Q" | "U"));
        if after_name && matches!(mark, "N" | "NV" | "NA" | "F") {
            if mark != "F" && self.is_noun_of_name(id) {
                return self.emit("NO", Some(id), at, end);
            }
            if self.is_adjective_name(id) {
                self.retag("AN");
            }
        }
        self.emit(mark, Some(id), at, end)
    }

    /// Kinds of the things a noun or noun form stands for.
    fn kinds_of_form(&self, id: FormId) -> Vec<KindId> {
        let form = self.form(id);
        let noun = form.noun.into_iter().flat_map(|noun| &self.lexicon.vocabulary.noun(noun).kinds);
        let verbs = form.verbs.iter().filter_map(|verb| verb.noun_form.as_ref()?.kind.as_ref());
        noun.chain(verbs).copied().collect()
    }

    /// Kinds of the name before.
    fn kinds_of_last(&self) -> Vec<KindId> {
        let Some(token) = self.out.tokens.last() else { return Vec::new() };
        let text = token.span.of(self.text);
        self.lexicon.names.kinds_of(text.trim_matches('"'))
    }

    /// `EGFR gene`, `gastric cancers`. An unknown name takes any noun.
    fn is_noun_of_name(&self, id: FormId) -> bool {
        let names = self.kinds_of_last();
        let unknown = names.is_empty() && self.out.tokens.last().is_some_and(|token| matches!(token.mark, "U" | "Q"));
        unknown || self.kinds_of_form(id).iter().any(|kind| names.contains(kind))
    }

    /// `on-target mechanisms`: the kind of mechanism is a property whose names are adjectives.
    fn is_adjective_name(&self, id: FormId) -> bool {
        let nouns = self.kinds_of_form(id);
        let names = self.kinds_of_last();
        self.lexicon.vocabulary.properties.iter().any(|property| {
            let PropertyType::Via { kind, .. } = property.of else { return false };
            let on = match &property.on {
                On::Statement => false,
                On::Kinds(kinds) => kinds.is_empty() || kinds.iter().any(|kind| nouns.contains(kind)),
            };
            property.adjectives == Adjectives::Names && on && names.contains(&kind)
        })
    }

    /// `gene:MET`, `gene:"MET"`, `drug class:"EGFR TKI"`.
    fn kind_prefix(&mut self, at: usize) -> Option<usize> {
        for last in at..self.run_end(at).min(at + 3) {
            let word = self.word_at(last);
            let Some(colon) = word.find(':') else { continue };
            let start = self.pieces[last].span.start + colon as u32;
            let mut folded = String::new();
            if last > at {
                folded.push_str(self.folded_of(at, last));
                folded.push(' ');
            }
            fold_word(&word[..colon], &mut folded);
            self.lexicon.vocabulary.forms.find(&folded).filter(|&form| self.form(form).noun.is_some())?;
            self.emit_span("K", None, Span::new(self.pieces[at].span.start, start));
            let rest = &word[colon + 1..];
            if rest.is_empty() {
                return Some(last + 1);
            }
            let (mark, length) = self.name_length_from(rest, last).map_or(("U", 1), |length| ("E", length));
            let end = self.pieces.get(last + length - 1).map_or(start, |piece| piece.span.end);
            self.emit_span(mark, None, Span::new(start + 1, end));
            return Some(last + length);
        }
        None
    }

    /// `gene.name`, `h.name`: a noun or label, a point, and a property.
    fn member(&mut self, at: usize) -> Option<usize> {
        for last in at..self.run_end(at).min(at + 2) {
            let Some((of, property)) = self.word_at(last).split_once('.') else { continue };
            if of.is_empty() || property.is_empty() || self.name_length(at).is_some() {
                return None;
            }
            if last == at && self.labels.contains(of) {
                return Some(self.emit("M", None, at, last + 1));
            }
            let mut folded = String::new();
            if last > at {
                folded.push_str(self.folded_of(at, last));
                folded.push(' ');
            }
            fold_word(of, &mut folded);
            let form = self.lexicon.vocabulary.forms.find(&folded).filter(|&form| self.form(form).noun.is_some())?;
            return Some(self.emit("M", Some(form), at, last + 1));
        }
        None
    }

    /// A run that nothing knows, with the unknown words after it.
    fn unknown(&mut self, at: usize) -> usize {
        let verb_place = self.out.tokens.last().is_some_and(|token| ends_head(token.mark)) && !self.state.behind_bar;
        if verb_place && (self.resembles_verb(at) || self.starts_object(at + 1)) {
            return self.emit("UV", None, at, at + 1);
        }
        let limit = self.run_end(at);
        let mut end = at + 1;
        while end < limit
            && self.pieces[end].kind == PieceKind::Word
            && matches!(self.classify(end), Run::Unknown)
            && !self.resembles_verb(end)
        {
            end += 1;
        }
        // `TP53 R273H`: a known name with something unknown behind it is an unknown name.
        if verb_place
            && let Some(first) = self.out.tokens.last().filter(|token| token.mark == "E").map(|token| token.span)
            && let Some(last) = self.pieces.get(end - 1).map(|piece| piece.span)
        {
            self.retag("U");
            if let Some(token) = self.out.tokens.last_mut() {
                token.span = first.to(last);
            }
            return end;
        }
        self.emit("U", None, at, end)
    }

    /// Whether a known object starts at a piece.
    fn starts_object(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        match piece.kind {
            PieceKind::Quoted | PieceKind::Variable | PieceKind::Mark("(") => true,
            PieceKind::Number | PieceKind::Mark(_) => false,
            PieceKind::Word => match self.classify(at) {
                Run::Label | Run::Name(_) => true,
                Run::Keyword(_, keyword) => OBJECT_KEYWORDS.contains(&keyword.mark),
                Run::Form(_, form) => form_mark(self.form(form)).starts_with(['N', 'F', 'A']),
                Run::Unknown => false,
            },
        }
    }

    /// Whether an unknown word is a verb with a slip of the pen.
    fn resembles_verb(&mut self, at: usize) -> bool {
        let folded = self.folded_of(at, at + 1);
        let distance_max = match folded.len() {
            0..=4 => return false,
            5..=6 => 1,
            _ => 2,
        };
        if self.state.compared >= COMPARED_MAX {
            return false;
        }
        let close = |form: &Form| {
            let first = form.text.split(' ').next().unwrap_or("");
            !form.verbs.is_empty()
                && first.len().abs_diff(folded.len()) <= distance_max
                && strsim::osa_distance(first, folded) <= distance_max
        };
        let found = self.lexicon.vocabulary.forms.iter().any(|(_, form)| close(form));
        self.state.compared += 1;
        found
    }

    /// One run, whatever it is: a listed value, a form, a name, a keyword, or unknown words.
    fn value(&mut self, at: usize) -> usize {
        match self.pieces[at].kind {
            PieceKind::Quoted => return self.emit("Q", None, at, at + 1),
            PieceKind::Variable => return self.emit("$", None, at, at + 1),
            PieceKind::Number => return self.emit("#", None, at, at + 1),
            PieceKind::Word | PieceKind::Mark(_) => {}
        }
        let level_open = self.state.level_open;
        let known = if level_open { Some(1) } else { self.value_length(at) };
        let end = known.map_or_else(|| self.unknown_end(at), |length| at + length);
        self.emit("X", None, at, end);
        self.state.level_open = level_open;
        end
    }

    fn value_length(&self, at: usize) -> Option<usize> {
        let listed = self.listed_value(at);
        let form = self.form_at(at).map(|(length, _)| length);
        let keyword = self.keyword_rows(at).next().map(|(length, _)| length);
        listed.max(form).max(keyword).max(self.name_length(at))
    }

    /// The longest value of the property before the comparison that starts here.
    fn listed_value(&self, at: usize) -> Option<usize> {
        let column = self.out.tokens.len().checked_sub(2).and_then(|i| self.out.tokens.get(i))?;
        let properties = &self.form(column.form?).properties;
        let values = properties.iter().filter_map(|&property| match &self.lexicon.vocabulary.property(property).of {
            PropertyType::Ordered(values) | PropertyType::Enum(values) | PropertyType::Set(values) => Some(values),
            PropertyType::Text | PropertyType::Number | PropertyType::Year => None,
            PropertyType::Date | PropertyType::Bool | PropertyType::Via { .. } => None,
        });
        let limit = self.run_end(at);
        let length = |value: &String| {
            let end = at + value.split(' ').count();
            let same = value.split(' ').zip(at..end).all(|(one, i)| one.eq_ignore_ascii_case(self.word_at(i)));
            (end <= limit && same).then_some(end - at)
        };
        values.flatten().filter_map(length).max()
    }

    fn unknown_end(&self, at: usize) -> usize {
        (at + 1..self.run_end(at)).find(|&end| !matches!(self.classify(end), Run::Unknown)).unwrap_or(self.run_end(at))
    }

    fn emit(&mut self, mark: &'static str, form: Option<FormId>, at: usize, end: usize) -> usize {
        let last = self.pieces.get(end.wrapping_sub(1)).or(self.pieces.get(at));
        if let (Some(first), Some(last)) = (self.pieces.get(at), last) {
            self.emit_span(mark, form, first.span.to(last.span));
        }
        end
    }

    fn emit_span(&mut self, mark: &'static str, form: Option<FormId>, span: Span) {
        self.state.place = 0;
        self.state.level_open = false;
        let out = &mut self.out;
        let number = out.tokens.len() as u32;
        out.tokens.push(Token { mark, form, span, start: out.line.len() as u32 });
        out.line.push_str(mark);
        out.line.push(' ');
        out.token_at.resize(out.line.len(), number);
    }

    /// Gives the last token another mark.
    fn retag(&mut self, mark: &'static str) {
        if let Some(token) = self.out.tokens.pop() {
            self.out.line.truncate(token.start as usize);
            self.out.token_at.truncate(token.start as usize);
            self.emit_span(mark, token.form, token.span);
        }
    }
}

/// Keywords an object may start with.
const OBJECT_KEYWORDS: &[&str] = &[
    "the",
    "any",
    "all",
    "some",
    "a",
    "which",
    "what",
    "exactly",
    "at_least",
    "at_most",
    "more_than",
    "fewer_than",
    "no",
    "only",
    "every",
];

/// Whether a verb may follow this mark.
fn ends_head(mark: &str) -> bool {
    matches!(
        mark,
        "N" | "NV"
            | "NA"
            | "NO"
            | "E"
            | "Q"
            | "L"
            | "I"
            | "$"
            | ")"
            | "that"
            | "which"
            | "what"
            | "is"
            | "does"
            | "can"
            | "but"
    )
}

/// The mark of a form by what it can be.
fn form_mark(form: &Form) -> &'static str {
    let noun_form = form.verbs.iter().any(|verb| verb.noun_form.is_some());
    let verb = form.verbs.iter().any(|verb| verb.noun_form.is_none());
    match (form.noun.is_some(), verb, noun_form, !form.adjectives.is_empty()) {
        (true, true, _, _) => "NV",
        (true, false, _, true) => "NA",
        (true, false, _, false) => "N",
        (false, true, true, _) => "FV",
        (false, true, false, true) => "VA",
        (false, true, false, false) => "V",
        (false, false, true, _) => "F",
        (false, false, false, true) => "A",
        (false, false, false, false) => "P",
    }
}
