//! Texts within XML and HTML.

/// A text within XML or HTML, as content or as the value of an attribute. Characters that no XML
/// file may hold are left out, and so are those that turn the direction of the text around them.
pub(super) fn escaped(text: &str) -> String {
    crate::text::markup(text, |character, escaped| match character {
        '\'' => escaped.push_str("&#39;"),
        '\t' | '\n' | '\r' => escaped.push(' '),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
        '\u{fffe}' | '\u{ffff}' => {}
        other if other.is_control() => {}
        other => escaped.push(other),
    })
}

/// An HTML table.
pub(super) fn table(columns: &[String], rows: &[Vec<String>]) -> String {
    let mut table = String::from("<table><thead><tr>");
    for column in columns {
        table += &format!("<th>{}</th>", escaped(column));
    }
    table.push_str("</tr></thead><tbody>");
    for row in rows {
        table.push_str("<tr>");
        for cell in row {
            table += &format!("<td>{}</td>", escaped(cell));
        }
        table.push_str("</tr>\n");
    }
    table.push_str("</tbody></table>\n");
    table
}
