//! The text tables: rows of fields separated by tabs, found by the header.

/// One table.
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Row<'t> {
    header: &'t [String],
    fields: &'t [String],
}

impl Table {
    /// Empty lines and lines that begin with `#` are no rows.
    pub fn read(text: &str) -> Self {
        let fields = |line: &str| line.split('\t').map(|field| field.trim().to_owned()).collect::<Vec<String>>();
        let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let header = lines.next().map(fields).unwrap_or_default();
        Self { header, rows: lines.map(fields).collect() }
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|fields| Row { header: &self.header, fields })
    }
}

impl<'t> Row<'t> {
    /// The text of a column; empty where there is none.
    pub fn text(&self, column: &str) -> &'t str {
        let place = self.header.iter().position(|name| name == column);
        place.and_then(|place| self.fields.get(place)).map_or("", String::as_str)
    }

    /// The items of a column that holds a list.
    pub fn list(&self, column: &str) -> Vec<&'t str> {
        self.text(column).split('|').map(str::trim).filter(|item| !item.is_empty()).collect()
    }

    /// All columns with a text, by name.
    pub fn fields(&self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let Row { header, fields } = *self;
        header.iter().map(String::as_str).zip(fields.iter().map(String::as_str)).filter(|(_, text)| !text.is_empty())
    }
}
