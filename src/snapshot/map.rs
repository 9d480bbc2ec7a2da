//! The one place of the program that maps a file into memory.
#![allow(unsafe_code, reason = "mapping a file is unsafe: whoever changes it in place changes what is read")]

use memmap2::Mmap;
use std::fs::File;
use std::io;

/// The bytes of a file, read when they are accessed.
///
/// A snapshot is never changed in place: [`super::save`] writes a new file and renames it over the
/// old one, of which the map keeps what it has. What another program does to the file is checked
/// no further than the bytes are: every reader of the arrays takes any number in them.
///
/// # Errors
/// The system cannot map it.
pub(super) fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the map is only read, as plain numbers and bytes of which every value is valid;
    // see above for who may change the file.
    unsafe { Mmap::map(file) }
}
