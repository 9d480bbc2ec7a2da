//! How questions are answered, and what `set` can change of it. A new setting is a row of
//! [`SETTINGS`].

use crate::diagnostic::{Code, Diagnostic};
use crate::exec::Limits;
use crate::language::ast::Text;
use crate::names::suggest_word;
use crate::query::Resolved;
use crate::resolve::{Binding, Bindings};
use std::path::Path;
use std::time::Duration;

/// How questions are answered.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Rules of scripts: R7 and R13 are errors.
    pub strict: bool,
    /// Time, rows, memory.
    pub limits: Limits,
    /// `--param NAME=VALUE`
    pub parameters: Vec<(String, String)>,
    /// How answers are written where the query does not say; absent: as the caller likes.
    pub format: Option<String>,
    /// The formats that the caller writes, and endings of their files; empty: any.
    pub formats: Vec<&'static str>,
    /// Those of them, and endings of their files, that draw what an answer speaks of.
    pub drawn_formats: Vec<&'static str>,
    /// The format that the caller writes where neither the question nor `set` names one.
    pub usual_format: Option<&'static str>,
}

impl Settings {
    /// Whether the caller can write answers so.
    pub(super) fn knows_format(&self, name: &str) -> bool {
        self.formats.is_empty() || self.formats.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether an answer will be drawn: then it needs to know what joins its rows.
    pub(super) fn draws(&self, resolved: &Resolved) -> bool {
        let is_drawn = |name: &str| self.drawn_formats.iter().any(|known| known.eq_ignore_ascii_case(name));
        let ending = resolved.file.as_ref().and_then(|file| Path::new(&file.text).extension()?.to_str());
        let named = [&resolved.format, &resolved.chart].into_iter().flatten().map(|format| &*format.text).chain(ending);
        let mut named = named.peekable();
        if named.peek().is_none() {
            return self.format.as_deref().or(self.usual_format).is_some_and(is_drawn);
        }
        named.into_iter().any(is_drawn)
    }

    /// A format that the caller does not write: `as FORMAT`, or else the ending of `to FILE`.
    pub(super) fn unknown_format(&self, format: Option<&Text>, file: Option<&Text>) -> Option<Diagnostic> {
        let refused = |format: &Text| unknown("format", format, self.formats.iter().copied());
        if let Some(format) = format {
            return (!self.knows_format(&format.text)).then(|| refused(format));
        }
        let file = file?;
        let ending = Path::new(&file.text).extension()?.to_str()?;
        let named = Text { text: ending.to_owned(), span: file.span };
        let help = "or say which: `| as csv | to \"FILE\"`";
        (!self.knows_format(ending)).then(|| refused(&named).help(help))
    }

    /// Names and values of the settings that are others in `now`.
    pub fn changes(&self, now: &Settings) -> Vec<(&'static str, String)> {
        let values = SETTINGS.iter().map(|setting| (setting.name, (setting.now)(self), (setting.now)(now)));
        values.filter(|(_, before, now)| before != now).map(|(name, _, now)| (name, now)).collect()
    }

    /// The parameters as bindings.
    pub(super) fn bindings(&self) -> Bindings {
        self.parameters.iter().map(|(name, value)| (name.clone(), Binding::Value(value.clone()))).collect()
    }
}

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// As `set` takes it.
    pub name: &'static str,
    /// What it may be.
    pub values: &'static str,
    /// One line for `show settings` and the reference.
    pub help: &'static str,
    /// Changes it; an error says what is expected.
    apply: fn(&mut Settings, &str) -> Result<(), String>,
    /// What it is now.
    pub(super) now: fn(&Settings) -> String,
}

/// Every setting.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "strict",
        values: "on, off",
        help: "refuse ambiguous sentences, as scripts do",
        apply: |settings, value| {
            settings.strict = match value {
                "on" | "true" | "yes" => true,
                "off" | "false" | "no" => false,
                _ => return Err("expected on or off".to_owned()),
            };
            Ok(())
        },
        now: |settings| if settings.strict { "on" } else { "off" }.to_owned(),
    },
    Setting {
        name: "format",
        values: "a format such as table, json or csv",
        help: "how answers are written where the query does not say",
        apply: |settings, value| {
            if !settings.knows_format(value) {
                return Err(format!("the formats are {}", settings.formats.join(", ")));
            }
            settings.format = Some(value.to_owned());
            Ok(())
        },
        now: |settings| settings.format.clone().unwrap_or_else(|| "as set on the command line".to_owned()),
    },
    Setting {
        name: "timeout",
        values: "a time such as 30s or 2m",
        help: "longest time of one answer",
        apply: |settings, value| duration(value).map(|timeout| settings.limits.timeout = timeout),
        now: |settings| format!("{:?}", settings.limits.timeout),
    },
    Setting {
        name: "max_rows",
        values: "a number, or none",
        help: "most rows of one answer",
        apply: |settings, value| {
            settings.limits.max_rows = match value {
                "none" | "all" => None,
                number => Some(number.parse().map_err(|_| "expected a number, or none".to_owned())?),
            };
            Ok(())
        },
        now: |settings| settings.limits.max_rows.map_or_else(|| "none".to_owned(), |rows| rows.to_string()),
    },
    Setting {
        name: "max_memory",
        values: "a size such as 512MiB",
        help: "most memory of intermediate results",
        apply: |settings, value| bytes(value).map(|memory| settings.limits.max_memory = memory),
        now: |settings| format!("{} MiB", settings.limits.max_memory >> 20),
    },
];

/// `set NAME VALUE`.
///
/// # Errors
/// No such setting, or not a value of it.
pub(super) fn set(settings: &mut Settings, name: &Text, value: &Text) -> Result<(), Diagnostic> {
    let wanted = name.text.to_lowercase().replace('-', "_");
    let Some(setting) = SETTINGS.iter().find(|setting| setting.name == wanted) else {
        return Err(unknown("setting", name, SETTINGS.iter().map(|setting| setting.name)));
    };
    (setting.apply)(settings, &value.text).map_err(|expected| {
        let message = format!("`{}` is not a value of `{}`", value.text, setting.name);
        Diagnostic::error(Code::WrongValue, value.span, message).at(expected)
    })
}

/// A setting, topic or format that is not there.
pub(super) fn unknown<'a>(what: &str, name: &Text, known: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let error = Diagnostic::error(Code::UnknownSetting, name.span, format!("there is no {what} `{}`", name.text));
    let error = match suggest_word(&name.text, known.clone()) {
        Some(near) => error.fix(format!("did you mean `{near}`?"), name.span, near),
        None => error,
    };
    let mut listed: Vec<&str> = known.collect();
    listed.dedup();
    error.help(format!("there are {}", listed.join(", ")))
}

/// Units with how many milliseconds they are.
const TIMES: &[(&str, u64)] = &[("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("", 1_000)];
/// So that a point in time plus a limit stays a point in time.
const LONGEST: Duration = Duration::from_secs(365 * 86_400);
/// Units with how many bytes they are.
const SIZES: &[(&str, u64)] = &[
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
    ("B", 1),
    ("", 1),
];

/// A time such as `30s` or `2m`; without a unit: seconds.
///
/// # Errors
/// What is expected instead.
pub fn duration(text: &str) -> Result<Duration, String> {
    let milliseconds = quantity(text, TIMES, "a number and ms, s, m or h")?;
    Ok(Duration::from_millis(milliseconds).min(LONGEST))
}

/// A size such as `512MiB`; without a unit: bytes.
///
/// # Errors
/// What is expected instead.
pub fn bytes(text: &str) -> Result<u64, String> {
    quantity(text, SIZES, "a number and KiB, MiB or GiB")
}

/// A number above zero, with or without a fraction, and a unit of `units`, in the smallest of them.
fn quantity(text: &str, units: &[(&str, u64)], expected: &str) -> Result<u64, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor = units.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit.trim())).map(|(_, factor)| *factor);
    match (number.parse::<f64>(), factor) {
        // `as` stops at the largest number, which is as good as no limit.
        (Ok(number), Some(factor)) if number > 0.0 => Ok(((number * factor as f64) as u64).max(1)),
        _ => Err(format!("expected {expected}")),
    }
}
