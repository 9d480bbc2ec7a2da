//! Regular English inflection, and a short table of what is not regular.

/// The forms of one verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Inflection {
    /// `targets`
    pub third_person: String,
    /// `targeting`
    pub participle: String,
    /// `targeted by`; for a verb with a particle `associated with`.
    pub passive: String,
}

/// Inflects `target`, or with a particle `associate with`: the first word changes.
pub(super) fn inflect(lemma: &str) -> Inflection {
    let (verb, particle) = match lemma.split_once(' ') {
        Some((verb, particle)) => (verb, particle),
        None => (lemma, ""),
    };
    let passive_particle = if particle.is_empty() { "by" } else { particle };
    Inflection {
        third_person: join(third_person(verb), particle),
        participle: join(participle(verb), particle),
        passive: join(past_participle(verb), passive_particle),
    }
}

/// `target` → `targeting`.
pub fn participle_of(lemma: &str) -> String {
    inflect(lemma).participle
}

/// The regular plural of a noun; of several words the last changes.
pub(super) fn plural(noun: &str) -> String {
    with_s(noun)
}

fn join(word: String, particle: &str) -> String {
    if particle.is_empty() { word } else { format!("{word} {particle}") }
}

fn third_person(verb: &str) -> String {
    match verb {
        "have" => "has".into(),
        "be" => "is".into(),
        _ => with_s(verb),
    }
}

fn with_s(word: &str) -> String {
    if let Some(stem) = consonant_y(word) {
        return format!("{stem}ies");
    }
    const HISSING: [&str; 6] = ["s", "x", "z", "ch", "sh", "o"];
    let hissing = HISSING.iter().any(|end| word.ends_with(end));
    format!("{word}{}", if hissing { "es" } else { "s" })
}

fn participle(verb: &str) -> String {
    if let Some(stem) = verb.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    const KEEP_E: [&str; 3] = ["ee", "oe", "ye"];
    match verb.strip_suffix('e') {
        Some(stem) if verb != "be" && !KEEP_E.iter().any(|end| verb.ends_with(end)) => format!("{stem}ing"),
        Some(_) | None => format!("{}ing", doubled(verb)),
    }
}

fn past_participle(verb: &str) -> String {
    if let Some((_, irregular)) = IRREGULAR.iter().find(|(lemma, _)| *lemma == verb) {
        return (*irregular).to_string();
    }
    if let Some(stem) = consonant_y(verb) {
        return format!("{stem}ied");
    }
    if verb.ends_with('e') {
        return format!("{verb}d");
    }
    format!("{}ed", doubled(verb))
}

/// `carry` → `carr`
fn consonant_y(word: &str) -> Option<&str> {
    word.strip_suffix('y').filter(|stem| stem.chars().next_back().is_some_and(|letter| !is_vowel(letter)))
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The verb with its last consonant written twice where the ending asks for it (`map` → `mapp`).
fn doubled(verb: &str) -> String {
    let mut backwards = verb.chars().rev();
    let (last, vowel, before) = (backwards.next(), backwards.next(), backwards.next());
    let short = last.is_some_and(|letter| !is_vowel(letter) && !matches!(letter, 'w' | 'x' | 'y' | 'h'))
        && vowel.is_some_and(is_vowel)
        && before.is_some_and(|letter| !is_vowel(letter));
    let stressed = syllables(verb) == 1 || STRESSED_LAST.iter().any(|end| verb.ends_with(end));
    match last {
        Some(letter) if short && stressed => format!("{verb}{letter}"),
        Some(_) | None => verb.to_string(),
    }
}

/// Groups of vowels.
fn syllables(word: &str) -> usize {
    let mut count = 0;
    let mut inside = false;
    for letter in word.chars() {
        let vowel = is_vowel(letter) || letter == 'y';
        count += usize::from(vowel && !inside);
        inside = vowel;
    }
    count
}

/// Ends of verbs of several syllables that are stressed on the last.
const STRESSED_LAST: &[&str] = &[
    "refer", "occur", "infer", "confer", "prefer", "transfer", "defer", "deter", "permit", "submit", "commit",
    "transmit", "emit", "admit", "omit", "control", "compel", "expel", "repel", "regret", "incur", "concur",
];

/// Participles that no rule gives.
const IRREGULAR: &[(&str, &str)] = &[
    ("become", "become"),
    ("begin", "begun"),
    ("bind", "bound"),
    ("break", "broken"),
    ("bring", "brought"),
    ("build", "built"),
    ("choose", "chosen"),
    ("cut", "cut"),
    ("do", "done"),
    ("draw", "drawn"),
    ("drive", "driven"),
    ("feed", "fed"),
    ("find", "found"),
    ("forbid", "forbidden"),
    ("get", "got"),
    ("give", "given"),
    ("hide", "hidden"),
    ("hit", "hit"),
    ("hold", "held"),
    ("keep", "kept"),
    ("know", "known"),
    ("lead", "led"),
    ("leave", "left"),
    ("lose", "lost"),
    ("make", "made"),
    ("mean", "meant"),
    ("meet", "met"),
    ("overcome", "overcome"),
    ("override", "overridden"),
    ("prove", "proven"),
    ("put", "put"),
    ("read", "read"),
    ("see", "seen"),
    ("send", "sent"),
    ("set", "set"),
    ("show", "shown"),
    ("shut", "shut"),
    ("speak", "spoken"),
    ("spread", "spread"),
    ("take", "taken"),
    ("teach", "taught"),
    ("tell", "told"),
    ("undergo", "undergone"),
    ("upset", "upset"),
    ("win", "won"),
    ("withstand", "withstood"),
    ("write", "written"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lemma: &str, expected: &str) {
        let Inflection { third_person, participle, passive } = inflect(lemma);
        assert_eq!(format!("{third_person}, {participle}, {passive}"), expected);
    }

    #[test]
    fn verbs_inflect() {
        check("target", "targets, targeting, targeted by");
        check("regulate", "regulates, regulating, regulated by");
        check("resist", "resists, resisting, resisted by");
        check("bind", "binds, binding, bound by");
        check("overcome", "overcomes, overcoming, overcome by");
        check("treat", "treats, treating, treated by");
        check("cause", "causes, causing, caused by");
        check("improve", "improves, improving, improved by");
        check("map", "maps, mapping, mapped by");
        check("carry", "carries, carrying, carried by");
        check("encode", "encodes, encoding, encoded by");
        check("express", "expresses, expressing, expressed by");
        check("inhibit", "inhibits, inhibiting, inhibited by");
        check("control", "controls, controlling, controlled by");
        check("associate with", "associates with, associating with, associated with");
        check("interact with", "interacts with, interacting with, interacted with");
        check("see", "sees, seeing, seen by");
        check("tie", "ties, tying, tied by");
        check("affix", "affixes, affixing, affixed by");
        check("display", "displays, displaying, displayed by");
    }

    #[test]
    fn nouns_have_plurals() {
        for (noun, expected) in
            [("gene", "genes"), ("therapy", "therapies"), ("drug class", "drug classes"), ("pathway", "pathways")]
        {
            assert_eq!(plural(noun), expected);
        }
    }
}
