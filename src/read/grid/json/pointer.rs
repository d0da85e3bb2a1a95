//! JSON Pointers (RFC 6901).

use super::inside::Inside;
use super::scan::{Raw, Shape};
use std::borrow::Cow;

/// Adds a step to a pointer.
pub(super) fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    if name.contains(['~', '/']) {
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
    } else {
        pointer.push_str(name);
    }
}

/// The steps of a pointer, without escapes.
pub(super) fn steps(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(|step| {
        if step.contains('~') { Cow::Owned(step.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(step) }
    })
}

/// The value at a pointer below a value.
pub(super) fn resolve(text: &str, from: Raw, pointer: &str) -> Option<Raw> {
    let mut here = from;
    for step in steps(pointer) {
        let mut inside = Inside::new(text, here);
        here = match here.shape {
            Shape::Object => loop {
                let member = inside.member()?.ok()?;
                if member.name == step {
                    break member.value;
                }
            },
            Shape::Array => {
                let index: usize = step.parse().ok().filter(|n: &usize| n.to_string() == step)?;
                for _ in 0..index {
                    inside.item()?.ok()?;
                }
                inside.item()?.ok()?
            }
            _ => return None,
        };
    }
    Some(here)
}
