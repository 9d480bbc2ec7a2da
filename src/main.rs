//! The program `onco`; see `onco --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    onco::main()
}
