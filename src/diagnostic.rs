//! What can be wrong with a text, as plain data. Only `render::diagnostic` draws it.

use crate::text::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing runs.
    Error,
    /// Runs, but the user should look.
    Warning,
}

// The doc attribute of each row doubles as the explanation in the reference.
macro_rules! code_table {
    ($($variant:ident $text:literal $explanation:literal;)*) => {
        /// What kind of mistake it is: stable, one word, shown in square brackets.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $explanation] $variant,)* }
        impl Code {
            /// Every code, in the order in which they are documented.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];
            /// The code as users and programs see it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $text,)* }
            }
            /// One sentence for the reference.
            pub const fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explanation,)* }
            }
        }
    };
}

code_table! {
    EmptyQuery "empty-query" "there is no question in the text";
    Syntax "syntax" "the words do not form a sentence";
    UnclosedQuote "unclosed-quote" "a double quote is never closed";
    TooDeep "too-deep" "brackets are nested too deeply";
    TooLong "too-long" "the text is longer than a query may be";
    UnknownName "unknown-name" "nothing in the graph has this name";
    UnknownWord "unknown-word" "a word is neither part of the language nor a name in the graph";
    AmbiguousName "ambiguous-name" "several entities have this name and the sentence does not say which is meant";
    WrongKind "wrong-kind" "a name or noun is of a kind that the verb does not take";
    NoPlace "no-place" "nothing to the left of a clause, filter or context can take it";
    MixedConnectors "mixed-connectors" "`and` and `or` are mixed without brackets in a script";
    AmbiguousReading "ambiguous-reading" "a question in plain words can mean several things";
    NotRecorded "not-recorded" "the question asks for something that the graph does not hold";
    AmbiguousAttachment "ambiguous-attachment" "a clause could belong to two nouns, in a script";
    Ellipsis "ellipsis" "a verb or noun is left out that has to be repeated";
    UnknownProperty "unknown-property" "there is no such column or property here";
    WrongValue "wrong-value" "the property cannot have this value";
    UnknownVariable "unknown-variable" "a `$name` was never set";
    UnknownLabel "unknown-label" "a label was never given with `as`";
    DuplicateName "duplicate-name" "a `let`, parameter or label is given twice";
    TypeMismatch "type-mismatch" "a table is used where a set is needed, or the other way round";
    NoStatements "no-statements" "the question is about evidence and the graph has none";
    UnknownSetting "unknown-setting" "there is no such setting, topic or format";
    NoLastAnswer "no-last-answer" "`why N` refers to a row of an answer that does not exist";
    File "file" "a file that the text names cannot be read or written";
    Cycle "cycle" "a file, a `let` or a parameter refers to itself";
    MissingParameter "missing-parameter" "a parameter has no value";
    ExpectFailed "expect-failed" "an answer is not what the script expects";
    Timeout "timeout" "the time limit was reached";
    OutOfMemory "out-of-memory" "the memory limit was reached";
    Interrupted "interrupted" "the question was cancelled";
    Internal "internal" "the engine failed on a text: a defect of the program, not of the text";
    Vocabulary "vocabulary" "a vocabulary file cannot be used as it is";
    Graph "graph" "a graph or one of its files cannot be used as it is";
}

/// A piece of the source with what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Place in the text, in bytes.
    pub span: Span,
    /// What; may be empty.
    pub text: String,
}

/// Advice, with a replacement where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// In the user's words.
    pub text: String,
    /// Text to put in place of a span, where the fix is one replacement.
    pub fix: Option<(Span, String)>,
}

/// One error or warning about a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Kind of mistake.
    pub code: Code,
    /// One line in the user's words.
    pub message: String,
    /// The first is the place; others are context.
    pub labels: Vec<Label>,
    /// What would work, best first.
    pub help: Vec<Help>,
    /// Whole questions that may be asked instead, best first. Each has rows.
    pub offers: Vec<String>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            labels: vec![Label { span, text: String::new() }],
            help: Vec::new(),
            offers: Vec::new(),
        }
    }

    /// Sets what the caret line says.
    pub fn at(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Adds a second place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds advice in words.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(Help { text: text.into(), fix: None });
        self
    }

    /// Adds advice that can be applied: `replacement` in place of `span`.
    pub fn fix(mut self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.help.push(Help { text: text.into(), fix: Some((span, replacement.into())) });
        self
    }

    /// Where it is, or an empty span.
    pub fn span(&self) -> Span {
        self.labels.first().map(|label| label.span).unwrap_or_default()
    }
}
