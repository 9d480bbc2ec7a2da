//! The program `onco`; see `onco --help`.

use std::process::ExitCode;

/// A question takes some two hundred small allocations: this allocator halves what they cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    onco::cli::main()
}
