//! Manual pages.

use super::arguments::Arguments;
use super::exit::Exit;
use super::help;
use super::output::Printer;
use crate::diagnostic::Code;
use clap::CommandFactory;
use std::io::{self, Write};
use std::path::Path;

/// The page of the program.
pub(super) fn first(out: &mut dyn Write) -> io::Result<()> {
    clap_mangen::Man::new(help::with_examples(Arguments::command())).render(out)
}

/// The pages of the program and of each command, into a folder.
pub(super) fn all(folder: &Path, printer: &Printer) -> Exit {
    let made = std::fs::create_dir_all(folder).and_then(|()| write_all(folder));
    match made {
        Ok(count) => {
            printer.inform(&format!("{count} pages written to {}", folder.display()));
            Exit::Done
        }
        Err(error) => {
            printer.problem(Code::File, &format!("cannot write {}: {error}", folder.display()));
            Exit::Failed
        }
    }
}

fn write_all(folder: &Path) -> io::Result<usize> {
    let mut whole = help::with_examples(Arguments::command());
    whole.build();
    let mut count = 1;
    crate::files::replace(&folder.join("onco.1"), |out| clap_mangen::Man::new(whole.clone()).render(out))?;
    for command in whole.get_subcommands().filter(|command| !command.is_hide_set()) {
        let name = format!("onco-{}", command.get_name());
        // The name of a page has to live as long as the program.
        let page = clap_mangen::Man::new(command.clone().display_name(name.clone())).title(name.clone());
        crate::files::replace(&folder.join(format!("{name}.1")), |out| page.render(out))?;
        count += 1;
    }
    Ok(count)
}
