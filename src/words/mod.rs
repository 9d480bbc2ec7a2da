//! Questions in English: the only room that puts a question, a condition or a verb into words.

mod condition;
mod part;
mod plan;
mod reading;
mod stage;
mod verb;

pub use condition::ConditionWords;
pub use part::Parts;
pub use plan::operator;
pub use reading::reading;
pub use stage::stages;
