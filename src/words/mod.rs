//! Questions in English: the only room that puts a question, a condition or a verb into words.

mod condition;
mod reading;

pub use condition::Wording;
pub use reading::{reading, said};
