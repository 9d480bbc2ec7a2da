//! The normal form of words: what forms of the vocabulary, names of the graph and words of a
//! question have in common however they are spelled.
//!
//! Lower case; hyphen, slash and underscore dropped; Greek letters spelled; accents taken off;
//! British and American spelling made one. White space is the caller's: words are folded one by
//! one and then joined, by one space ([`spaced`]) or by nothing ([`squeezed`]).

/// Appends the normal form of one word.
///
/// Folding twice gives the same as folding once. A word of hyphens alone gives nothing.
pub fn fold_word(word: &str, out: &mut String) {
    let start = out.len();
    if word.is_ascii() {
        push_ascii(word, out);
    } else {
        for letter in word.chars() {
            push_letter(letter, out);
        }
    }
    respell(out, start);
}

/// The normal form with words joined by one space.
pub fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let start = out.len();
        fold_word(word, &mut out);
        if out.len() == start {
            out.truncate(before);
        }
    }
    out
}

/// The normal form with words joined by nothing.
pub fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_squeezed(text, &mut out);
    out
}

/// Appends what [`squeezed`] gives.
pub fn push_squeezed(text: &str, out: &mut String) {
    for word in text.split_whitespace() {
        fold_word(word, out);
    }
}

/// Whether a character is left out of normal forms.
fn is_dropped(letter: char) -> bool {
    matches!(
        letter,
        '-' | '/' | '_' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
            | '™' | '®' | '©' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

fn push_ascii(word: &str, out: &mut String) {
    let is_dropped = |byte: u8| matches!(byte, b'-' | b'/' | b'_');
    if word.bytes().any(is_dropped) {
        let kept = word.bytes().filter(|&byte| !is_dropped(byte));
        out.extend(kept.map(|byte| char::from(byte.to_ascii_lowercase())));
        return;
    }
    let start = out.len();
    out.push_str(word);
    if let Some(copied) = out.get_mut(start..) {
        copied.make_ascii_lowercase();
    }
}

fn push_letter(letter: char, out: &mut String) {
    for lower in letter.to_lowercase() {
        if is_dropped(lower) {
            continue;
        }
        if lower.is_ascii() {
            out.push(lower);
            continue;
        }
        match SPELLED.binary_search_by_key(&lower, |row| row.0) {
            Ok(row) => out.push_str(SPELLED[row].1),
            Err(_) => out.push(lower),
        }
    }
}

/// Replaces every British spelling from `start` on. The result holds none, also where a
/// replacement and the letters before it happen to make a new one.
fn respell(out: &mut String, start: usize) {
    let mut from = start;
    while let Some((at, british, american)) = find_british(&out.as_bytes()[start..], from - start) {
        let at = start + at;
        out.replace_range(at..at + british.len(), american);
        from = at.saturating_sub(BRITISH_LENGTH_MAX).max(start);
    }
}

/// The first British spelling from `from` on, with its place.
fn find_british(text: &[u8], from: usize) -> Option<(usize, &'static str, &'static str)> {
    let mut before = 0;
    for (i, &byte) in text.iter().enumerate().skip(from) {
        let hint = hint_first(before) & hint_second(byte);
        before = byte;
        if hint != 0
            && let Some(found) = BRITISH.iter().find_map(|(pair, rows)| find_at(text, i - 1, pair, rows))
        {
            return Some(found);
        }
    }
    None
}

fn find_at(
    text: &[u8],
    at: usize,
    pair: &[u8; 2],
    rows: &[SpellingRule],
) -> Option<(usize, &'static str, &'static str)> {
    if !text[at..].starts_with(pair) {
        return None;
    }
    rows.iter().find_map(|(offset, british, american)| {
        let start = at.checked_sub(*offset)?;
        text[start..].starts_with(british.as_bytes()).then_some((start, *british, *american))
    })
}

/// Which of the pairs of [`BRITISH`] a letter may begin, as bits; cheap enough for every letter.
#[inline]
const fn hint_first(letter: u8) -> u8 {
    match letter {
        b'a' => 1,
        b'o' => 1 | 2,
        b'l' => 4 | 8,
        b'y' | b'i' => 16,
        _ => 0,
    }
}

/// Which of the pairs a letter may end.
#[inline]
const fn hint_second(letter: u8) -> u8 {
    match letter {
        b'e' => 1,
        b'u' => 2,
        b'p' => 4,
        b'l' => 8,
        b's' => 16,
        _ => 0,
    }
}

/// Letters beyond ASCII with their spelling, by code point.
#[rustfmt::skip]
const SPELLED: &[(char, &str)] = &[
    ('µ', "mu"), ('ß', "ss"),
    ('à', "a"), ('á', "a"), ('â', "a"), ('ã', "a"), ('ä', "a"), ('å', "a"), ('æ', "ae"), ('ç', "c"),
    ('è', "e"), ('é', "e"), ('ê', "e"), ('ë', "e"), ('ì', "i"), ('í', "i"), ('î', "i"), ('ï', "i"),
    ('ð', "d"), ('ñ', "n"), ('ò', "o"), ('ó', "o"), ('ô', "o"), ('õ', "o"), ('ö', "o"), ('ø', "o"),
    ('ù', "u"), ('ú', "u"), ('û', "u"), ('ü', "u"), ('ý', "y"), ('þ', "th"), ('ÿ', "y"),
    ('ā', "a"), ('ă', "a"), ('ą', "a"), ('ć', "c"), ('ĉ', "c"), ('ċ', "c"), ('č', "c"), ('ď', "d"), ('đ', "d"),
    ('ē', "e"), ('ĕ', "e"), ('ė', "e"), ('ę', "e"), ('ě', "e"), ('ĝ', "g"), ('ğ', "g"), ('ġ', "g"), ('ģ', "g"),
    ('ĩ', "i"), ('ī', "i"), ('ĭ', "i"), ('į', "i"), ('ı', "i"), ('ł', "l"), ('ń', "n"), ('ņ', "n"), ('ň', "n"),
    ('ō', "o"), ('ŏ', "o"), ('ő', "o"), ('œ', "oe"), ('ŕ', "r"), ('ř', "r"), ('ś', "s"), ('ŝ', "s"), ('ş', "s"),
    ('š', "s"), ('ţ', "t"), ('ť', "t"), ('ũ', "u"), ('ū', "u"), ('ŭ', "u"), ('ů', "u"), ('ű', "u"), ('ų', "u"),
    ('ź', "z"), ('ż', "z"), ('ž', "z"), ('ș', "s"), ('ț', "t"),
    ('ά', "alpha"), ('έ', "epsilon"), ('ή', "eta"), ('ί', "iota"),
    ('α', "alpha"), ('β', "beta"), ('γ', "gamma"), ('δ', "delta"), ('ε', "epsilon"), ('ζ', "zeta"),
    ('η', "eta"), ('θ', "theta"), ('ι', "iota"), ('κ', "kappa"), ('λ', "lambda"), ('μ', "mu"),
    ('ν', "nu"), ('ξ', "xi"), ('ο', "omicron"), ('π', "pi"), ('ρ', "rho"), ('ς', "sigma"),
    ('σ', "sigma"), ('τ', "tau"), ('υ', "upsilon"), ('φ', "phi"), ('χ', "chi"), ('ψ', "psi"), ('ω', "omega"),
    ('ό', "omicron"), ('ύ', "upsilon"), ('ώ', "omega"),
    ('ϐ', "beta"), ('ϑ', "theta"), ('ϕ', "phi"), ('ϖ', "pi"), ('ϰ', "kappa"), ('ϱ', "rho"), ('ϵ', "epsilon"),
    ('‘', "'"), ('’', "'"), ('‛', "'"), ('′', "'"),
];

/// Offset of its group's pair in a British spelling, that spelling, and the American one.
type SpellingRule = (usize, &'static str, &'static str);

/// Length of the longest row of [`BRITISH`].
const BRITISH_LENGTH_MAX: usize = 13;

/// Pieces of words in British spelling, and in American, by a pair of letters they hold. No row
/// makes a word longer, and those that keep the length take an `s` away.
#[rustfmt::skip]
const BRITISH: &[(&[u8; 2], &[SpellingRule])] = &[
    (b"ae", &[
        (4, "leukaemi", "leukemi"), (1, "haem", "hem"), (2, "anaemi", "anemi"), (0, "aemia", "emia"),
        (2, "anaesth", "anesth"), (1, "paediatr", "pediatr"), (1, "faecal", "fecal"), (1, "faeces", "feces"),
        (3, "gynaec", "gynec"), (6, "orthopaed", "orthoped"), (1, "caecum", "cecum"), (1, "caecal", "cecal"),
        (0, "aetiol", "etiol"),
    ]),
    (b"oe", &[
        (0, "oesophag", "esophag"), (0, "oedema", "edema"), (0, "oestr", "estr"), (1, "foet", "fet"),
        (1, "coeliac", "celiac"), (6, "diarrhoea", "diarrhea"), (5, "dyspnoea", "dyspnea"), (3, "apnoea", "apnea"),
        (3, "homoeo", "homeo"), (3, "manoeuv", "maneuv"),
    ]),
    (b"ou", &[
        (3, "tumour", "tumor"), (3, "colour", "color"), (6, "behaviour", "behavior"), (3, "favour", "favor"),
        (6, "neighbour", "neighbor"),
    ]),
    (b"lp", &[
        (2, "sulph", "sulf"),
    ]),
    (b"ll", &[
        (5, "signall", "signal"), (4, "labell", "label"), (4, "modell", "model"),
    ]),
    (b"ys", &[
        (2, "alyse", "alyze"), (2, "alysing", "alyzing"), (3, "rolyse", "rolyze"), (3, "rolysing", "rolyzing"),
    ]),
    (b"is", &[
        (6, "sensitis", "sensitiz"), (6, "stabilis", "stabiliz"), (5, "localis", "localiz"),
        (7, "generalis", "generaliz"), (5, "optimis", "optimiz"), (9, "characteris", "characteriz"),
        (6, "normalis", "normaliz"), (5, "immunis", "immuniz"), (7, "polymeris", "polymeriz"),
        (5, "dimeris", "dimeriz"), (4, "oxidis", "oxidiz"), (7, "neutralis", "neutraliz"),
        (6, "recognis", "recogniz"), (7, "metabolis", "metaboliz"), (6, "randomis", "randomiz"),
        (8, "hospitalis", "hospitaliz"), (6, "summaris", "summariz"), (7, "categoris", "categoriz"),
        (8, "internalis", "internaliz"), (7, "antagonis", "antagoniz"), (8, "metastasise", "metastasize"),
        (8, "metastasising", "metastasizing"), (7, "synthesise", "synthesize"), (7, "synthesising", "synthesizing"),
        (5, "organis", "organiz"), (4, "utilis", "utiliz"), (5, "minimis", "minimiz"),
    ]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(spaced(text), expected, "{text}");
    }

    #[test]
    fn spellings_of_one_word_meet() {
        check("HER2/neu", "her2neu");
        check("PD‑L1  PD–L1", "pdl1 pdl1");
        check("TGF-β", "tgfbeta");
        check("NF-ΚB", "nfkappab");
        check("Waldenström", "waldenstrom");
        check("Herceptin®", "herceptin");
        check("Crohn’s", "crohn's");
        check("Oesophageal Tumours", "esophageal tumors");
        check("acute myeloid leukaemia", "acute myeloid leukemia");
        check("haematologic", "hematologic");
        check("sensitising to", "sensitizing to");
        check("ŒDEMA", "edema");
        check("signalling - pathway", "signaling pathway");
        check("resistance metastasis", "resistance metastasis");
        assert_eq!(squeezed("non-small cell lung cancer"), "nonsmallcelllungcancer");
    }

    #[test]
    fn tables_are_in_order_and_hinted() {
        assert!(SPELLED.is_sorted_by(|a, b| a.0 < b.0));
        for (pair, rows) in BRITISH {
            assert_ne!(hint_first(pair[0]) & hint_second(pair[1]), 0, "{pair:?}");
            for (at, british, american) in *rows {
                assert!(british.as_bytes()[*at..].starts_with(*pair), "{british}");
                assert!(american.len() <= british.len() && british.len() <= BRITISH_LENGTH_MAX, "{british}");
                assert_eq!(squeezed(british), squeezed(american));
            }
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(
            pieces in prop::collection::vec(
                prop_oneof!["\\PC{0,4}", prop::sample::select(
                    BRITISH.iter().flat_map(|group| group.1).map(|row| row.1.to_string())
                        .chain(["o", "alys", "æ", "-", " ", "s"].map(String::from)).collect::<Vec<_>>())],
                0..8,
            )
        ) {
            let once = spaced(&pieces.concat());
            prop_assert_eq!(spaced(&once), once);
        }
    }
}
