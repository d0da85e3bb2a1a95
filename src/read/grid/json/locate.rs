//! Where a value stands in a JSON text.

use super::pointer::resolve;
use super::scan::Scanner;

/// The byte at which the value at a JSON Pointer begins; `None` if there is none, or the text is no JSON.
pub fn byte_of(text: &str, pointer: &str) -> Option<usize> {
    let whole = Scanner::new(text, 0).value(&mut ()).ok()?;
    Some(resolve(text, whole, pointer)?.at)
}
