//! The header of WebAnno TSV: the layers, and which columns are whose.

use super::super::note::{FilePlace, Note};
use std::ops::Range;

/// The layers of a file.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// Whether text is escaped as in Java (versions 3.0 and 3.1).
    pub(super) is_java: bool,
    pub(super) layers: Vec<Layer>,
    /// The number of columns of all layers.
    pub(super) width: usize,
}

/// A layer with its columns.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) kind: LayerKind,
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// Where its columns stand among those of all layers.
    pub(super) at: Range<usize>,
}

/// What a layer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LayerKind {
    Span,
    Chain,
    Relation,
}

/// What a column holds.
#[derive(Debug)]
pub(super) enum Column {
    /// Values of a feature.
    Feature(String),
    /// Roles of a feature that is a slot.
    Role(String),
    /// The tokens of what is in the slot, which has this type.
    Target(String),
    /// The tokens where relations begin, at annotations of this type.
    Base(String),
}

impl Header {
    /// Reads the header, and tells at which line the text begins, counted from 0.
    pub(super) fn read(text: &str) -> Result<(Self, usize), Note> {
        let mut header = Self::default();
        let mut lines = text.trim_start_matches('\u{FEFF}').lines().enumerate().peekable();
        let format = lines.next().map_or("", |(_, line)| line);
        let version = format.strip_prefix("#FORMAT=WebAnno TSV ").unwrap_or_default();
        let minor = version.trim().strip_prefix("3.").and_then(|minor| minor.parse::<u32>().ok());
        let Some(minor) = minor else {
            return Err(Note::new(
                &FilePlace::line(1),
                format.chars().take(80).collect::<String>(),
                "this is no file of WebAnno TSV 3",
                "the first line of WebAnno TSV 3 is #FORMAT=WebAnno TSV 3 with its minor version",
                "export the document as WebAnno TSV 3.3",
            ));
        };
        header.is_java = minor < 2;
        let mut first = 1;
        while let Some((n, line)) = lines.next_if(|(_, line)| line.trim().is_empty() || line.starts_with("#T_")) {
            first = n + 1;
            let kinds = [("#T_SP=", LayerKind::Span), ("#T_CH=", LayerKind::Chain), ("#T_RL=", LayerKind::Relation)];
            if let Some((kind, rest)) = kinds.iter().find_map(|(key, kind)| Some((*kind, line.strip_prefix(key)?))) {
                header.add(kind, rest.trim_end());
            }
        }
        Ok((header, first))
    }

    fn add(&mut self, kind: LayerKind, line: &str) {
        let mut fields = line.split('|');
        let name = fields.next().unwrap_or_default().to_owned();
        let mut columns = Vec::new();
        let mut is_target = false;
        for field in fields {
            let column = if std::mem::take(&mut is_target) {
                Column::Target(field.to_owned())
            } else if let Some(slot) = field.strip_prefix("ROLE_") {
                is_target = true;
                // `LAYER:FEATURE_TYPE`, where the type has a package and the feature none.
                let feature = slot.rsplit(':').next().unwrap_or(slot);
                let head = feature.split('.').next().unwrap_or(feature);
                Column::Role(head.rsplit_once('_').map_or(feature, |(name, _)| name).to_owned())
            } else if let Some(base) = field.strip_prefix("BT_") {
                Column::Base(base.to_owned())
            } else {
                Column::Feature(field.to_owned())
            };
            columns.push(column);
        }
        // A layer without features has a column all the same.
        if columns.is_empty() || kind == LayerKind::Relation && matches!(columns.as_slice(), [Column::Base(_)]) {
            columns.insert(0, Column::Feature(String::new()));
        }
        let at = self.width..self.width + columns.len();
        self.width = at.end;
        self.layers.push(Layer { kind, name, columns, at });
    }
}
