//! Words of English that mean nothing in a question, or turn it round: the same for every graph.

/// Orders before a question, longest first.
pub(super) const ORDERS: &[&[&str]] = &[
    &["i", "would", "like", "to", "know"],
    &["i", "would", "like", "to", "see"],
    &["can", "you", "tell", "me"],
    &["can", "you", "show", "me"],
    &["can", "you", "give", "me"],
    &["could", "you", "tell", "me"],
    &["could", "you", "list"],
    &["can", "you", "list"],
    &["i", "want", "to", "know"],
    &["i", "need", "to", "know"],
    &["i", "would", "like"],
    &["please", "show", "me"],
    &["please", "give", "me"],
    &["i", "want"],
    &["i", "need"],
    &["i", "am", "looking", "for"],
    &["looking", "for"],
    &["search", "for"],
    &["look", "up"],
    &["show", "me"],
    &["give", "me"],
    &["find", "me"],
    &["get", "me"],
    &["tell", "me"],
    &["please"],
    &["show"],
    &["list"],
    &["give"],
    &["find"],
    &["get"],
    &["name"],
    &["provide"],
    &["display"],
    &["return"],
    &["identify"],
    &["enumerate"],
    &["summarise"],
    &["summarize"],
    &["retrieve"],
    &["fetch"],
    &["report"],
];

/// Words before a noun that take nothing away from it.
pub(super) const HEDGES: &[&str] = &[
    "known", "possible", "potential", "specific", "different", "current", "currently", "common", "main", "available",
    "existing", "described", "reported", "distinct", "documented", "recommended", "relevant", "other", "various",
    "standard", "usual", "major", "effective", "published", "established", "best", "suitable", "appropriate", "valid",
    "active", "new", "such", "individual", "certain", "these", "those", "their", "its", "important", "actual",
];

/// Words before a noun that choose none of it.
pub(super) const DETERMINERS: &[&str] = &["the", "any", "all", "some", "a", "an", "which", "what", "of", "me", "both", "single"];

/// Words that begin a question about yes or no.
pub(super) const ASKS: &[&str] = &[
    "is", "are", "was", "were", "does", "do", "did", "can", "could", "has", "have", "had", "should", "will", "would",
    "may", "might",
];

/// Auxiliary verbs and adverbs inside a clause that change nothing in it.
pub(super) const FILLERS: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "does", "do", "did", "can", "could", "has", "have", "had", "will",
    "would", "may", "might", "also", "ever", "still", "currently", "already", "really", "actually", "best", "directly",
    "known", "to", "reported", "described", "that", "which", "who", "whose", "shown", "found", "there", "it", "they",
    "the", "specifically", "clinically", "commonly", "usually", "often", "now", "today",
];

/// Words that say no.
pub(super) const NEGATIONS: &[&str] = &["not", "never", "cannot", "no"];

/// Short forms that are two words.
pub(super) const CONTRACTIONS: &[(&str, &[&str])] = &[
    ("don't", &["do", "not"]),
    ("doesn't", &["does", "not"]),
    ("didn't", &["did", "not"]),
    ("isn't", &["is", "not"]),
    ("aren't", &["are", "not"]),
    ("wasn't", &["was", "not"]),
    ("weren't", &["were", "not"]),
    ("can't", &["can", "not"]),
    ("won't", &["will", "not"]),
    ("haven't", &["have", "not"]),
    ("hasn't", &["has", "not"]),
    ("what's", &["what", "is"]),
    ("what're", &["what", "are"]),
    ("which're", &["which", "are"]),
    ("who's", &["who", "is"]),
    ("that's", &["that", "is"]),
    ("there's", &["there", "is"]),
    ("i'd", &["i", "would"]),
    ("i'm", &["i", "am"]),
    ("w/", &["with"]),
    ("w/o", &["without"]),
    ("vs", &["versus"]),
    ("&", &["and"]),
    ("+", &["and"]),
];

/// Numbers that are written as words.
pub(super) const NUMBERS: &[(&str, &str)] = &[
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("twenty", "20"),
];
