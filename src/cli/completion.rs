//! Completions of shells: options and commands as clap writes them, and the words of questions.

use super::arguments::{Arguments, CompleteArguments, Global};
use super::exit::Exit;
use super::output::Printer;
use super::run;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::{self, Write};

/// Candidates at most: more are no help in a shell.
const CANDIDATES_MAX: usize = 40;

/// `onco completions SHELL`.
pub(super) fn script(shell: Shell, out: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "onco", &mut bytes);
    let generated = String::from_utf8_lossy(&bytes);
    match shell {
        Shell::Bash => write!(out, "{generated}{BASH}"),
        Shell::Zsh => write!(out, "{}", generated.replace(ZSH_BEFORE, ZSH_AFTER).replacen("_onco() {", ZSH, 1)),
        Shell::Fish => write!(out, "{generated}{FISH}"),
        _ => out.write_all(generated.as_bytes()),
    }
}

const BASH: &str = r#"
# Words of the question of `onco query`, quoted or not.
_onco_with_questions() {
    local word="${COMP_WORDS[COMP_CWORD]}" line place query=
    for ((place = 1; place < COMP_CWORD; place++)); do
        [[ "${COMP_WORDS[place]}" == query ]] && query=1
    done
    if [[ -z $query || $word == -* ]]; then
        _onco "$@"
        return
    fi
    COMPREPLY=()
    while IFS= read -r line; do
        case $word in
            \'* | \"*) COMPREPLY+=("$line") ;;
            *) COMPREPLY+=("$(printf '%q' "$line")") ;;
        esac
    done < <(onco complete-question -- "$word" 2>/dev/null)
    compopt -o nospace -o nosort 2>/dev/null
}
complete -F _onco_with_questions -o bashdefault -o default onco
"#;

const ZSH_BEFORE: &str = "reads it from standard input:_default";
const ZSH_AFTER: &str = "reads it from standard input:_onco_question";
const ZSH: &str = r#"# Words of the question of `onco query`.
_onco_question() {
    local -a found
    found=("${(@f)$(onco complete-question -- "${words[CURRENT]}" 2>/dev/null)}")
    (( ${#found} )) && compadd -U -S '' -V questions -- "${found[@]}"
}

_onco() {"#;

const FISH: &str = r"
# Words of the question of `onco query`.
complete -c onco -n '__fish_seen_subcommand_from query' -f -k -a '(onco complete-question --describe -- (commandline -ct) 2>/dev/null)'
";

/// The command behind the completions: each candidate is the question so far with one more word.
pub(super) fn question(arguments: &CompleteArguments, global: &Global, printer: &Printer) -> Exit {
    let engine = match run::open(global.graph.as_deref(), printer) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    let typed = arguments.text.strip_prefix(['\'', '"']).unwrap_or(&arguments.text);
    let found = engine.complete(typed, typed.len());
    let before = typed.get(..found.start).unwrap_or("");
    let mut text = String::new();
    for item in found.items.iter().take(CANDIDATES_MAX) {
        text += before;
        text += &item.text;
        if arguments.describe {
            let about = if item.kind == "name" { &item.detail } else { &item.kind };
            text += &format!("\t{about}");
        }
        text.push('\n');
    }
    printer.text(&text)
}
