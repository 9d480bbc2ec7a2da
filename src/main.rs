//! The program `onco`; see `onco --help`.

use onco::cli::Call;
use onco::repl;
use std::process::ExitCode;

fn main() -> ExitCode {
    let call = Call::of_process();
    let exit = if call.wants_prompt() { repl::run(call) } else { call.run() };
    exit.into()
}
