//! What was written: tagger, grammar, syntax tree, and the tree printed back.

pub mod ast;
