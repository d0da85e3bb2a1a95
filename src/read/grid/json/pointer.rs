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

/// The pointer below a value to the innermost value that a byte is in.
pub(super) fn within(text: &str, from: Raw, at: usize) -> String {
    let mut found = String::new();
    let mut here = from;
    loop {
        let mut inside = Inside::new(text, here);
        let length = found.len();
        let mut number = 0_usize;
        let next = loop {
            let value = match here.shape {
                Shape::Object => match inside.member() {
                    Some(Ok(member)) => {
                        push(&mut found, &member.name);
                        member.value
                    }
                    _ => break None,
                },
                Shape::Array => match inside.item() {
                    Some(Ok(item)) => {
                        push(&mut found, &number.to_string());
                        item
                    }
                    _ => break None,
                },
                _ => break None,
            };
            if (value.at..value.end).contains(&at) {
                break Some(value);
            }
            number += 1;
            found.truncate(length);
        };
        match next {
            Some(value) => here = value,
            None => return found,
        }
    }
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
