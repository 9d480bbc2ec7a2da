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
    if has_hint(&out.as_bytes()[start..]) {
        respell(out, start);
    }
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
    // Pieces between dropped bytes are copied whole and lowered in place.
    for piece in word.split(['-', '/', '_']) {
        let start = out.len();
        out.push_str(piece);
        if let Some(copied) = out.get_mut(start..) {
            copied.make_ascii_lowercase();
        }
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

/// Whether a pair of letters stands in the text that every row of [`BRITISH`] contains.
fn has_hint(text: &[u8]) -> bool {
    text.windows(2).any(|pair| {
        matches!(pair, b"ae" | b"oe" | b"ou" | b"lp" | b"ll" | b"ys" | b"is")
    })
}

/// Replaces every British spelling from `start` on. The result holds none, also where a
/// replacement and the letters before it happen to make a new one.
fn respell(out: &mut String, start: usize) {
    if !BRITISH.iter().any(|(british, _)| out[start..].contains(british)) {
        return;
    }
    let mut pending: Vec<char> = out[start..].chars().rev().collect();
    out.truncate(start);
    while let Some(letter) = pending.pop() {
        out.push(letter);
        let found = BRITISH.iter().find(|(british, _)| out[start..].ends_with(british));
        if let Some((british, american)) = found {
            // Each row is shorter after than before, or has one `s` less: this ends.
            out.truncate(out.len() - british.len());
            pending.extend(american.chars().rev());
        }
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

/// Pieces of words in British spelling, and in American.
#[rustfmt::skip]
const BRITISH: &[(&str, &str)] = &[
    ("oesophag", "esophag"), ("tumour", "tumor"), ("leukaemi", "leukemi"), ("haem", "hem"), ("oedema", "edema"),
    ("anaemi", "anemi"), ("aemia", "emia"), ("anaesth", "anesth"), ("paediatr", "pediatr"), ("oestr", "estr"), ("faecal", "fecal"),
    ("faeces", "feces"), ("foet", "fet"), ("gynaec", "gynec"), ("orthopaed", "orthoped"), ("caecum", "cecum"),
    ("caecal", "cecal"), ("coeliac", "celiac"), ("aetiol", "etiol"), ("diarrhoea", "diarrhea"), ("dyspnoea", "dyspnea"),
    ("apnoea", "apnea"), ("homoeo", "homeo"), ("manoeuv", "maneuv"), ("colour", "color"), ("behaviour", "behavior"),
    ("favour", "favor"), ("neighbour", "neighbor"), ("sulph", "sulf"), ("signall", "signal"), ("labell", "label"),
    ("modell", "model"),
    ("sensitis", "sensitiz"), ("stabilis", "stabiliz"), ("localis", "localiz"), ("generalis", "generaliz"),
    ("optimis", "optimiz"), ("characteris", "characteriz"), ("normalis", "normaliz"), ("immunis", "immuniz"),
    ("polymeris", "polymeriz"), ("dimeris", "dimeriz"), ("oxidis", "oxidiz"), ("neutralis", "neutraliz"),
    ("recognis", "recogniz"), ("metabolis", "metaboliz"), ("randomis", "randomiz"), ("hospitalis", "hospitaliz"),
    ("summaris", "summariz"), ("categoris", "categoriz"), ("internalis", "internaliz"), ("antagonis", "antagoniz"),
    ("metastasise", "metastasize"), ("metastasising", "metastasizing"), ("synthesise", "synthesize"),
    ("synthesising", "synthesizing"), ("organis", "organiz"), ("utilis", "utiliz"), ("minimis", "minimiz"),
    ("alyse", "alyze"), ("alysing", "alyzing"), ("rolyse", "rolyze"), ("rolysing", "rolyzing"),
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
        for (british, american) in BRITISH {
            assert!(has_hint(british.as_bytes()), "{british}");
            assert!(american.len() <= british.len(), "{british}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(
            pieces in prop::collection::vec(
                prop_oneof!["\\PC{0,4}", prop::sample::select(
                    BRITISH.iter().map(|row| row.0.to_string())
                        .chain(["o", "alys", "æ", "-", " ", "s"].map(String::from)).collect::<Vec<_>>())],
                0..8,
            )
        ) {
            let once = spaced(&pieces.concat());
            prop_assert_eq!(spaced(&once), once);
        }
    }
}
