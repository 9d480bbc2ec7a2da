//! Files written as a whole or not at all.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes that are collected before they go to the file.
const BUFFER: usize = 1 << 18;

/// A file beside the wanted one that takes its place when all is written; until then, and where
/// writing fails, the wanted one stays as it was.
struct DraftFile {
    path: PathBuf,
    kept: bool,
}

/// Drafts that are being written, for a program that ends in the midst of it.
static DRAFTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn drafts() -> MutexGuard<'static, Vec<PathBuf>> {
    // A thread that died while it held the list left it whole.
    DRAFTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what is half written: for a program that is about to end without unwinding.
pub fn discard_drafts() {
    for path in drafts().drain(..) {
        let _ = std::fs::remove_file(path);
    }
}

impl DraftFile {
    /// A hidden file beside `path`, whose name no other running program gives to its drafts.
    fn beside(path: &Path) -> io::Result<Self> {
        let nameless = || io::Error::new(io::ErrorKind::InvalidInput, "this is not a file name");
        let mut hidden = OsString::from(".");
        hidden.push(path.file_name().ok_or_else(nameless)?);
        hidden.push(format!(".{}", std::process::id()));
        let path = path.with_file_name(hidden);
        drafts().push(path.clone());
        Ok(Self { path, kept: false })
    }
}

impl Drop for DraftFile {
    fn drop(&mut self) {
        drafts().retain(|path| *path != self.path);
        if !self.kept {
            // Nothing more can be done about a file that cannot be removed.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Writes a file: beside the target, synced, and then put in its place. What is no plain file, such
/// as a pipe or a device, cannot be replaced and is written to as it is.
///
/// # Errors
/// Those of `write` and of the file; what was there before stays.
pub fn replace<E: From<io::Error>>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), E>,
) -> Result<(), E> {
    if std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir()) {
        let mut out = BufWriter::with_capacity(BUFFER, File::options().write(true).open(path)?);
        write(&mut out)?;
        return Ok(out.flush()?);
    }
    let mut draft = DraftFile::beside(path)?;
    let mut out = BufWriter::with_capacity(BUFFER, File::create(&draft.path)?);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    std::fs::rename(&draft.path, path)?;
    draft.kept = true;
    sync_directory(path);
    Ok(())
}

/// Makes the new name last. Where directories cannot be synced the file is complete all the same.
fn sync_directory(path: &Path) {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(directory) = File::open(directory) {
        let _ = directory.sync_all();
    }
}
