//! stub
use super::{Failure, Import};
use crate::vocabulary::Vocabulary;
use std::path::PathBuf;
/// stub
pub const PATTERNS: &[&str] = &[];
/// stub
pub fn vocabulary(_: &[PathBuf]) -> Result<Vocabulary, Failure> { super::recipe::builtin_vocabulary("hetionet") }
/// stub
pub fn read(_: &mut Import<'_>) -> Result<(), Failure> { Ok(()) }
