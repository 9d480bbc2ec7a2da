//! Takes everything in and checks it.
/// x
pub struct EntityRecord;
/// x
pub struct GraphBuilder;
/// x
pub struct Place;
/// x
pub struct Problem;
/// x
pub struct StatementRecord;
