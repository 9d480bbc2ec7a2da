//! Where each setting comes from: the user's file, then the environment, then the command line; `set`
//! at the prompt and in scripts comes last.

use super::arguments::{Arguments, Color, Global, SettingOrigin};
use super::exit::Exit;
use super::output::Printer;
use super::{run, stats};
use crate::answer::{Cell, ColumnType};
use crate::engine::{Settings, bytes, duration};
use crate::render::{self, NoteAmount};
use clap::parser::ValueSource;
use clap::{ArgMatches, ValueEnum};
use std::path::{Path, PathBuf};

/// One setting of the program.
struct ConfigRow {
    /// In the file and, with hyphens, on the command line.
    name: &'static str,
    /// Variables of the environment, the first that has a value counts.
    variables: &'static [&'static str],
    /// Takes a value; an error says what is expected.
    apply: fn(&mut Global, &str) -> Result<(), String>,
    now: fn(&Global) -> String,
}

/// Every setting of the program.
#[rustfmt::skip]
const ROWS: &[ConfigRow] = &[
    ConfigRow {
        name: "graph", variables: &["ONCO_GRAPH"],
        apply: |global, value| { global.graph = Some(value.to_owned()); Ok(()) },
        now: |global| global.graph.clone().unwrap_or_else(|| "the built-in one".to_owned()),
    },
    ConfigRow {
        name: "format", variables: &["ONCO_FORMAT"],
        apply: |global, value| {
            global.format = Some(render::format(value).ok_or_else(super::output::format_names)?);
            Ok(())
        },
        now: |global| global.format.map_or("table", |format| format.name).to_owned(),
    },
    ConfigRow {
        name: "timeout", variables: &["ONCO_TIMEOUT"],
        apply: |global, value| duration(value).map(|timeout| global.timeout = Some(timeout)),
        now: |global| global.timeout.map_or_else(|| "30s".to_owned(), |timeout| format!("{timeout:?}")),
    },
    ConfigRow {
        name: "max_rows", variables: &["ONCO_MAX_ROWS"],
        apply: |global, value| {
            global.max_rows = match value {
                "none" | "all" => None,
                number => Some(number.parse().map_err(|_| "expected a number, or none".to_owned())?),
            };
            Ok(())
        },
        now: |global| global.max_rows.map_or_else(|| "none".to_owned(), |rows| rows.to_string()),
    },
    ConfigRow {
        name: "max_memory", variables: &["ONCO_MAX_MEMORY"],
        apply: |global, value| bytes(value).map(|memory| global.max_memory = memory),
        now: |global| format!("{} MiB", global.max_memory >> 20),
    },
    ConfigRow {
        name: "strict", variables: &["ONCO_STRICT"],
        apply: |global, value| switch(value).map(|on| global.strict = on),
        now: |global| on_off(global.strict),
    },
    ConfigRow {
        name: "color", variables: &["ONCO_COLOR"],
        apply: |global, value| {
            global.color = Color::from_str(value, true).map_err(|_| "expected auto, always or never".to_owned())?;
            Ok(())
        },
        now: |global| format!("{:?}", global.color).to_lowercase(),
    },
    ConfigRow {
        name: "wide", variables: &["ONCO_WIDE"],
        apply: |global, value| switch(value).map(|on| global.wide = on),
        now: |global| on_off(global.wide),
    },
    ConfigRow {
        name: "notes", variables: &["ONCO_NOTES"],
        apply: |global, value| {
            global.notes = Some(NoteAmount::named(value).ok_or("expected all, few or none")?);
            Ok(())
        },
        now: |global| {
            let named = NoteAmount::NAMED.iter().find(|(_, amount)| Some(*amount) == global.notes);
            named.map_or("few on a terminal, else all", |(name, _)| name).to_owned()
        },
    },
    ConfigRow {
        name: "quiet", variables: &["ONCO_QUIET"],
        apply: |global, value| switch(value).map(|on| global.quiet = on),
        now: |global| on_off(global.quiet),
    },
    ConfigRow {
        name: "pager", variables: &["ONCO_PAGER", "PAGER"],
        apply: |global, value| { global.pager = Some(value.to_owned()); Ok(()) },
        now: |global| match global.pager.as_deref() {
            None => "less".to_owned(),
            Some("") => "none".to_owned(),
            Some(pager) => pager.to_owned(),
        },
    },
];

fn switch(value: &str) -> Result<bool, String> {
    match value {
        "on" | "true" | "yes" | "1" => Ok(true),
        "off" | "false" | "no" | "0" => Ok(false),
        _ => Err("expected on or off".to_owned()),
    }
}

fn on_off(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

/// Fills in what the command line leaves open.
///
/// # Errors
/// A value that cannot be used, or a file that cannot be read, with the place.
pub(super) fn complete(arguments: &mut Arguments, matches: &ArgMatches) -> Result<(), String> {
    let global = &mut arguments.global;
    let file = if global.no_config { None } else { path().filter(|path| path.exists()) };
    let values = file.as_deref().map(read).transpose()?.unwrap_or_default();
    for row in ROWS {
        let is_option = matches.try_get_raw(row.name).is_ok();
        if is_option && matches.value_source(row.name) == Some(ValueSource::CommandLine) {
            global.origins.push((row.name, SettingOrigin::CommandLine));
            continue;
        }
        if let Some((_, value)) = values.iter().find(|(name, _)| name == row.name) {
            let shown = file.as_deref().unwrap_or(Path::new("")).display();
            (row.apply)(global, value)
                .map_err(|expected| format!("{shown}: `{value}` is not a value of `{}`: {expected}", row.name))?;
            global.origins.push((row.name, SettingOrigin::File));
        }
        // An empty pager means none; other empty variables are as good as none at all.
        let set = |variable: &&'static str| {
            let value = std::env::var(variable).ok()?;
            (!value.is_empty() || row.name == "pager").then_some((*variable, value))
        };
        if let Some((variable, value)) = row.variables.iter().find_map(set) {
            (row.apply)(global, &value)
                .map_err(|expected| format!("${variable}: `{value}` is not a value of `{}`: {expected}", row.name))?;
            global.origins.retain(|(name, _)| *name != row.name);
            global.origins.push((row.name, SettingOrigin::Environment(variable)));
        }
    }
    Ok(())
}

/// The user's file, whether it is there or not; none where there is no home.
fn path() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("onco").join("config.toml"))
}

/// The settings of a file, as text.
fn read(path: &Path) -> Result<Vec<(String, String)>, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        format!("{shown}:{}: {}", before.matches('\n').count() + 1, error.message().trim_end())
    })?;
    let mut values = Vec::new();
    for (name, value) in table {
        let name = name.replace('-', "_");
        if ROWS.iter().all(|row| row.name != name) {
            let names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
            return Err(format!("{shown}: there is no setting `{name}`; there are {}", names.join(", ")));
        }
        let value = match value {
            toml::Value::String(text) => text,
            other => other.to_string(),
        };
        values.push((name, value));
    }
    Ok(values)
}

/// `onco config`: every setting, its value, and where the value comes from.
pub(super) fn run(global: &Global, printer: &mut Printer) -> Exit {
    let engine = match run::open(None, printer) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    let rows = rows(global, None).into_iter().map(|row| row.map(Cell::Text).to_vec()).collect();
    let columns = [("setting", ColumnType::Text), ("value", ColumnType::Text), ("from", ColumnType::Text)];
    let exit = stats::write(&stats::table(&engine, &columns, rows), printer);
    printer.inform(&place(global));
    exit
}

/// What the file is called, and what makes it.
fn place(global: &Global) -> String {
    match path() {
        _ if global.no_config => "the user's file is not looked at: --no-config".to_owned(),
        Some(path) if path.exists() => format!("from {}", path.display()),
        Some(path) => format!("{} is not there; lines such as `timeout = \"2m\"` in it set these", path.display()),
        None => "there is no home folder to keep settings in".to_owned(),
    }
}

/// Setting, value and where it comes from, as text for the prompt. `changed`: what `set` made of it.
pub(crate) fn listed(global: &Global, changed: (&Settings, &Settings)) -> String {
    let rows = rows(global, Some(changed));
    let width = |place: usize| rows.iter().map(|row| row[place].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    let lines = rows.iter().map(|[name, value, from]| format!("{name:first$}  {value:second$}  {from}\n"));
    format!("{}{}\n", lines.collect::<String>(), place(global))
}

fn rows(global: &Global, changed: Option<(&Settings, &Settings)>) -> Vec<[String; 3]> {
    let set_since = changed.map_or_else(Vec::new, |(before, now)| before.changes(now));
    let row = |row: &ConfigRow| {
        if let Some((_, value)) = set_since.iter().find(|(name, _)| *name == row.name) {
            return [row.name.to_owned(), value.clone(), "set".to_owned()];
        }
        let origin = global.origins.iter().find(|(name, _)| *name == row.name).map(|(_, origin)| origin);
        let from = match origin {
            None | Some(SettingOrigin::Default) => "default".to_owned(),
            Some(SettingOrigin::File) => "config.toml".to_owned(),
            Some(SettingOrigin::Environment(variable)) => format!("${variable}"),
            Some(SettingOrigin::CommandLine) => format!("--{}", row.name.replace('_', "-")),
        };
        [row.name.to_owned(), (row.now)(global), from]
    };
    ROWS.iter().map(row).collect()
}
