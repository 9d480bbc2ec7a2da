//! Markers with a value: `TMB 12`, `PD-L1 TPS >= 50%`. A value meets every threshold that it
//! reaches, and a threshold those below it.

/// A marker with the value from which it counts, or that was measured.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MarkerScale {
    /// What is measured, in small letters without what separates words: `pdl1tps`, `tmb`.
    pub scale: String,
    /// In its unit.
    pub value: f64,
    /// Whether this value or more is meant, and not a value that was measured.
    pub is_threshold: bool,
}

/// Scales that another scale is a part of: what reaches it in one reaches the wider one.
const WIDER: &[(&str, &str)] = &[("pdl1tps", "pdl1"), ("pdl1cps", "pdl1")];
/// Words for a scale, the usual first, each with itself in small letters.
const SAME: &[(&str, &str)] = &[
    ("tps", "pdl1tps"),
    ("cps", "pdl1cps"),
    ("cd274tps", "pdl1tps"),
    ("cd274cps", "pdl1cps"),
    ("tumormutationalburden", "tmb"),
    ("tumourmutationalburden", "tmb"),
    ("tmbscore", "tmb"),
];

impl MarkerScale {
    /// `PD-L1 TPS >= 50%`, `TMB >= 10 mut/Mb`: a name with a threshold.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::read(name).filter(|scale| scale.is_threshold)
    }

    /// A marker and a number: `TMB 12`, `TMB: 12.5 mut/Mb`, `PD-L1 TPS 60 %`, `PD-L1 TPS >= 50%`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches("mut/Mb").trim_end_matches("mutations/Mb").trim_end();
        let text = text.trim_end_matches('%').trim_end();
        let digits = text.bytes().rev().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let (words, number) = text.split_at(text.len() - digits);
        let value: f64 = number.parse().ok().filter(|value: &f64| value.is_finite())?;
        let words = words.trim_end();
        let signs = [">=", "≥", "=>", "at least"];
        let threshold = signs.iter().find_map(|sign| words.strip_suffix(sign));
        let is_threshold = threshold.is_some();
        let words = threshold.unwrap_or(words).trim_end().trim_end_matches([':', '=', '>']).trim_end();
        // `CD8` is a name, `TMB 8` a value.
        let is_apart = is_threshold || words.len() < text.len() - digits;
        let scale: String =
            words.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let same = SAME.iter().find(|(word, _)| *word == scale).map(|(_, usual)| (*usual).to_owned());
        let is_name = scale.chars().any(char::is_alphabetic);
        (is_apart && is_name).then(|| Self { scale: same.unwrap_or(scale), value, is_threshold })
    }

    /// Whether a marker that was found meets a threshold; `None` where it says nothing about it.
    pub fn meets(&self, threshold: &Self) -> Option<bool> {
        let is_wider = WIDER.contains(&(self.scale.as_str(), threshold.scale.as_str()));
        if self.scale != threshold.scale && !is_wider {
            return None;
        }
        let reaches = self.value >= threshold.value;
        // At least 1 % may be 50 %.
        (reaches || !self.is_threshold).then_some(reaches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_thresholds_are_read() {
        for (text, expected) in [
            ("TMB 12", Some(("tmb", 12.0, false))),
            ("TMB: 12.5 mut/Mb", Some(("tmb", 12.5, false))),
            ("TMB >= 10 mut/Mb", Some(("tmb", 10.0, true))),
            ("PD-L1 TPS 60 %", Some(("pdl1tps", 60.0, false))),
            ("PD-L1 TPS ≥ 50%", Some(("pdl1tps", 50.0, true))),
            ("TPS >= 1%", Some(("pdl1tps", 1.0, true))),
            ("CD8", None),
            ("MSI-H", None),
            ("12", None),
        ] {
            let found = MarkerScale::read(text);
            let found = found.as_ref().map(|scale| (scale.scale.as_str(), scale.value, scale.is_threshold));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn thresholds_climb() {
        let read = |text: &str| MarkerScale::read(text).unwrap();
        for (found, threshold, expected) in [
            ("PD-L1 TPS 60", "PD-L1 TPS >= 50%", Some(true)),
            ("PD-L1 TPS >= 50%", "PD-L1 TPS >= 1%", Some(true)),
            ("PD-L1 TPS >= 1%", "PD-L1 TPS >= 50%", None),
            ("PD-L1 TPS 20", "PD-L1 TPS >= 50%", Some(false)),
            ("PD-L1 CPS 20", "PD-L1 TPS >= 1%", None),
            ("PD-L1 CPS 20", "PD-L1 >= 1", Some(true)),
            ("TMB 4", "TMB >= 10", Some(false)),
        ] {
            assert_eq!(read(found).meets(&read(threshold)), expected, "{found} {threshold}");
        }
    }
}
