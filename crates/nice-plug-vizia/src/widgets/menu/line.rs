//! What stands in a menu, and which of it a search leaves.

/// A line of a menu: something to pick, or the heading of the lines below it.
///
/// ```
/// use nice_plug_vizia::widgets::MenuLine;
///
/// let lines = [
///     MenuLine::heading("Microphones"),
///     MenuLine::new("Ribbon").with_note("300 \u{3a9}"),
///     MenuLine::new("Condenser").marked(true),
/// ];
/// assert!(lines[0].is_heading() && !lines[1].is_heading());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuLine {
    pub(super) text: String,
    pub(super) note: String,
    pub(super) is_marked: bool,
    is_heading: bool,
}

impl MenuLine {
    /// Something to pick.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A name for the lines below, up to the next heading. It cannot be picked, and goes when a search leaves none of
    /// its lines.
    pub fn heading(text: impl Into<String>) -> Self {
        Self {
            is_heading: true,
            ..Self::new(text)
        }
    }

    /// Adds a text in quieter color at the right end. A search looks there as well.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Marks what is picked now.
    #[must_use]
    pub fn marked(mut self, is_marked: bool) -> Self {
        self.is_marked = is_marked;
        self
    }

    /// Whether it is the name of the lines below.
    pub fn is_heading(&self) -> bool {
        self.is_heading
    }
}

impl From<String> for MenuLine {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for MenuLine {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// The numbers of the lines that a search leaves, in their order: those that contain every word of it, in capitals or
/// not, in their text, their note or their heading. A heading stays with the first of its lines.
pub(super) fn narrow(lines: &[MenuLine], search: &str) -> Vec<usize> {
    let search = search.to_lowercase();
    let mut left = Vec::new();
    let mut heading = None;
    let mut group = "";
    for (number, line) in lines.iter().enumerate() {
        if line.is_heading {
            (heading, group) = (Some(number), &line.text);
            continue;
        }
        let searched = format!("{} {} {group}", line.text, line.note).to_lowercase();
        if search
            .split_whitespace()
            .all(|word| searched.contains(word))
        {
            left.extend(heading.take());
            left.push(number);
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<MenuLine> {
        vec![
            MenuLine::heading("Guitars"),
            MenuLine::new("Hot humbucker"),
            MenuLine::new("P-90"),
            MenuLine::heading("Microphones"),
            MenuLine::new("Ribbon mic").with_note("300 \u{3a9}"),
            MenuLine::new("Condenser mic").with_note("48 V"),
        ]
    }

    #[test]
    fn words_are_found_in_any_order_and_in_capitals_or_not() {
        assert_eq!(narrow(&lines(), "BUCK hot"), [0, 1]);
        assert_eq!(narrow(&lines(), "mic 48"), [3, 5]);
        assert!(narrow(&lines(), "buck mic").is_empty());
    }

    #[test]
    fn a_heading_stays_with_its_lines_and_finds_all_of_them() {
        assert_eq!(narrow(&lines(), ""), [0, 1, 2, 3, 4, 5]);
        assert_eq!(narrow(&lines(), "guitars"), [0, 1, 2]);
        assert_eq!(narrow(&lines(), "90"), [0, 2]);
        assert!(narrow(&[MenuLine::heading("Empty")], "").is_empty());
    }
}
