//! A timeline: a row for each place or event, a bar for each claim, from the earliest to the latest day that it may
//! mean. So width shows precision: a day is a tick, a month a short bar, a year a long one; an open end fades out, and
//! a time that the source itself calls uncertain is hatched. Overlapping claims of one row are on separate lanes, so
//! that you see disagreeing ones side by side. Times without a place in the calendar are listed below.

mod axis;
mod lanes;
mod table;

use super::Picture;
use super::map::count;
use super::marks;
use super::sources::Sources;
use super::svg::{close_link, escape, number, open_link, shorten, text_width};
use axis::Axis;
use jiff::civil::Date;
use lanes::Stretch;
use std::fmt::Write;

/// A row of the timeline: the subject of some claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its label.
    pub label: String,
    /// The address of its page.
    pub address: Option<String>,
    /// Whether the claims are known to disagree about the time.
    pub disputed: bool,
    /// The claims.
    pub bars: Vec<Bar>,
}

/// A claim with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The first possible day; `None` if that end is open.
    pub earliest: Option<Date>,
    /// The last possible day; `None` if that end is open.
    pub latest: Option<Date>,
    /// The time as in the data, in EDTF.
    pub edtf: String,
    /// Whether the source gives it as approximate or uncertain.
    pub uncertain: bool,
    /// What is claimed, in a word or two.
    pub what: String,
    /// The name of the source.
    pub source: String,
    /// The address of the claim's page.
    pub address: Option<String>,
    /// The words of the source.
    pub words: String,
}

/// A claim whose time cannot be placed in the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// The label of its subject.
    pub label: String,
    /// The address of the claim's page.
    pub address: Option<String>,
    /// The words that give the time.
    pub time: String,
    /// The name of the source.
    pub source: String,
    /// The words of the source.
    pub words: String,
}

impl Bar {
    /// The accessible name. It begins with the visible text beside the bar, so that it can be activated by voice.
    fn name(&self, beside: &str, row: &str) -> String {
        let what = if self.what.is_empty() { String::new() } else { format!("{}, ", self.what) };
        format!("{beside}, {row}: {what}{}, according to {}", self.in_words(), self.source)
    }

    /// The time in readable form.
    fn in_words(&self) -> String {
        crate::base::date::in_words(&self.edtf).unwrap_or_else(|| self.edtf.clone())
    }

    fn is_day(&self) -> bool {
        self.earliest.is_some() && self.earliest == self.latest
    }
}

/// Dimensions of the paper, in pixels; its height depends on the rows.
struct Paper {
    width: f64,
    /// Left end of the axis.
    left: f64,
    /// Right end of the axis.
    right: f64,
    /// Height above the bars of a row for its name; without it, the name is on their left.
    above: f64,
    /// An additional class of the drawing.
    class: &'static str,
}

const WIDE: Paper = Paper { width: 900.0, left: 196.0, right: 886.0, above: 0.0, class: "" };
const NARROW: Paper = Paper { width: 340.0, left: 10.0, right: 330.0, above: 18.0, class: " picture-narrow" };
/// Left end of the names of rows.
const NAMES: f64 = 10.0;
/// Height of a lane, of a bar in it, and of the axis.
const LANE: f64 = 20.0;
const BAR: f64 = 11.0;
const AXIS: f64 = 30.0;
/// Font size of names, and of the text beside a bar.
const SIZE: f64 = 13.0;
const SMALL: f64 = 11.0;
const NAMED_SOURCES: usize = 24;

/// Draws rows of claims in the given order. `id` must be unique in its page. `None` if there is nothing to show; if
/// there are only claims without a place in the calendar, the picture is empty and the text lists them.
pub fn draw(id: &str, title: &str, rows: &[Row], unplaced: &[Unplaced]) -> Option<Picture> {
    let text = table::write(id, rows, unplaced);
    let drawn = |paper, id| Timeline::of(paper, id, title, rows).map(|timeline| timeline.svg());
    let (Some(svg), Some(narrow)) = (drawn(&WIDE, id.to_owned()), drawn(&NARROW, format!("{id}-narrow"))) else {
        return (!unplaced.is_empty()).then_some(Picture { svg: String::new(), narrow: String::new(), text });
    };
    Some(Picture { svg, narrow, text })
}

struct Timeline<'a> {
    paper: &'static Paper,
    id: String,
    title: &'a str,
    rows: &'a [Row],
    axis: Axis,
    sources: Sources,
}

impl<'a> Timeline<'a> {
    /// `None` if no claim has a place in the calendar.
    fn of(paper: &'static Paper, id: String, title: &'a str, rows: &'a [Row]) -> Option<Self> {
        let bars = || rows.iter().flat_map(|r| &r.bars);
        let days = bars().flat_map(|b| [b.earliest, b.latest]).flatten();
        let axis = Axis::of(days, paper.left, paper.right)?;
        let sources = Sources::new(bars().map(|b| b.source.as_str()));
        Some(Self { paper, id, title, rows, axis, sources })
    }

    fn svg(&self) -> String {
        let mut rows = String::new();
        let mut y = AXIS + 4.0;
        for (n, row) in self.rows.iter().filter(|r| !r.bars.is_empty()).enumerate() {
            y = self.row(&mut rows, row, y, n % 2 == 1);
        }
        let bottom = y;
        let mut body = String::new();
        self.axis(&mut body, bottom);
        body += &rows;
        let height = self.legend(&mut body, bottom + if bottom > 420.0 { AXIS } else { 8.0 });
        self.open(height) + &body + "</svg>\n"
    }

    fn open(&self, height: f64) -> String {
        let (id, title, height) = (&self.id, escape(self.title), number(height));
        let Paper { width, class, .. } = self.paper;
        let bars = self.rows.iter().map(|r| r.bars.len()).sum();
        let mut out = format!(
            "<svg class=\"picture picture-timeline{class}\" id=\"{id}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             xmlns=\"http://www.w3.org/2000/svg\" role=\"graphics-document\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{} from {}, {}. A bar is as wide as the source is \
             imprecise. The table below says the same.</desc>\n<defs>",
            count(bars, "time"),
            count(self.sources.len(), "source"),
            self.axis.range(),
        );
        marks::definitions(&mut out, id);
        out.push_str("</defs>\n");
        out
    }

    fn axis(&self, out: &mut String, bottom: f64) {
        out.push_str("<g class=\"picture-grid\" aria-hidden=\"true\">\n");
        for (x, text) in self.axis.ticks() {
            // A name that would be cut off at the edge is left out; its line is enough.
            let half = text_width(&text, SMALL) / 2.0;
            let text = if x + half > self.paper.width || x < half { "" } else { text.as_str() };
            let x = number(x);
            let _ = writeln!(
                out,
                "<path d=\"M{x} {AXIS}V{}\"/><text x=\"{x}\" y=\"20\" text-anchor=\"middle\">{text}</text>",
                number(bottom)
            );
            // The axis is repeated where the first one has left the screen.
            if bottom > 420.0 {
                let y = number(bottom + 18.0);
                let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{text}</text>");
            }
        }
        out.push_str("</g>\n");
    }

    /// Draws a row. Returns its lower end.
    fn row(&self, out: &mut String, row: &Row, top: f64, shaded: bool) -> f64 {
        let spans: Vec<(f64, f64)> = row.bars.iter().map(|b| self.axis.span(b.earliest, b.latest)).collect();
        let texts: Vec<String> = row.bars.iter().map(|b| self.beside(b)).collect();
        let taken: Vec<Stretch> =
            spans.iter().zip(&texts).map(|((from, to), text)| self.with_text(*from, *to, text).0).collect();
        let (lanes, many) = lanes::pack(&taken);
        let above = self.paper.above;
        let height = above + many as f64 * LANE + 4.0;
        let n = number;
        if shaded {
            let _ = writeln!(
                out,
                "<rect class=\"picture-shade\" x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                n(top),
                n(self.paper.width),
                n(height)
            );
        }
        let end = if above > 0.0 { self.paper.width } else { self.paper.left };
        let room = end - NAMES - 14.0 - if row.disputed { 18.0 } else { 0.0 };
        let shown = shorten(&row.label, SIZE, room);
        let disputed = if row.disputed { "; sources disagree about the time" } else { "" };
        open_link(out, "picture-link picture-name", row.address.as_deref(), &format!("{}{disputed}", row.label));
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\">{}{}</text>",
            n(NAMES),
            n(top + 16.0),
            escape(&shown),
            if row.disputed { " <tspan class=\"picture-disputed\">\u{2260}</tspan>" } else { "" }
        );
        close_link(out, row.address.as_deref());
        for (((bar, span), text), lane) in row.bars.iter().zip(&spans).zip(&texts).zip(&lanes) {
            self.bar(out, row, bar, *span, text, top + above + 2.0 + *lane as f64 * LANE);
        }
        top + height
    }

    /// The text beside a bar: the letter of its source, and the time as in the data.
    fn beside(&self, bar: &Bar) -> String {
        if self.sources.len() > 1 {
            format!("{} {}", self.sources.letter(&bar.source), bar.edtf)
        } else {
            bar.edtf.clone()
        }
    }

    /// The room that a bar takes with its text, and the left end of the text: on the right, or if there is no room, on
    /// the left, or below.
    fn with_text(&self, from: f64, to: f64, text: &str) -> (Stretch, f64) {
        let on = |lanes, from, to| Stretch { from, to, lanes };
        let width = text_width(text, SMALL);
        if to + 6.0 + width <= self.paper.width {
            (on(1, from, to + 12.0 + width), to + 6.0)
        } else if from - 6.0 - width >= self.paper.left {
            (on(1, from - 12.0 - width, to), from - 6.0 - width)
        } else {
            let x = from.min(self.paper.width - width - 4.0).max(2.0);
            (on(2, from.min(x), to.max(x + width)), x)
        }
    }

    /// Whether a bar is a day that is too narrow to be drawn to scale.
    fn is_tick(&self, bar: &Bar) -> bool {
        let (from, to) = self.axis.span(bar.earliest, bar.latest);
        bar.is_day() && to - from < 8.0
    }

    fn bar(&self, out: &mut String, row: &Row, bar: &Bar, (from, to): (f64, f64), text: &str, top: f64) {
        let (n, id) = (number, &self.id);
        let kind = self.sources.kind(&bar.source);
        let y = top + (LANE - BAR) / 2.0;
        open_link(out, "picture-link", bar.address.as_deref(), &bar.name(text, &row.label));
        // The area that reacts to a finger or a mouse is larger than a tick.
        let _ = write!(
            out,
            "<rect class=\"picture-target\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{LANE}\"/>",
            n(from - 6.0),
            n(top),
            n(to - from + 12.0)
        );
        if self.is_tick(bar) {
            let dashes = if bar.uncertain { " picture-unsure" } else { "" };
            let middle = f64::midpoint(from, to);
            let _ = write!(
                out,
                "<path class=\"picture-day picture-s{kind}{dashes}\" d=\"M{} {}v{}\"/>\
                 <path class=\"picture-solid\" d=\"M{0} {1}m-3 0h6\"/><path class=\"picture-solid\" d=\"M{0} {}m-3 0h6\"/>",
                n(middle),
                n(y - 2.0),
                n(BAR + 4.0),
                n(y + BAR + 2.0)
            );
        } else {
            let open = match (bar.earliest, bar.latest) {
                (None, None) => "both",
                (None, Some(_)) => "left",
                (Some(_), None) => "right",
                (Some(_), Some(_)) => "",
            };
            let mask = if open.is_empty() { String::new() } else { format!(" mask=\"url(#{id}-open-{open})\"") };
            let place = format!("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{BAR}\"{mask}", n(from), n(y), n(to - from));
            let _ = write!(out, "<rect class=\"picture-bar picture-b{kind}\" fill=\"url(#{id}-p{kind})\" {place}/>");
            if bar.uncertain {
                let _ = write!(out, "<rect class=\"picture-unsure\" fill=\"url(#{id}-unsure)\" {place}/>");
            }
        }
        let (taken, x) = self.with_text(from, to, text);
        let below = (taken.lanes - 1) as f64 * (LANE - 4.0);
        let _ = write!(
            out,
            "<text class=\"picture-small\" x=\"{}\" y=\"{}\">{}</text>",
            n(x),
            n(y + 9.5 + below),
            escape(text)
        );
        close_link(out, bar.address.as_deref());
    }

    /// The meaning of patterns and forms. Returns the lower end of the picture.
    fn legend(&self, out: &mut String, top: f64) -> f64 {
        let (id, paper) = (&self.id, self.paper.width);
        let (mut x, mut y) = (NAMES, top + 18.0);
        let n = number;
        out.push_str("<g class=\"picture-legend\">\n");
        let mut entry = |out: &mut String, drawn: &dyn Fn(f64, f64) -> String, text: &str| {
            let width = 34.0 + text_width(text, SIZE) + 18.0;
            if x + width > paper && x > NAMES {
                (x, y) = (NAMES, y + 22.0);
            }
            let _ = writeln!(
                out,
                "{}<text x=\"{}\" y=\"{}\">{}</text>",
                drawn(x, y - 10.0),
                n(x + 34.0),
                n(y),
                escape(text)
            );
            x += width;
        };
        let rect = |class: &str, fill: &str, x: f64, y: f64| {
            format!(
                "<rect class=\"{class}\" fill=\"url(#{id}-{fill})\" x=\"{}\" y=\"{}\" width=\"26\" height=\"{BAR}\"/>",
                n(x),
                n(y)
            )
        };
        for source in self.sources.iter().take(NAMED_SOURCES) {
            let kind = self.sources.kind(source);
            let name = shorten(source, SIZE, (paper - 90.0).min(600.0));
            let text = if self.sources.len() > 1 {
                format!("{} {name}", self.sources.letter(source))
            } else {
                name.into_owned()
            };
            entry(out, &|x, y| rect(&format!("picture-bar picture-b{kind}"), &format!("p{kind}"), x, y), &text);
        }
        if self.sources.len() > NAMED_SOURCES {
            let more = format!("and {} more, named in the table", self.sources.len() - NAMED_SOURCES);
            entry(out, &|_, _| String::new(), &more);
        }
        let bars = || self.rows.iter().flat_map(|r| &r.bars);
        if bars().any(|b| self.is_tick(b)) {
            let day = |x: f64, y: f64| {
                let (x, y) = (n(x + 13.0), n(y - 2.0));
                format!("<path class=\"picture-day picture-s0\" d=\"M{x} {y}v{}\"/>", BAR + 4.0)
            };
            entry(out, &day, "a day");
        }
        if bars().any(|b| b.uncertain) {
            entry(out, &|x, y| rect("picture-unsure", "unsure", x, y), "given as uncertain");
        }
        if bars().any(|b| b.earliest.is_none() || b.latest.is_none()) {
            let open = |x: f64, y: f64| {
                format!(
                    "<rect class=\"picture-solid\" mask=\"url(#{id}-open-right)\" x=\"{}\" y=\"{}\" width=\"26\" height=\"{BAR}\"/>",
                    n(x),
                    n(y)
                )
            };
            entry(out, &open, "open end");
        }
        if self.rows.iter().any(|r| r.disputed) {
            let sign = |x: f64, y: f64| {
                format!("<text class=\"picture-disputed\" x=\"{}\" y=\"{}\">\u{2260}</text>", n(x + 9.0), n(y + 10.0))
            };
            entry(out, &sign, "sources disagree");
        }
        out.push_str("</g>\n");
        y + 14.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::TimeExtent;

    fn bar(edtf: &str, source: &str) -> Bar {
        let time = TimeExtent::from_edtf(edtf).unwrap();
        Bar {
            earliest: (time.earliest != Date::MIN).then_some(time.earliest),
            latest: (time.latest != Date::MAX).then_some(time.latest),
            edtf: edtf.to_owned(),
            uncertain: edtf.contains(['~', '?', '%']),
            what: "change of control".to_owned(),
            source: source.to_owned(),
            address: Some("claim/x".to_owned()),
            words: "in <May>".to_owned(),
        }
    }

    fn row(label: &str, bars: Vec<Bar>) -> Row {
        Row { label: label.to_owned(), address: None, disputed: bars.len() > 1, bars }
    }

    /// The widths of the bars of a picture.
    fn widths(svg: &str) -> Vec<f64> {
        let bars =
            svg.split("class=\"picture-bar").skip(1).filter(|b| b.contains("width=\"") && !b.contains("width=\"26\""));
        bars.map(|b| b.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn precision_is_width() {
        let times = ["1992-05-08", "1992-05", "1992", "199X", "1992~", "1993/.."];
        let rows = vec![row("Dale", times.iter().map(|t| bar(t, "Gazette")).collect())];
        let picture = draw("t", "Times", &rows, &[]).unwrap();
        let widths = widths(&picture.svg);
        assert_eq!(widths.len(), 5, "{widths:?}");
        assert!(widths[0] < widths[1] && widths[1] * 9.0 < widths[2] && widths[1] == widths[1], "{widths:?}");
        assert_eq!(picture.svg.matches("picture-day").count(), 2);
        assert_eq!(picture.svg.matches("fill=\"url(#t-unsure)\"").count(), 2);
        assert_eq!(picture.svg.matches("mask=\"url(#t-open-right)\"").count(), 2);
        assert!(picture.svg.contains("sources disagree") && !picture.svg.contains("style="));
        // The same on a phone.
        let links = |svg: &str| svg.matches("<a class=\"picture-link\"").count();
        assert_eq!(links(&picture.narrow), links(&picture.svg));
        assert!(picture.narrow.contains("viewBox=\"0 0 340 ") && picture.narrow.contains(" id=\"t-narrow\""));
        assert!(picture.text.contains("in &lt;May&gt;"));
        assert_eq!(Some(picture), draw("t", "Times", &rows, &[]));
    }

    #[test]
    fn what_the_legend_explains_is_drawn() {
        let days = ["1993-04-02", "1993-04-03"];
        let rows = vec![row("Dale", days.iter().map(|t| bar(t, "Gazette")).collect())];
        let picture = draw("t", "Times", &rows, &[]).unwrap();
        // Two days have their true width on a desktop and on a phone: no tick, and none in the legend.
        assert!(!picture.svg.contains("picture-day") && !picture.svg.contains("a day"), "{}", picture.svg);
    }

    #[test]
    fn times_outside_the_calendar_are_listed() {
        let unplaced = Unplaced {
            label: "talks".to_owned(),
            address: Some("javascript:x".to_owned()),
            time: "January next year".to_owned(),
            source: "Gazette".to_owned(),
            words: "talks in January next year".to_owned(),
        };
        let picture = draw("t", "Times", &[], std::slice::from_ref(&unplaced)).unwrap();
        assert_eq!(picture.svg, "");
        assert!(picture.text.contains("January next year") && !picture.text.contains("javascript"));
        assert_eq!(draw("t", "Times", &[row("Dale", vec![])], &[]), None);
    }

    #[test]
    fn any_range_has_an_axis() {
        for times in [
            vec!["1992-05-08"],
            vec!["-0479", "1992"],
            vec!["-9999", "9999"],
            vec!["1992-05-08", "1992-06"],
            vec!["../1992"],
        ] {
            let rows: Vec<Row> = times.iter().map(|t| row(t, vec![bar(t, "Gazette")])).collect();
            let svg = draw("t", "Times", &rows, &[]).unwrap().svg;
            let grid = svg.split("picture-grid").nth(1).unwrap().split("</g>").next().unwrap();
            let ticks = grid.matches("<path").count();
            assert!((2..=10).contains(&ticks), "{times:?}: {ticks}");
        }
    }
}
