//! Sets of entities: which entities meet a condition, without the evidence for it.

pub mod naive;
pub mod profile;
