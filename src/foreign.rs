//! Findings of other tools: a file of findings comes in, with the text that it is about; findings whose places are
//! verified go out. Nothing is read or written but the bytes that the caller gives.
//!
//! A format is read into one model ([`model`]), labels become kinds by a mapping ([`kind`]), and every span is verified
//! against the text ([`verify`]). What cannot be verified is left out with an error that has its place; a place is never
//! guessed. `docs/findings.md` describes formats and rules for users.

pub mod kind;
pub mod model;
mod offsets;
pub mod correspondence;
mod words;
pub mod explain;
pub mod verify;
