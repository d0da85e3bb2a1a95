//! Pictures of a dataset as SVG text: a map of the points that claims give for places, and a timeline of the times that
//! claims give.
//!
//! Both are pure functions from plain values to text, so that a site, a report or a test can use them; `read` fills the
//! values from a store. They draw only what the dataset claims: no borders, no background except land on a map of much
//! of the earth, and each differing point and time separately, with its source. A source is marked by a shape or
//! pattern and a letter, never by colour alone.
//!
//! An SVG contains no style attribute and no script, so that it can stand in a page with a strict content security
//! policy; its classes are styled by [`STYLE`], light and dark. Each mark is a link with its own name, so the picture
//! is a document of links (`graphics-document`, WAI-ARIA Graphics Module) and not one opaque image. Each picture comes
//! with a table that has the same content as text.
//!
//! ```text
//! store -> read -> map | timeline -> a picture and a table
//!                  svg (escaping, numbers, widths of text), sources and marks (letters, shapes, patterns)
//! ```

pub mod map;
mod marks;
pub mod read;
pub mod sources;
pub mod svg;
pub mod timeline;

/// The style sheet of the pictures, and of the tables beside them: every class begins with `picture`.
pub const STYLE: &str = include_str!("picture/picture.css");

/// A picture, and the same content as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// An `svg` element for the body of an HTML page, or a file of its own if the style sheet goes with it.
    pub svg: String,
    /// The same for a narrow screen, such as a phone's; its ids differ from those of the other.
    pub narrow: String,
    /// HTML: a `table`, and a list of what could not be drawn, if anything.
    pub text: String,
}

impl Picture {
    /// The picture alone. The style sheet shows the drawing that fits the screen.
    pub fn frame(&self, name: &str) -> String {
        let name = svg::escape(name);
        format!(
            "<div class=\"picture-fits\" role=\"region\" aria-label=\"{name}\">\n{}{}</div>\n",
            self.svg, self.narrow
        )
    }

    /// The picture, with the text folded below it.
    pub fn folded(&self, name: &str) -> String {
        format!("{}<details>\n<summary>The same as a table</summary>\n{}</details>\n", self.frame(name), self.text)
    }

    /// The picture and the text.
    pub fn html(&self, name: &str) -> String {
        self.frame(name) + &self.text
    }
}
