//! A phrase in plain words: what is asked for, and the clauses behind it.

use super::english::{DETERMINERS, EXCLUDING, FILLERS, HEDGES, NUMBERS};
use super::matching::PlainReader;
use super::tokens::PlainToken;
use crate::language::marks::Mark;
use crate::vocabulary::phrases::{Element, PatternPiece, PhrasePlace};
use crate::vocabulary::{Adjectives, End, KindSet, PropertyType, VerbUse, fold};

/// Kinds of the nouns that a pattern holds.
fn nouns_of(pattern: &[Element]) -> Vec<KindSet> {
    let of = |element: &Element| match element {
        Element::Noun { kinds, .. } => vec![*kinds],
        Element::Choice(choices) => choices.iter().flat_map(|choice| nouns_of(choice)).collect(),
        Element::Word(_) | Element::Slot { .. } => Vec::new(),
    };
    pattern.iter().flat_map(of).collect()
}

/// Words of the longest verb.
const VERB_WORDS: usize = 4;
/// Most tokens before a noun.
const BEFORE_NOUN_MAX: usize = 10;

/// A part of a sentence that has been read.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// In the language.
    pub(super) text: String,
    /// One past the last token.
    pub(super) end: usize,
    /// Kinds of the nouns so far, the nearest last.
    pub(super) heads: Vec<KindSet>,
    /// The last verb, which an ellipsis repeats.
    pub(super) verb: Option<String>,
    /// The head holds a relation of its own, so that the next one needs a comma.
    pub(super) closed: bool,
    pub(super) rules: Vec<String>,
    pub(super) notes: Vec<String>,
    /// Stages that the head asks for.
    pub(super) stages: String,
}

impl Part {
    fn push(&mut self, text: &str) {
        if !self.text.is_empty() && !text.starts_with(',') {
            self.text.push(' ');
        }
        self.text.push_str(text);
    }

    fn rule(&mut self, rule: &str) {
        if self.rules.last().is_none_or(|last| last != rule) {
            self.rules.push(rule.to_owned());
        }
    }
}

/// A number in digits or as a word, in digits.
pub(super) fn number(word: &str) -> Option<String> {
    if !word.is_empty() && word.len() < 6 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(word.to_owned());
    }
    NUMBERS.iter().find(|(text, _)| *text == word).map(|(_, digits)| (*digits).to_owned())
}

impl PlainReader<'_> {
    /// Phrases that are exactly the tokens `at..end`.
    pub(super) fn phrase(&self, at: usize, end: usize) -> Vec<Part> {
        for heads in self.heads(at, end) {
            let found: Vec<Part> = heads.into_iter().flat_map(|head| self.clauses(head, end)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// What the phrase may be about, in groups, the longest first.
    fn heads(&self, at: usize, end: usize) -> Vec<Vec<Part>> {
        let mut groups = Vec::new();
        let mut prefix = Part { end: at, ..Part::default() };
        loop {
            self.row_heads(&prefix, end, &mut groups);
            groups.extend(self.noun_form_head(&prefix, end).map(|part| vec![part]));
            groups.extend(self.noun_head(&prefix, end).map(|part| vec![part]));
            if !self.before_noun(&mut prefix, end) {
                break;
            }
        }
        groups.extend(self.anything_head(at, end).map(|part| vec![part]));
        groups
    }

    /// Takes a determiner, a hedge or an adjective.
    fn before_noun(&self, prefix: &mut Part, end: usize) -> bool {
        let vocabulary = self.lexicon.vocabulary;
        let at = prefix.end;
        if at >= end {
            return false;
        }
        let adjective = self.form(at, end, |form| (!vocabulary.forms.get(form).adjectives.is_empty()).then_some(()));
        if let Some((to, ())) = adjective {
            prefix.push(&self.text(at, to).to_lowercase());
            prefix.end = to;
            return true;
        }
        if let Some(to) = self.name_before_noun(at, end) {
            prefix.push(&self.text(at, to));
            prefix.end = to;
            return true;
        }
        if let Some(fit) = self.fits(PhrasePlace::Adjective, at, end, KindSet::default()).first() {
            prefix.push(&fit.canonical());
            prefix.rule(&fit.row.rule);
            prefix.notes.extend(fit.note());
            prefix.end = fit.end;
            return true;
        }
        if self.token(at).is_some_and(|token| token.is_one_of(DETERMINERS)) {
            prefix.end += 1;
            return true;
        }
        if self.token(at).is_some_and(|token| token.is_one_of(HEDGES)) {
            prefix.end += 1;
            prefix.rule("words that take nothing away");
            return true;
        }
        false
    }

    /// The end of a name that is an adjective of the noun behind it: `on-target mechanisms`.
    fn name_before_noun(&self, at: usize, end: usize) -> Option<usize> {
        let name = self.token(at).filter(|token| at < end && token.is_name())?;
        let properties = self.lexicon.vocabulary.properties.iter();
        let of_names = properties.filter(|property| property.adjectives == Adjectives::Names);
        let is_adjective = of_names.clone().any(|property| match property.of {
            PropertyType::Via { kind, .. } => name.kinds.contains(&kind),
            _ => false,
        });
        is_adjective.then_some(at + 1)
    }

    fn row_heads(&self, prefix: &Part, end: usize, groups: &mut Vec<Vec<Part>>) {
        let mut last = 0;
        for fit in self.fits(PhrasePlace::Head, prefix.end, end, KindSet::default()).iter() {
            let mut part = prefix.clone();
            let canonical = fit.canonical();
            let heads = self.kinds_of_head(&canonical);
            let (canonical, stages) = canonical.split_once(" | ").unwrap_or((&canonical, ""));
            part.push(canonical);
            if !stages.is_empty() {
                part.stages.push_str(&format!(" | {stages}"));
            }
            part.closed = true;
            part.heads.push(heads);
            part.rules.extend(fit.rules());
            part.notes.extend(fit.note());
            part.end = fit.end;
            match groups.last_mut() {
                // Rows of one length are two readings of the same words.
                Some(group) if last == fit.end => group.push(part),
                Some(_) | None => groups.push(vec![part]),
            }
            last = fit.end;
        }
    }

    /// `targets of osimertinib`.
    fn noun_form_head(&self, prefix: &Part, end: usize) -> Option<Part> {
        let vocabulary = self.lexicon.vocabulary;
        let is_noun_form =
            |form| vocabulary.forms.get(form).verbs.iter().any(|verb| verb.noun_form.is_some()).then_some(());
        let own = self.form(prefix.end, end, is_noun_form);
        let (to, text) = match own {
            Some((to, ())) => (to, self.text(prefix.end, to).to_lowercase()),
            None => self.singular_noun_form(prefix.end, end)?,
        };
        let mut part = prefix.clone();
        part.heads.push(self.kinds_of_head(&text));
        part.push(&text);
        part.end = to;
        self.object(&part, end).into_iter().next()
    }

    /// `pathway of KEAP1`: the language has the plural.
    fn singular_noun_form(&self, at: usize, end: usize) -> Option<(usize, String)> {
        let vocabulary = self.lexicon.vocabulary;
        let noun = vocabulary.forms.find(&self.token(at)?.folded).and_then(|form| vocabulary.forms.get(form).noun)?;
        (at + 2..=end.min(at + VERB_WORDS)).rev().find_map(|to| {
            let text = format!("{} {}", vocabulary.noun(noun).plural(), self.text(at + 1, to).to_lowercase());
            let form = vocabulary.forms.get(vocabulary.forms.find(&fold::spaced(&text))?);
            form.verbs.iter().any(|verb| verb.noun_form.is_some()).then_some((to, text))
        })
    }

    /// A noun, with the names before it as its clauses: `FGFR2 cholangiocarcinoma drugs`.
    fn noun_head(&self, prefix: &Part, end: usize) -> Option<Part> {
        let start = prefix.end;
        let begins = self.token(start).is_some_and(|token| !token.is_one_of(DETERMINERS) && !token.is_one_of(FILLERS));
        if !begins {
            return None;
        }
        (start..end.min(start + BEFORE_NOUN_MAX)).find_map(|at| {
            let noun = self.noun(at, end)?;
            let mut part = prefix.clone();
            part.push(&noun.text);
            part.heads.push(noun.kinds);
            if let Some(rule) = &noun.rule {
                part.rule(rule);
            }
            part.notes.extend(noun.note.clone());
            if at > start {
                part = self.clauses(part, at).into_iter().find(|part| part.end == at)?;
            }
            part.end = noun.end;
            Some(part)
        })
    }

    /// `what …`: anything that the verb allows.
    fn anything_head(&self, at: usize, end: usize) -> Option<Part> {
        let is_what = self.token(at).is_some_and(|token| at < end && token.is_one_of(&["what", "which", "who"]));
        is_what.then(|| Part {
            text: "what".to_owned(),
            end: at + 1,
            heads: vec![KindSet::default()],
            ..Part::default()
        })
    }

    /// Every way to read the clauses behind a head up to `end`; the ways of the longest clauses only:
    /// a row that says what several words mean together is more exact than what they mean one by one.
    pub(super) fn clauses(&self, part: Part, end: usize) -> Vec<Part> {
        if part.end >= end {
            return vec![part];
        }
        if !self.step() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut length = None;
        for next in self.next_clauses(&part, end) {
            if length.is_some_and(|length| next.end != length) {
                break;
            }
            let to = next.end;
            let rest = self.clauses(next, end);
            if !rest.is_empty() {
                length = Some(to);
                found.extend(rest);
            }
        }
        found.dedup_by(|one, other| one.text == other.text);
        found
    }

    /// Clauses that may come next, the longest first.
    fn next_clauses(&self, part: &Part, end: usize) -> Vec<Part> {
        let mut at = part.end;
        let mut joint = String::new();
        let mut options = self.rows(part, at, end, "");
        if self.token(at).is_some_and(PlainToken::is_break) {
            at += 1;
            joint.push(',');
        }
        for (word, text) in [("and", " and"), ("or", " or"), ("but", " but")] {
            if self.is(at, word) {
                at += 1;
                joint.push_str(text);
                break;
            }
        }
        if at > part.end {
            options.extend(self.rows(part, at, end, &joint));
        }
        options.extend(self.ellipsis(part, part.end, end));
        let fillers = at;
        while at < end && self.token(at).is_some_and(|token| token.is_one_of(FILLERS)) {
            at += 1;
        }
        if at > fillers {
            options.extend(self.rows(part, at, end, &joint));
        }
        let negated = self.token(at).is_some_and(|token| token.is_one_of(&["not", "never", "cannot"]));
        if negated {
            at += 1;
            while at < end && self.token(at).is_some_and(|token| token.is_one_of(FILLERS)) {
                at += 1;
            }
        }
        if !negated {
            options.extend(self.predicate(part, at, end));
        }
        options.extend(self.relations(part, at, end, &joint, negated));
        options.extend(self.relative(part, at, end, &joint));
        options.extend(self.context(part, at, end, &joint, negated));
        options.extend(self.filter(part, at, end, &joint));
        options.sort_by_key(|option| std::cmp::Reverse(option.end));
        options
    }

    /// Clauses by rows of the vocabulary.
    fn rows(&self, part: &Part, at: usize, end: usize, joint: &str) -> Vec<Part> {
        let mut options = Vec::new();
        for &heads in part.heads.iter().rev() {
            // A clause of a name alone says nothing of a head that may be anything.
            if heads.is_empty() && self.token(at).is_some_and(PlainToken::is_name) {
                continue;
            }
            for fit in self.fits(PhrasePlace::Clause, at, end, heads).iter() {
                let mut next = part.clone();
                let canonical = fit.canonical();
                self.join(&mut next, joint, &canonical);
                let verb = self.leading_verb(&canonical);
                // What follows a name at the end is said of the head, not of that name.
                let ends_in_name = matches!(fit.row.canonical.last(), Some(PatternPiece::Slot { .. }))
                    && nouns_of(&fit.row.pattern).is_empty();
                next.closed |= verb.is_some() && ends_in_name;
                next.verb = verb.or(next.verb);
                next.push(&canonical);
                next.rules.extend(fit.rules());
                next.notes.extend(fit.note());
                next.heads.extend(nouns_of(&fit.row.pattern));
                next.end = fit.end;
                options.push(next);
            }
            if !options.is_empty() {
                break;
            }
        }
        options
    }

    /// The verb that a canonical clause begins with.
    fn leading_verb(&self, canonical: &str) -> Option<String> {
        let forms = &self.lexicon.vocabulary.forms;
        let words: Vec<&str> = canonical.split(' ').take(VERB_WORDS).collect();
        let is_verb = |text: &String| {
            forms
                .find(&fold::spaced(text))
                .is_some_and(|form| forms.get(form).verbs.iter().any(|verb| verb.noun_form.is_none()))
        };
        (1..=words.len()).rev().map(|length| words[..length].join(" ")).find(is_verb)
    }

    /// Connectors before a clause; a clause behind a head that holds a relation is said of the
    /// head.
    fn join(&self, next: &mut Part, joint: &str, clause: &str) {
        // A context, a filter and a set operation find their verb or noun themselves.
        let finds_place = ["in ", "where ", "except ", "but ", "and "].iter().any(|word| clause.starts_with(word));
        let joint = if joint.is_empty() && next.closed && !finds_place { "," } else { joint };
        next.text.push_str(joint);
    }

    /// `drugs that are investigational`: the adjective goes before the noun.
    fn predicate(&self, part: &Part, at: usize, end: usize) -> Option<Part> {
        let vocabulary = self.lexicon.vocabulary;
        let is_noun = |part: &Part| part.heads.len() == 1 && !part.heads[0].is_empty() && !part.closed;
        let adjective = self.form(at, end, |form| (!vocabulary.forms.get(form).adjectives.is_empty()).then_some(()));
        let (to, ()) = adjective.filter(|_| is_noun(part))?;
        let mut next = part.clone();
        next.text = format!("{} {}", self.text(at, to).to_lowercase(), next.text);
        next.rule("an adjective behind the noun");
        next.end = to;
        Some(next)
    }

    /// `[not] VERB OBJECT`.
    fn relations(&self, part: &Part, at: usize, end: usize, joint: &str, negated: bool) -> Vec<Part> {
        let Some((to, verb, rule)) = self.verb(at, end, part) else { return Vec::new() };
        let mut next = part.clone();
        self.join(&mut next, joint, &verb);
        if negated {
            next.push("not");
        }
        next.push(&verb);
        next.verb = Some(verb);
        if let Some(rule) = rule {
            next.rule(&rule);
        }
        next.closed = false;
        next.end = to;
        self.object(&next, end)
    }

    /// `genes that ponatinib hits`, `genes that no drug targets`,
    /// `tumours whose drugs target CD20`.
    fn relative(&self, part: &Part, at: usize, end: usize, joint: &str) -> Vec<Part> {
        let mut subjects: Vec<(usize, String)> = self
            .values(at, end, KindSet::default(), true)
            .into_iter()
            .map(|(to, value)| (to, value.text(None)))
            .collect();
        let quantified = if self.is(at, "no") { at + 1 } else { at };
        if let Some(noun) = self.noun(quantified, end) {
            let quantifier = if quantified > at { "no " } else { "" };
            subjects.push((noun.end, format!("{quantifier}{}", noun.text)));
        }
        let mut options = Vec::new();
        for (to, subject) in subjects {
            let mut verb_at = to;
            while verb_at < end && self.token(verb_at).is_some_and(|token| token.is_one_of(FILLERS)) {
                verb_at += 1;
            }
            let Some((verb_end, verb, rule)) = self.verb(verb_at, end, &Part::default()) else { continue };
            for participle in self.other_way(&verb) {
                let mut next = part.clone();
                self.join(&mut next, joint, &participle);
                next.push(&format!("{participle} {subject}"));
                next.rule("the subject before the verb");
                next.rules.extend(rule.clone());
                next.end = verb_end;
                options.push(next);
            }
        }
        options
    }

    /// The participles of a verb for a head at its other end: `target` → `targeted by`.
    pub(super) fn other_way(&self, verb: &str) -> Vec<String> {
        let vocabulary = self.lexicon.vocabulary;
        let Some(form) = vocabulary.forms.find(&fold::spaced(verb)) else { return Vec::new() };
        let uses = vocabulary.forms.get(form).verbs.iter().filter(|use_| use_.noun_form.is_none());
        let participle = |use_: &VerbUse| {
            let [forward, inverse] = &vocabulary.verb(use_.relation).participles;
            match use_.head {
                End::From => inverse.clone(),
                End::To => forward.clone(),
            }
        };
        uses.map(participle).collect()
    }

    /// A verb that starts at a token: by a row, or of the language.
    pub(super) fn verb(&self, at: usize, end: usize, part: &Part) -> Option<(usize, String, Option<String>)> {
        let vocabulary = self.lexicon.vocabulary;
        let heads = part.heads.last().copied().unwrap_or_default();
        let rows = self.fits(PhrasePlace::Verb, at, end, heads);
        let row =
            rows.iter().find(|fit| fit.row.of.is_empty() || heads.is_empty() || !fit.row.of.and(heads).is_empty());
        let is_verb = |form| vocabulary.forms.get(form).verbs.iter().any(|verb| verb.noun_form.is_none()).then_some(());
        let own = self.form(at, end, is_verb);
        match (row, own) {
            (Some(row), own) if own.as_ref().is_none_or(|(to, ())| row.end >= *to) => {
                Some((row.end, row.canonical(), Some(row.row.rule.clone())))
            }
            (_, Some((to, ()))) => Some((to, self.text(at, to).to_lowercase(), None)),
            (_, None) => self.perfect(at, end),
        }
    }

    /// `ships that have visited Brest`: the language says it in the present.
    fn perfect(&self, at: usize, end: usize) -> Option<(usize, String, Option<String>)> {
        let forms = &self.lexicon.vocabulary.forms;
        let before = |distance: usize| at.checked_sub(distance).and_then(|before| self.token(before));
        let has = |token: &PlainToken| token.is_one_of(&["have", "has", "had"]);
        if !(1..=2).any(|distance| before(distance).is_some_and(has)) {
            return None;
        }
        let participle = &self.token(at).filter(|_| at < end)?.folded;
        let stems = [participle.strip_suffix("ed"), participle.strip_suffix('d')];
        let is_verb = |stem: &&str| {
            forms.find(stem).is_some_and(|form| forms.get(form).verbs.iter().any(|verb| verb.noun_form.is_none()))
        };
        let verb = stems.into_iter().flatten().find(is_verb)?;
        Some((at + 1, verb.to_owned(), Some("has done for does".to_owned())))
    }

    /// What a verb or noun form has behind it: names, or a noun with its adjectives.
    fn object(&self, part: &Part, end: usize) -> Vec<Part> {
        let mut options = Vec::new();
        for (to, value) in self.values(part.end, end, KindSet::default(), true) {
            let mut next = part.clone();
            next.push(&value.text(None));
            next.rules.extend(value.rules);
            next.end = to;
            options.push(next);
        }
        let mut noun = Part { end: part.end, ..Part::default() };
        if let Some((to, quantifier)) = self.quantifier(part.end) {
            noun.push(&quantifier);
            noun.end = to;
        }
        while let Some(token) = self.token(noun.end).filter(|_| noun.end < end) {
            if self.noun(noun.end, end).is_some() || token.is_name() || !self.before_noun(&mut noun, end) {
                break;
            }
        }
        if let Some(form) = self.noun_form_head(&noun, end).or_else(|| self.noun_head(&noun, end)) {
            let mut next = part.clone();
            next.push(&form.text);
            next.heads.extend(form.heads);
            next.rules.extend(form.rules);
            next.end = form.end;
            options.push(next);
        }
        options
    }

    /// `no`, `every`, `more than one`.
    pub(super) fn quantifier(&self, at: usize) -> Option<(usize, String)> {
        let token = self.token(at)?;
        if token.is_one_of(&["no", "only", "every"]) {
            return Some((at + 1, token.folded.clone()));
        }
        let words = [["more", "than"], ["fewer", "than"], ["less", "than"], ["at", "least"], ["at", "most"]];
        let [first, second] =
            words.into_iter().find(|[first, second]| self.is(at, first) && self.is(at + 1, second))?;
        let number = self.token(at + 2).and_then(|token| number(&token.folded))?;
        let first = if first == "less" { "fewer" } else { first };
        Some((at + 3, format!("{first} {second} {number}")))
    }

    /// `target KRAS but not NRAS`: the verb is meant again.
    fn ellipsis(&self, part: &Part, at: usize, end: usize) -> Vec<Part> {
        let Some(verb) = &part.verb else { return Vec::new() };
        let start = match () {
            () if self.is(at, "but") && self.is(at + 1, "not") => at + 2,
            () if self.is(at, "and") && self.is(at + 1, "not") => at + 2,
            () if self.is(at, "not") => at + 1,
            () if self.token(at).is_some_and(|token| token.is_one_of(EXCLUDING)) => at + 1,
            () if (self.is(at, "but") || self.is(at, "while") || self.is(at, "and"))
                && self.token(at + 1).is_some_and(|token| token.is_one_of(EXCLUDING)) =>
            {
                at + 2
            }
            () => return Vec::new(),
        };
        let mut options = Vec::new();
        for (to, value) in self.values(start, end, KindSet::default(), true) {
            let mut next = part.clone();
            next.push(&format!("but not {verb} {}", value.text(None)));
            next.rule("the verb is meant again");
            next.end = to;
            options.push(next);
        }
        options
    }

    /// `in gastric`.
    fn context(&self, part: &Part, at: usize, end: usize, joint: &str, negated: bool) -> Vec<Part> {
        if !self.is(at, "in") {
            return Vec::new();
        }
        let mut options = Vec::new();
        for (to, value) in self.values(at + 1, end, KindSet::default(), true) {
            let mut next = part.clone();
            next.text.push_str(joint);
            if negated {
                next.push("not");
            }
            next.push(&format!("in {}", value.text(None)));
            next.rules.extend(value.rules);
            next.end = to;
            options.push(next);
        }
        options
    }

    /// Filters of the language, as they are.
    fn filter(&self, part: &Part, at: usize, end: usize, joint: &str) -> Option<Part> {
        let token = self.token(at).filter(|_| at < end)?;
        let length = match token.folded.as_str() {
            "where" => end - at,
            "since" | "before" | "including" => 2,
            "at" if self.is(at + 1, Mark::Level.text()) => self.level(at + 2, end) + 2,
            word if word == Mark::Level.text() => self.level(at + 1, end) + 1,
            _ => return None,
        };
        let mut next = part.clone();
        next.text.push_str(joint);
        next.push(&self.text(at, (at + length).min(end)));
        next.end = (at + length).min(end);
        Some(next)
    }

    /// A date or a level that starts at a token, as a condition of the language: `after 2019`,
    /// `of level A or B`.
    pub(super) fn condition(&self, at: usize) -> Option<(usize, String)> {
        let is_any = |at: usize, words: &[&str]| self.token(at).is_some_and(|token| token.is_one_of(words));
        let mut start = at;
        if is_any(start, &["published", "dated", "reported"]) {
            start += 1;
        }
        let year = |at: usize| {
            let folded = &self.token(at).filter(|token| !token.is_name())?.folded;
            let year = folded.parse::<u32>().ok().filter(|_| folded.len() == 4)?;
            (1900..2100).contains(&year).then_some(year)
        };
        let dated = |words: &[&str], text: &dyn Fn(u32) -> String| {
            let fits = words.iter().enumerate().all(|(i, word)| self.is(start + i, word));
            let year = year(start + words.len()).filter(|_| fits)?;
            let mut end = start + words.len() + 1;
            while is_any(end, &["on", "onward", "onwards", "or", "later", "and", "newer"])
                && (is_any(end, &["on", "onward", "onwards", "later", "newer"])
                    || is_any(end + 1, &["later", "onwards", "newer"]))
            {
                end += 1;
            }
            Some((end, text(year)))
        };
        let since = |year: u32| format!("since {year}");
        let before = |year: u32| format!("before {year}");
        dated(&["since"], &since)
            .or_else(|| dated(&["from"], &since))
            .or_else(|| dated(&["after"], &|year| since(year + 1)))
            .or_else(|| dated(&["newer", "than"], &|year| since(year + 1)))
            .or_else(|| dated(&["before"], &before))
            .or_else(|| dated(&["until"], &|year| before(year + 1)))
            .or_else(|| dated(&["older", "than"], &before))
            .or_else(|| dated(&["in"], &|year| format!("since {year} before {}", year + 1)))
            .or_else(|| self.last_years(at))
            .or_else(|| self.level_condition(at))
    }

    /// `in the last 5 years`, counted back from the version of the graph, so that an answer does not
    /// depend on the day of the question.
    fn last_years(&self, at: usize) -> Option<(usize, String)> {
        let any = |at: usize, words: &[&str]| self.token(at).is_some_and(|token| token.is_one_of(words));
        let mut start = at;
        while any(start, &["in", "within", "over", "during", "from", "the"]) {
            start += 1;
        }
        if start == at || !any(start, &["last", "past", "previous"]) {
            return None;
        }
        let (to, years) = match self.token(start + 1).and_then(|token| number(&token.folded)) {
            Some(number) if any(start + 2, &["years", "year"]) => (start + 3, number.parse::<u32>().ok()?),
            _ if any(start + 1, &["year"]) => (start + 2, 1),
            _ => return None,
        };
        let version = &self.lexicon.vocabulary.version;
        let now = version.get(..4)?.parse::<u32>().ok()?;
        Some((to, format!("since {}", now.checked_sub(years)?)))
    }

    /// `of level A or B`.
    fn level_condition(&self, at: usize) -> Option<(usize, String)> {
        let level = Mark::Level.text();
        let preposition = self.token(at).is_some_and(|token| token.is_one_of(&["of", "at", "with", "on", "has"]));
        let start = if preposition { at + 1 } else { at };
        if !self.is(start, level) {
            return None;
        }
        let letter = |at: usize| self.token(at).map(|token| token.text.as_str()).filter(|text| text.len() == 1);
        let first = letter(start + 1)?;
        let joined = |at: usize| self.token(at).is_some_and(|token| token.is_one_of(&["or", "and"]));
        let end = start + 2;
        if joined(end) {
            if let Some(second) = letter(end + 1) {
                return Some((end + 2, format!("{level} {first} or {second}")));
            }
            if self.token(end + 1).is_some_and(|token| token.is_one_of(&["better", "above", "higher"])) {
                return Some((end + 2, format!("{level} {first} or better")));
            }
        }
        Some((end, format!("{level} {first}")))
    }

    /// Tokens of `B or better` behind `level`.
    fn level(&self, at: usize, end: usize) -> usize {
        let better = at + 2 < end && self.is(at + 1, "or") && (self.is(at + 2, "better") || self.is(at + 2, "worse"));
        if better { 3 } else { 1 }
    }
}
