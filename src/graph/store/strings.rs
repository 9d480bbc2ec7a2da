//! Many texts in one array of bytes.

use super::array::Array;

/// Texts by number, stored one after another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strings {
    /// Where each text starts, and one past the last; empty if there is no text.
    pub(crate) offsets: Array<u32>,
    pub(crate) bytes: Array<u8>,
}

impl Strings {
    /// Number of texts.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// The text with this number. Empty where there is no such number, or where a damaged file
    /// holds bytes that are no text.
    #[inline]
    pub fn get(&self, index: usize) -> &str {
        std::str::from_utf8(self.get_bytes(index)).unwrap_or("")
    }

    /// The bytes of [`Strings::get`], not checked to be text.
    #[inline]
    pub fn get_bytes(&self, index: usize) -> &[u8] {
        let offsets: &[u32] = &self.offsets;
        match (offsets.get(index), offsets.get(index + 1)) {
            (Some(&start), Some(&end)) => self.bytes.get(start as usize..end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// As [`Strings::get`]; says that the number may well be beyond the last text.
    pub fn get_or_empty(&self, index: usize) -> &str {
        self.get(index)
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.get(i))
    }
}

/// Collects texts for [`Strings`].
#[derive(Debug)]
pub struct StringsBuilder {
    offsets: Vec<u32>,
    bytes: Vec<u8>,
    full: bool,
}

impl Default for StringsBuilder {
    fn default() -> Self {
        Self::with_capacity(0, 0)
    }
}

impl StringsBuilder {
    /// Room for so many texts of so many bytes together.
    pub fn with_capacity(texts: usize, bytes: usize) -> Self {
        let mut offsets = Vec::with_capacity(texts + 1);
        offsets.push(0);
        Self { offsets, bytes: Vec::with_capacity(bytes), full: false }
    }

    /// Adds a text and gives its number. All texts together hold 4 GiB; what does not fit is
    /// stored empty and [`StringsBuilder::is_full`] says so.
    pub fn push(&mut self, text: &str) -> u32 {
        if u32::try_from(self.bytes.len() + text.len()).is_ok() {
            self.bytes.extend_from_slice(text.as_bytes());
        } else {
            self.full = true;
        }
        self.offsets.push(self.bytes.len() as u32);
        self.len() as u32 - 1
    }

    /// Adds the bytes of a text.
    pub(crate) fn push_bytes(&mut self, text: &[u8]) {
        self.push(std::str::from_utf8(text).unwrap_or(""));
    }

    /// The bytes of a text.
    pub(crate) fn get_bytes(&self, index: usize) -> &[u8] {
        match (self.offsets.get(index), self.offsets.get(index + 1)) {
            (Some(&start), Some(&end)) => self.bytes.get(start as usize..end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// Bytes of all texts together.
    pub(crate) fn bytes_len(&self) -> usize {
        self.bytes.len()
    }

    /// Number of texts so far.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The text with this number.
    pub fn get(&self, index: usize) -> &str {
        std::str::from_utf8(self.get_bytes(index)).unwrap_or("")
    }

    /// The texts, read-only.
    pub fn finish(self) -> Strings {
        Strings { offsets: self.offsets.into(), bytes: self.bytes.into() }
    }
}

impl<S: AsRef<str>> FromIterator<S> for Strings {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let mut builder = StringsBuilder::default();
        for text in texts {
            builder.push(text.as_ref());
        }
        builder.finish()
    }
}

impl From<Vec<String>> for Strings {
    fn from(texts: Vec<String>) -> Self {
        texts.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_by_number() {
        let strings = Strings::from(vec!["ERBB2".to_owned(), String::new(), "α-catenin".to_owned()]);
        assert_eq!(strings.iter().collect::<Vec<_>>(), ["ERBB2", "", "α-catenin"]);
        assert_eq!(strings.get_or_empty(3), "");
        assert_eq!(Strings::default().get(0), "");
    }

    #[test]
    fn damaged_arrays_read_as_empty_texts() {
        for (offsets, bytes) in [(vec![0, 2], vec![0xc3, 0x28]), (vec![0, 9], vec![b'a']), (vec![3, 1], vec![b'a'; 4])]
        {
            let strings = Strings { offsets: offsets.into(), bytes: bytes.into() };
            assert_eq!(strings.get(0), "");
        }
    }
}
