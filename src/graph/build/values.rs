//! Values of properties and fields, read from their texts.

use crate::graph::store::{ExpressionError, NO_CODE, NONE, ProfileTree, values_of};
use crate::vocabulary::PropertyType;

/// The parsed value of an entity's property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum PropertyValue {
    Code(u8),
    Bits(u32),
    /// Number in `property_texts`.
    Text(u32),
    Number(f64),
    Year(u16),
    Bool(bool),
}

/// The place of a value in the list of its property.
pub(super) fn code_of(of: &PropertyType, text: &str) -> Result<u8, String> {
    let values = values_of(of);
    let place = values.iter().position(|value| value == text);
    // The last number of a byte says that there is no value.
    match place.and_then(|place| u8::try_from(place).ok()).filter(|&code| code != NO_CODE) {
        Some(code) => Ok(code),
        None => Err(format!("`{text}` is not one of {}", values.join(", "))),
    }
}

/// A bit for each of several values.
pub(super) fn bits_of<'a>(of: &PropertyType, texts: impl Iterator<Item = &'a str>) -> Result<u32, String> {
    let mut bits = 0;
    for text in texts {
        let code = code_of(of, text.trim())?;
        bits |= 1_u32.checked_shl(u32::from(code)).ok_or("only the first 32 values of a set can be stored")?;
    }
    Ok(bits)
}

pub(super) fn finite(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| format!("`{text}` is not a number"))
}

pub(super) fn year(text: &str) -> Result<u16, String> {
    let year = text.parse().ok().filter(|year| (1000..=9999).contains(year));
    year.ok_or_else(|| format!("`{text}` is not a year"))
}

pub(super) fn yes_or_no(text: &str) -> Result<bool, String> {
    const WORDS: [(&str, bool); 4] = [("true", true), ("false", false), ("yes", true), ("no", false)];
    let word = WORDS.iter().find(|(word, _)| *word == text);
    word.map(|&(_, value)| value).ok_or_else(|| format!("`{text}` is neither true nor false"))
}

pub(super) fn rating(text: &str) -> Result<u8, String> {
    text.parse()
        .ok()
        .filter(|rating| (1..=5).contains(rating))
        .ok_or_else(|| format!("`{text}` is not a rating from 1 to 5"))
}

pub(super) fn fraction(text: &str) -> Result<f32, String> {
    let number = finite(text)? as f32;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err(format!("`{text}` is not a fraction from 0 to 1")) }
}

pub(super) fn count(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|&count| count != NONE).ok_or_else(|| format!("`{text}` is not a number of patients"))
}

/// A name that would parse as an expression is put in quotes within one.
pub(super) fn quoted_if_needed(name: &str) -> String {
    match ProfileTree::parse(name) {
        Ok(ProfileTree::Leaf(span)) if span.of(name) == name => name.to_owned(),
        _ => format!("\"{name}\""),
    }
}

pub(super) fn expression_message(text: &str, error: &ExpressionError) -> String {
    let place = text.get(..error.offset).map_or(0, |before| before.chars().count()) + 1;
    format!("{} (character {place} of `{text}`)", error.message)
}

/// Lower case letters and digits; runs of anything else become one hyphen, operators a word.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for word in name.split(' ') {
        let word = match word {
            "+" => "and",
            ">" => "then",
            "|" => "or",
            word => word,
        };
        if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        for character in word.chars().flat_map(char::to_lowercase) {
            if character.is_alphanumeric() {
                slug.push(character);
            } else if !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
        }
    }
    slug.trim_end_matches('-').to_owned()
}
