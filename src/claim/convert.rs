//! From a file to its quads, without a store: documents, the articles of a file, and the rows of tables become claims, and
//! claims become quads, part by part. The build and `convert` both use it, so that they write the same.

pub mod articles;
pub mod document;
mod tables;

pub use tables::{TableSink, TableSourceFile, Written};
