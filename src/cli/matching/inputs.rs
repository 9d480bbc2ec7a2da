//! What is matched: files, and findings as a person writes them.

use crate::cli::exit::Exit;
use crate::cli::output::Printer;
use crate::diagnostic::Code;
use crate::patients::STANDARD_INPUT;
use std::path::{Path, PathBuf};

/// Ends of the names of files.
const FILE_ENDINGS: &[&str] =
    &[".maf", ".txt", ".tsv", ".csv", ".vcf", ".gz", ".bgz", ".zst", ".tab", ".xlsx", ".xls", ".bcf", ".bed", ".json"];

/// Files and findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Inputs {
    pub(super) files: Vec<PathBuf>,
    pub(super) findings: Vec<String>,
}

impl Inputs {
    /// What is there is a file, and what is called like one should be.
    ///
    /// # Errors
    /// A file that is not there; it has been printed.
    pub(super) fn sorted(written: &[String], printer: &Printer) -> Result<Self, Exit> {
        let mut inputs = Self::default();
        for text in written {
            let path = Path::new(text);
            if text == STANDARD_INPUT || path.exists() {
                inputs.files.push(path.to_owned());
            } else if is_called_like_a_file(text) {
                printer.problem(Code::File, &format!("cannot read {text}: there is no such file"));
                return Err(Exit::CannotOpen);
            } else {
                inputs.findings.push(text.clone());
            }
        }
        Ok(inputs)
    }
}

fn is_called_like_a_file(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_path = !text.contains(' ') && (text.starts_with(['/', '.', '~']) || text.matches('/').count() > 1);
    is_path || FILE_ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_otherwise_than_findings() {
        for text in ["tumour.maf", "a/b/c", "./x", "out.VCF.gz"] {
            assert!(is_called_like_a_file(text), "{text}");
        }
        for text in ["EGFR L858R", "EGFR p.L858R", "BRAF V600E/K", "EML4::ALK fusion", "TMB 12.5"] {
            assert!(!is_called_like_a_file(text), "{text}");
        }
    }
}
