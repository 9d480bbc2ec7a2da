//! Every mark of the tagged line, and with each keyword how it is written and what it is for.
//!
//! One table: the tagger, the grammar's tree, the printer, completion, suggestions and the
//! reference take their words from here. The words of a graph are not here but in its vocabulary.

use crate::model::{SOURCES, STAGES, SourceKind, StageName};
use std::sync::LazyLock;

/// Where a word is a keyword; elsewhere it may be a name. A set of the constants below.
pub type Places = u8;
/// Everywhere.
pub const ANYWHERE: Places = 1;
/// First in a statement or a query.
pub const OPENING: Places = 2;
/// Right after `|`.
pub const STAGE: Places = 4;
/// Anywhere after a `|` or a `by`.
pub const BEHIND_BAR: Places = 8;
/// Right before `(`, after a `|` or a `by`.
pub const FUNCTION: Places = 16;
/// Only right after certain marks.
const NOWHERE: Places = 0;

/// One spelling of a keyword.
#[derive(Clone, Debug)]
pub struct Keyword {
    /// As it is written; two words at most, with a space between.
    pub text: &'static str,
    /// The mark it gets.
    pub mark: Mark,
    /// Where it is a keyword.
    pub places: Places,
    /// It is also a keyword right after one of these marks.
    pub after: &'static [Mark],
    /// What it is for, in a few words.
    pub purpose: &'static str,
}

/// Makes the enum of marks and the table of keywords. Each keyword lists its spellings, the usual
/// one first: text, places, marks it may follow, purpose.
macro_rules! marks {
    (
        runs { $($(#[$run_doc:meta])* $run:ident $run_text:literal;)* }
        signs { $($sign:ident $sign_text:literal;)* }
        keywords { $($word:ident: $([$text:literal, $places:expr, [$($after:expr),*], $purpose:literal])+;)* }
    ) => {
        /// What the grammar sees of a run.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Mark {
            /// A word that begins a stage and nothing else.
            Stage(StageName),
            /// Words that begin a source and nothing else.
            Source(SourceKind),
            $($(#[$run_doc])* $run,)*
            $(#[doc = concat!("`", $sign_text, "`")] $sign,)*
            $(#[doc = first!($(concat!("`", $text, "`: ", $purpose)),+)] $word,)*
        }

        impl Mark {
            /// Every mark but those of sources and stages.
            const FIXED: &'static [Mark] = &[$(Mark::$run,)* $(Mark::$sign,)* $(Mark::$word,)*];

            /// The capitals of a run, a sign, or the usual spelling of a keyword.
            pub const fn text(self) -> &'static str {
                match self {
                    Mark::Stage(name) => name.row().keyword,
                    Mark::Source(kind) => kind.row().keyword,
                    $(Mark::$run => $run_text,)*
                    $(Mark::$sign => $sign_text,)*
                    $(Mark::$word => first!($($text),+),)*
                }
            }
        }

        /// Every keyword in every spelling, but for those that only begin a source or a stage.
        const FIXED_KEYWORDS: &[Keyword] = &[
            $($(Keyword {
                text: $text,
                mark: Mark::$word,
                places: $places,
                after: &[$($after),*],
                purpose: $purpose,
            },)+)*
        ];
    };
}

macro_rules! first {
    ($first:expr $(, $others:expr)*) => {
        $first
    };
}

/// Every keyword in every spelling.
pub static KEYWORDS: LazyLock<Vec<Keyword>> = LazyLock::new(|| {
    let mut keywords = FIXED_KEYWORDS.to_vec();
    let mut add = |text: &'static str, mark: Mark, place: Places, purpose: &'static str| match keywords
        .iter_mut()
        .find(|keyword| keyword.text == text)
    {
        Some(keyword) => keyword.places |= place,
        None => keywords.push(Keyword { text, mark, places: place, after: &[], purpose }),
    };
    for row in SOURCES.iter().filter(|row| !row.keyword.is_empty()) {
        for text in std::iter::once(row.keyword).chain(row.synonym) {
            add(text, Mark::Source(row.kind), OPENING, row.help);
        }
    }
    for row in STAGES {
        for text in std::iter::once(row.keyword).chain(row.synonym) {
            add(text, Mark::Stage(row.name), STAGE, row.help);
        }
    }
    keywords
});

#[rustfmt::skip]
marks! {
    runs {
        /// A noun.
        Noun "N";
        /// A noun or a verb.
        NounOrVerb "NV";
        /// A noun or an adjective.
        NounOrAdjective "NA";
        /// A verb.
        Verb "V";
        /// A verb or an adjective.
        VerbOrAdjective "VA";
        /// A noun form of a verb (`targets of`).
        NounForm "F";
        /// A noun form or a verb.
        NounFormOrVerb "FV";
        /// An adjective of the vocabulary.
        Adjective "A";
        /// A name used as an adjective (`on-target mechanisms`).
        NameAsAdjective "AN";
        /// A property.
        Property "P";
        /// A name of the graph.
        Name "E";
        /// A noun after a name of its kind (`EGFR gene`).
        NounOfName "NO";
        /// A label given with `as`.
        Label "L";
        /// A kind before a name (`gene:MET`).
        Kind "K";
        /// A property of a noun or label (`gene.name`).
        Member "M";
        /// A word that the user makes up: a label, a setting, a format.
        Identifier "I";
        /// A value after a comparison.
        Value "X";
        /// The text after `resolve`.
        Text "T";
        /// A text in quotes.
        Quoted "Q";
        /// A number.
        Number "#";
        /// A variable (`$x`).
        Variable "$";
        /// Words that nothing knows.
        Unknown "U";
        /// An unknown word in the place of a verb.
        UnknownVerb "UV";
    }
    signs {
        Open "(";
        Close ")";
        Comma ",";
        Colon ":";
        Bar "|";
        Question "?";
        Equal "=";
        NotEqual "!=";
        Less "<";
        LessOrEqual "<=";
        Greater ">";
        GreaterOrEqual ">=";
        Exclamation "!";
        CloseSquare "]";
    }
    keywords {
        // Statements.
        Let: ["let", OPENING, [], "name a query"];
        Param: ["param", OPENING, [], "declare a parameter"];
        Set: ["set", OPENING, [], "change a setting"];
        Use: ["use", OPENING, [], "open another graph"];
        Run: ["run", OPENING, [], "run a query file"];
        Explain: ["explain", OPENING, [], "show how a query would run"];
        Profile: ["profile", OPENING, [], "run a query and show what each step cost"];
        Expect: ["expect", OPENING, [], "check the previous answer"];
        Rows: ["rows", NOWHERE, [Mark::Number, Mark::No], "number of rows expected"]
            ["row", NOWHERE, [Mark::Number, Mark::No], "number of rows expected"];
        // Sources; the words that begin one and mean nothing else are rows of `SOURCES`.
        Count: ["count", OPENING | BEHIND_BAR, [], "count rows"];
        HowMany: ["how many", OPENING, [], "count rows"];
        Top: ["top", OPENING, [], "keep the first rows"];
        Resolve: ["resolve", OPENING, [], "list what a name can mean"];
        Why: ["why", OPENING, [], "explain a row of an answer"];
        Shortest: ["shortest", OPENING, [Mark::All], "only the shortest paths"];
        Paths: ["paths", OPENING, [Mark::All, Mark::Shortest, Mark::Count], "find or count paths"]
            ["path", OPENING, [Mark::All, Mark::Shortest], "find paths between two entities"];
        Match: ["match", OPENING, [], "match the findings of a patient"];
        File: ["file", NOWHERE, [Mark::Match], "read the findings from a file"];
        ConflictsAbout: ["conflicts about", OPENING, [], "statements that contradict each other"];
        // Options of paths.
        From: ["from", ANYWHERE, [], "where a path starts"];
        To: ["to", ANYWHERE, [], "where a path ends, or a file to write"];
        Between: ["between", ANYWHERE, [], "two ends, or two bounds"];
        Within: ["within", ANYWHERE, [], "greatest number of steps"];
        Via: ["via", ANYWHERE, [], "only over these"];
        Avoiding: ["avoiding", ANYWHERE, [], "not over these"];
        // Parts of stages; the words that begin one are rows of `STAGES`.
        Show: ["show", OPENING, [], "show a topic"];
        PageRank: ["pagerank", NOWHERE, [Mark::Stage(StageName::Rank)], "PageRank"];
        Degree: ["degree", NOWHERE, [Mark::Stage(StageName::Rank)], "number of neighbours"];
        Betweenness: ["betweenness", NOWHERE, [Mark::Stage(StageName::Rank)], "betweenness centrality"];
        Evidence: ["evidence", NOWHERE, [Mark::Count], "count statements"];
        Ascending: ["asc", BEHIND_BAR, [], "smallest first"];
        Descending: ["desc", BEHIND_BAR, [], "greatest first"];
        Min: ["min", FUNCTION, [], "the smallest value"];
        Max: ["max", FUNCTION, [], "the greatest value"];
        Sum: ["sum", FUNCTION, [], "the sum"];
        Avg: ["avg", FUNCTION, [], "the mean"];
        List: ["list", FUNCTION, [], "all values"];
        // Sets.
        Union: ["union", ANYWHERE, [], "in one set or the other"];
        Except: ["except", ANYWHERE, [], "in the first set and not in the second"]
            ["minus", ANYWHERE, [], "in the first set and not in the second"];
        Intersect: ["intersect", ANYWHERE, [], "in both sets"];
        // Phrases.
        And: ["and", ANYWHERE, [], "both"];
        Or: ["or", ANYWHERE, [], "either"];
        But: ["but", ANYWHERE, [], "the same as `and`"];
        Not: ["not", ANYWHERE, [], "not stated in this graph"];
        In: ["in", ANYWHERE, [], "in this context"];
        For: ["for", ANYWHERE, [], "in this context"];
        Without: ["without", ANYWHERE, [], "no relation to"];
        Where: ["where", ANYWHERE, [], "condition on properties"];
        With: ["with", ANYWHERE, [], "condition on properties"];
        As: ["as", ANYWHERE, [], "label or format"];
        By: ["by", ANYWHERE, [], "key or columns"];
        That: ["that", ANYWHERE, [], "begins a clause"]
            ["who", ANYWHERE, [], "begins a clause"];
        Which: ["which", ANYWHERE, [], "begins a clause or a question"];
        What: ["what", ANYWHERE, [], "anything the verb allows"];
        The: ["the", ANYWHERE, [], "no meaning of its own"];
        Any: ["any", ANYWHERE, [], "no meaning of its own"];
        All: ["all", ANYWHERE, [], "no meaning of its own"];
        Some: ["some", ANYWHERE, [], "no meaning of its own"];
        A: ["a", ANYWHERE, [], "no meaning of its own"]
            ["an", ANYWHERE, [], "no meaning of its own"];
        Is: ["is", ANYWHERE, [], "yes-or-no question, or part of a verb"]
            ["are", ANYWHERE, [], "yes-or-no question, or part of a verb"];
        Does: ["does", ANYWHERE, [], "yes-or-no question, or part of a verb"]
            ["do", ANYWHERE, [], "yes-or-no question, or part of a verb"];
        Can: ["can", ANYWHERE, [], "part of a verb"];
        Exactly: ["exactly", ANYWHERE, [], "this one without its subtypes, or exactly this number"];
        OrBroader: ["or broader", ANYWHERE, [], "and broader terms"];
        // Quantifiers.
        AtLeast: ["at least", ANYWHERE, [], "this many or more"];
        AtMost: ["at most", ANYWHERE, [], "this many or fewer"];
        MoreThan: ["more than", ANYWHERE, [], "above this number"];
        FewerThan: ["fewer than", ANYWHERE, [], "below this number"];
        No: ["no", ANYWHERE, [], "none"];
        Only: ["only", ANYWHERE, [], "these and no other"];
        Every: ["every", ANYWHERE, [], "all there are"];
        // Filters.
        At: ["at", ANYWHERE, [], "before a level"];
        Level: ["level", ANYWHERE, [], "level of evidence"];
        OrBetter: ["or better", ANYWHERE, [], "this level and those above"];
        OrWorse: ["or worse", ANYWHERE, [], "this level and those below"];
        Since: ["since", ANYWHERE, [], "from this year on"];
        Before: ["before", ANYWHERE, [], "earlier than this year"];
        IncludingContested: ["including contested", ANYWHERE, [], "contested rows too"];
        IncludingCombinations: ["including combinations", ANYWHERE, [], "combinations too"];
        // Conditions.
        Contains: ["contains", ANYWHERE, [], "text contains"];
        StartsWith: ["starts with", ANYWHERE, [], "text begins with"];
        EndsWith: ["ends with", ANYWHERE, [], "text ends with"];
        Matches: ["matches", ANYWHERE, [], "text fits a regular expression"];
        Missing: ["missing", NOWHERE, [Mark::Is, Mark::Not], "has no value"];
    }
}

impl Mark {
    /// Writes the mark at the end of a tagged line: a keyword of two words is joined by `_`, so
    /// that no mark is the beginning of another, and a space follows.
    pub(super) fn write(self, line: &mut String) {
        let (text, start) = (self.text(), line.len());
        line.push_str(text);
        if let Some(gap) = text.find(' ') {
            line.replace_range(start + gap..=start + gap, "_");
        }
        line.push(' ');
    }

    /// Every mark.
    pub(super) fn all() -> impl Iterator<Item = Mark> {
        let sources = SOURCES.iter().map(|row| Mark::Source(row.kind));
        let stages = STAGES.iter().map(|row| Mark::Stage(row.name));
        Self::FIXED.iter().copied().chain(sources.chain(stages).filter(|mark| mark.keyword().is_some()))
    }

    /// The stage that begins with this word after a bar.
    pub(super) fn stage(self) -> Option<StageName> {
        match self {
            Mark::Stage(name) => Some(name),
            // A word with another use besides.
            other => STAGES.iter().find(|row| row.keyword == other.text()).map(|row| row.name),
        }
    }

    /// The mark that the grammar writes so, without the space after it.
    pub(super) fn in_grammar(written: &str) -> Option<Self> {
        let text = written.replace('_', " ");
        Self::all().find(|mark| mark.text() == text)
    }

    /// The usual spelling of a keyword, with what it is for.
    pub(super) fn keyword(self) -> Option<&'static Keyword> {
        KEYWORDS.iter().find(|keyword| keyword.mark == self)
    }

    pub(super) const fn is_noun(self) -> bool {
        matches!(self, Mark::Noun | Mark::NounOrVerb | Mark::NounOrAdjective)
    }

    pub(super) const fn is_verb(self) -> bool {
        matches!(self, Mark::Verb | Mark::NounOrVerb | Mark::VerbOrAdjective | Mark::NounFormOrVerb | Mark::UnknownVerb)
    }

    pub(super) const fn is_noun_form(self) -> bool {
        matches!(self, Mark::NounForm | Mark::NounFormOrVerb)
    }

    /// Whether it is an adjective wherever it is; a [`Mark::NounOrAdjective`] is one before a noun.
    pub(super) const fn is_adjective(self) -> bool {
        matches!(self, Mark::Adjective | Mark::NameAsAdjective | Mark::VerbOrAdjective)
    }

    /// Whether one run after it is a value, whatever it is.
    pub(super) const fn is_comparison(self) -> bool {
        matches!(
            self,
            Mark::Equal
                | Mark::NotEqual
                | Mark::Less
                | Mark::LessOrEqual
                | Mark::Greater
                | Mark::GreaterOrEqual
                | Mark::Contains
                | Mark::StartsWith
                | Mark::EndsWith
                | Mark::Matches
        )
    }

    /// Words before a noun that change nothing.
    pub(super) const fn is_determiner(self) -> bool {
        matches!(self, Mark::The | Mark::Any | Mark::All | Mark::Some | Mark::A | Mark::Which)
    }

    /// Whether it begins what a verb may be quantified with.
    pub(super) const fn is_quantifier(self) -> bool {
        matches!(
            self,
            Mark::AtLeast
                | Mark::AtMost
                | Mark::MoreThan
                | Mark::FewerThan
                | Mark::Exactly
                | Mark::No
                | Mark::Only
                | Mark::Every
        )
    }
}
