//! Changes of a gene, read from whatever spelling they come in: `p.Val600Glu`, `v600e`, `ex19del`,
//! `amp`.
//!
//! Nothing here knows a graph. Importers, the builder and the reader of names all ask this one
//! place what a text after the name of a gene means, and which changes it is one of.

use std::fmt::{self, Write as _};

/// A change of a gene or its protein.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// `V600E`: another amino acid, or a stop (`*`), at one residue.
    Substitution {
        /// One letter.
        from: char,
        /// Number of the residue.
        at: u32,
        /// One letter, `*` for a stop.
        to: char,
    },
    /// `V600`, `G12/G13`: any amino acid but the usual at one of these residues.
    Codon(Vec<(char, u32)>),
    /// `S14fs`: whatever follows the first residue is another protein.
    Frameshift {
        /// One letter.
        from: char,
        /// Number of the residue.
        at: u32,
    },
    /// `E746_A750del`: residues left out, put in or doubled, the rest as it was.
    InFrame {
        /// What happened.
        how: Residues,
        /// First and last residue that are named.
        span: (u32, u32),
        /// As HGVS writes it, without `p.`.
        text: String,
    },
    /// `X1010_splice`: at a splice site, which is not always said.
    Splice {
        /// Number of the nearest residue.
        at: Option<u32>,
    },
    /// `M1?`: the protein does not begin where it should.
    StartLoss,
    /// `*410Lext*12`: the protein does not end where it should.
    Extension {
        /// Number of the stop.
        at: u32,
    },
    /// `exon 19 deletion`.
    Exon {
        /// Number of the exon.
        number: u32,
        /// What happened in it; none where the text says only which exon.
        how: Option<ExonChange>,
    },
    /// `EML4::ALK fusion`: a fusion of two genes, the 5′ one first; `v` where any will do.
    Partners(String, String),
    /// A change of the whole gene or a group of changes.
    Whole(Whole),
}

/// What happened to residues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Residues {
    /// `del`
    Deleted,
    /// `ins`
    Inserted,
    /// `dup`
    Doubled,
    /// `delins`
    Replaced,
}

/// What happened in an exon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExonChange {
    /// Any change in it.
    Mutation,
    /// Residues of it are missing.
    Deletion,
    /// Residues are put in or doubled.
    Insertion,
    /// It is left out of the transcript.
    Skipping,
}

/// A change of a whole gene, or a group of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whole {
    /// Any change of the protein.
    Mutation,
    /// A mutation that switches the gene on.
    Activating,
    /// A mutation that switches the gene off.
    LossOfFunction,
    /// A mutation that cuts the protein short.
    Truncating,
    /// A mutation in the kinase domain.
    KinaseDomain,
    /// An internal tandem duplication.
    TandemDuplication,
    /// Any change of the gene.
    Alteration,
    /// Many more copies.
    Amplification,
    /// Some more copies.
    Gain,
    /// A mutation of the promoter.
    Promoter,
    /// The gene is missing.
    Deletion,
    /// Residues are put in; which, is not said.
    Insertion,
    /// An exon is left out; which, is not said.
    Skipping,
    /// Gene or protein is lost.
    Loss,
    /// A fusion with any partner.
    Fusion,
    /// A rearrangement.
    Rearrangement,
    /// A translocation.
    Translocation,
    /// Too much of the protein.
    Overexpression,
    /// Too little of the protein.
    Underexpression,
    /// The protein is there.
    Expression,
}

/// How a change belongs to a group of changes, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Above {
    /// The group is all changes at a residue.
    Codon,
    /// The group is changes in an exon.
    Exon,
    /// The group is a fusion with any partner, a loss, or the mutations of a gene.
    Category,
}

impl Above {
    /// As rows and notes say it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Above::Codon => "codon",
            Above::Exon => "exon",
            Above::Category => "category",
        }
    }
}

/// Each group with the names it has, the usual first, and how it is written: words in small
/// letters, joined by nothing. Where a graph lacks the first name the next is meant.
const WHOLE: &[(Whole, &[&str], &[&str])] = &[
    (
        Whole::Mutation,
        &["mutation"],
        &[
            "mutation",
            "mutations",
            "mut",
            "muts",
            "mutant",
            "mutants",
            "mutated",
            "mt",
            "mutationpositive",
            "pathogenicvariant",
            "pathogenicvariants",
            "pathogenicmutation",
            "pathogenicmutations",
            "deleteriousmutation",
            "deleteriousmutations",
        ],
    ),
    (
        Whole::Activating,
        &["activating mutation"],
        &["activating", "activatingmutation", "activatingmutations", "gainoffunction", "gof"],
    ),
    (
        Whole::LossOfFunction,
        &["loss-of-function", "loss of function"],
        &[
            "lossoffunction",
            "lof",
            "lofmutation",
            "lofmutations",
            "lossoffunctionmutation",
            "lossoffunctionmutations",
            "inactivating",
            "inactivatingmutation",
            "inactivatingmutations",
            "inactivation",
            "inactivated",
        ],
    ),
    (
        Whole::Truncating,
        &["truncating mutation"],
        &["truncating", "truncatingmutation", "truncatingmutations", "truncation", "truncated"],
    ),
    (
        Whole::KinaseDomain,
        &["kinase domain mutation"],
        &[
            "kinasedomain",
            "kinasedomainmutation",
            "kinasedomainmutations",
            "tkd",
            "tkdmutation",
            "tkdmutations",
            "kdmutation",
        ],
    ),
    (
        Whole::TandemDuplication,
        &["ITD"],
        &["itd", "itdmutation", "itdmutations", "internaltandemduplication", "internaltandemduplications"],
    ),
    (Whole::Alteration, &["alteration"], &["alteration", "alterations", "altered"]),
    (
        Whole::Amplification,
        &["amplification"],
        &[
            "amplification",
            "amplifications",
            "amplified",
            "amplif",
            "ampl",
            "amp",
            "amps",
            "geneamplification",
            "cnvamplification",
            "copynumberamplification",
            "highlevelamplification",
            "focalamplification",
        ],
    ),
    (
        Whole::Deletion,
        &["deletion"],
        &[
            "deletion",
            "deletions",
            "deleted",
            "del",
            "dels",
            "homdel",
            "homodel",
            "homozygousdeletion",
            "homozygousloss",
            "deepdeletion",
            "deepdel",
            "biallelicdeletion",
            "copynumberdeletion",
            "cnvdeletion",
        ],
    ),
    (
        Whole::Gain,
        &["gain"],
        &["gain", "gains", "gained", "copynumbergain", "cnvgain", "cngain", "copygain", "lowlevelgain"],
    ),
    (
        Whole::Promoter,
        &["promoter mutation"],
        &["promoter", "promotermutation", "promotermutations", "promotermutated", "promotervariant"],
    ),
    (Whole::Insertion, &["insertion"], &["insertion", "insertions", "ins"]),
    (Whole::Skipping, &["skipping"], &["skipping", "skip", "skippingmutation"]),
    (
        Whole::Loss,
        &["loss"],
        &["loss", "lost", "losses", "geneloss", "copynumberloss", "cnvloss", "copyloss", "shallowdeletion"],
    ),
    (
        Whole::Fusion,
        &["fusion", "rearrangement", "translocation"],
        &["fusion", "fusions", "fused", "fus", "genefusion", "genefusions", "fusionpositive"],
    ),
    (
        Whole::Rearrangement,
        &["rearrangement", "fusion", "translocation"],
        &["rearrangement", "rearrangements", "rearranged", "rearr", "rearrangementpositive"],
    ),
    (
        Whole::Translocation,
        &["translocation", "fusion", "rearrangement"],
        &["translocation", "translocations", "translocated", "transloc"],
    ),
    (
        Whole::Overexpression,
        &["overexpression"],
        &["overexpression", "overexpressed", "overexpressing", "overexp", "oe"],
    ),
    (Whole::Underexpression, &["underexpression"], &["underexpression", "underexpressed"]),
    (Whole::Expression, &["expression"], &["expression", "expressed", "expressing"]),
];

/// Words after a change that add nothing to it: `V600E mutation`, `L858R-positive`.
const NOISE: &[&str] = &[
    "mutation",
    "mutations",
    "mutant",
    "mutants",
    "mutated",
    "mut",
    "variant",
    "variants",
    "substitution",
    "positive",
    "pos",
    "alteration",
    "missense",
    "hotspot",
    "+",
];

/// Amino acids by three letters and one.
const AMINO_ACIDS: &[(&str, char)] = &[
    ("ala", 'A'),
    ("arg", 'R'),
    ("asn", 'N'),
    ("asp", 'D'),
    ("cys", 'C'),
    ("gln", 'Q'),
    ("glu", 'E'),
    ("gly", 'G'),
    ("his", 'H'),
    ("ile", 'I'),
    ("leu", 'L'),
    ("lys", 'K'),
    ("met", 'M'),
    ("phe", 'F'),
    ("pro", 'P'),
    ("ser", 'S'),
    ("thr", 'T'),
    ("trp", 'W'),
    ("tyr", 'Y'),
    ("val", 'V'),
];

/// Longest text that is looked at.
const LENGTH_MAX: usize = 64;

impl Change {
    /// The change that a text after the name of a gene means, however it is spelled; `None` for any
    /// other text.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > LENGTH_MAX || !text.is_ascii() {
            return None;
        }
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '-' | ':'));
        let bare = strip_start(text, "p.").unwrap_or(text).trim_matches(['(', ')']);
        let words = squeezed(bare);
        exon(&words).or_else(|| Self::read_protein(bare)).or_else(|| whole(&words).map(Change::Whole))
    }

    /// A change of the protein alone, without words around it: `L858R`, `p.L858R`,
    /// `745_750KELREA>T`, `X1010_splice`.
    pub fn read_protein(text: &str) -> Option<Self> {
        let text = strip_start(text, "p.").unwrap_or(text).trim_matches(['(', ')']);
        protein(text).or_else(|| numbered(text)).or_else(|| run_of_residues(text)).or_else(|| splice(text))
    }

    /// The change that a variant called `name` is, where its gene is called `gene`.
    pub fn of_name(name: &str, gene: &str) -> Option<Self> {
        Self::partners(name).or_else(|| Self::read(name.strip_prefix(gene)?.strip_prefix(' ')?))
    }

    /// `EML4::ALK fusion` and other spellings of two genes fused: `EML4-ALK fusion`, `EML4--ALK`,
    /// `EML4/ALK rearrangement`. One hyphen or slash without a word after it is not enough, but for
    /// `::` and `--`.
    pub fn partners(text: &str) -> Option<Self> {
        if text.len() > LENGTH_MAX || !text.is_ascii() {
            return None;
        }
        let mut words = text.split_whitespace();
        let pair = words.next()?;
        let rest = squeezed(&words.collect::<Vec<_>>().join(" "));
        let is_fusion = matches!(whole(&rest), Some(Whole::Fusion | Whole::Rearrangement | Whole::Translocation))
            || matches!(rest.as_str(), "fusiongene" | "positive");
        let (five, three) = match pair.split_once("::").or_else(|| pair.split_once("--")) {
            Some(found) if is_fusion || rest.is_empty() => found,
            Some(_) | None => pair.split_once(['-', '/']).filter(|_| is_fusion)?,
        };
        let is_symbol = |part: &str| part == "?" || part.bytes().any(|byte| byte.is_ascii_alphabetic());
        (is_symbol(five) && is_symbol(three)).then(|| Change::Partners(five.to_owned(), three.to_owned()))
    }

    /// What a graph may call the change after the name of its gene, the usual first.
    pub fn names(&self) -> Vec<String> {
        match self {
            Change::Whole(whole) => WHOLE
                .iter()
                .filter(|row| row.0 == *whole)
                .flat_map(|row| row.1)
                .map(|name| (*name).to_owned())
                .collect(),
            Change::Exon { number, how: None } => {
                ["mutation", "skipping"].map(|how| format!("exon {number} {how}")).into()
            }
            Change::Codon(codons) if codons.len() > 1 => {
                let short = |(i, &(from, at)): (usize, &(char, u32))| {
                    if i == 0 { format!("{from}{at}") } else { at.to_string() }
                };
                let shortened: Vec<String> = codons.iter().enumerate().map(short).collect();
                vec![self.to_string(), shortened.join("/")]
            }
            Change::Codon(_) => vec![self.to_string(), format!("{self} mutation")],
            Change::Substitution { .. }
            | Change::Frameshift { .. }
            | Change::InFrame { .. }
            | Change::Splice { .. }
            | Change::StartLoss
            | Change::Extension { .. }
            | Change::Exon { .. }
            | Change::Partners(..) => vec![self.to_string()],
        }
    }

    /// The residues that the change is about, first and last.
    pub fn residues(&self) -> Option<(u32, u32)> {
        match self {
            Change::Substitution { at, .. } | Change::Frameshift { at, .. } | Change::Extension { at } => {
                Some((*at, *at))
            }
            Change::StartLoss => Some((1, 1)),
            Change::Splice { at } => at.map(|at| (at, at)),
            Change::InFrame { span, .. } => Some(*span),
            Change::Codon(codons) => {
                let numbers = || codons.iter().map(|codon| codon.1);
                numbers().min().zip(numbers().max())
            }
            Change::Exon { .. } | Change::Partners(..) | Change::Whole(_) => None,
        }
    }

    /// Whether the change says where in the gene it is: a residue or an exon.
    pub fn is_placed(&self) -> bool {
        !matches!(self, Change::Partners(..) | Change::Whole(_))
    }

    /// How this change belongs to a group of changes of the same gene. `bounds` gives the first and
    /// last residue of an exon, where they are known.
    pub fn is_below(&self, group: &Change, bounds: impl Fn(u32) -> Option<(u32, u32)>) -> Option<Above> {
        if self == group {
            return None;
        }
        match group {
            Change::Codon(codons) => self.is_at(codons).then_some(Above::Codon),
            Change::Exon { number, how } => self.is_in(*number, *how, bounds).then_some(Above::Exon),
            Change::Whole(whole) => self.is_of(*whole).then_some(Above::Category),
            Change::Substitution { .. } | Change::Frameshift { .. } | Change::InFrame { .. } => None,
            Change::Splice { .. } | Change::StartLoss | Change::Extension { .. } | Change::Partners(..) => None,
        }
    }

    /// A codon with fewer residues, or another amino acid at one of them.
    fn is_at(&self, codons: &[(char, u32)]) -> bool {
        match self {
            Change::Substitution { from, at, to } => *to != '*' && codons.contains(&(*from, *at)),
            Change::Codon(own) => own.iter().all(|codon| codons.contains(codon)),
            Change::Frameshift { .. } | Change::InFrame { .. } | Change::Exon { .. } => false,
            Change::Splice { .. } | Change::StartLoss | Change::Extension { .. } => false,
            Change::Partners(..) | Change::Whole(_) => false,
        }
    }

    /// In an exon; a frameshift is no deletion or insertion of residues.
    fn is_in(&self, number: u32, how: Option<ExonChange>, bounds: impl Fn(u32) -> Option<(u32, u32)>) -> bool {
        if let Change::Exon { number: own, how: changed } = self {
            return *own == number && how.is_none_or(|how| how == ExonChange::Mutation) && changed.is_some();
        }
        let fits = match (how, self) {
            (None | Some(ExonChange::Mutation), _) => true,
            (Some(ExonChange::Deletion), Change::InFrame { how, .. }) => {
                matches!(how, Residues::Deleted | Residues::Replaced)
            }
            (Some(ExonChange::Insertion), Change::InFrame { how, .. }) => {
                matches!(how, Residues::Inserted | Residues::Doubled)
            }
            (Some(ExonChange::Deletion | ExonChange::Insertion | ExonChange::Skipping), _) => false,
        };
        let inside = |(first, last): (u32, u32)| self.residues().is_some_and(|own| first <= own.0 && own.1 <= last);
        fits && bounds(number).is_some_and(inside)
    }

    /// One of a group that is not bound to a place.
    fn is_of(&self, group: Whole) -> bool {
        let is_stop = matches!(self, Change::Frameshift { .. } | Change::Substitution { to: '*', .. });
        match group {
            Whole::Mutation => match self {
                Change::Whole(whole) => matches!(
                    whole,
                    Whole::Activating
                        | Whole::LossOfFunction
                        | Whole::Truncating
                        | Whole::KinaseDomain
                        | Whole::TandemDuplication
                ),
                _ => self.is_placed(),
            },
            Whole::LossOfFunction => {
                is_stop || matches!(self, Change::Splice { .. } | Change::StartLoss | Change::Whole(Whole::Truncating))
            }
            Whole::Truncating => is_stop,
            Whole::Loss => *self == Change::Whole(Whole::Deletion),
            Whole::Fusion | Whole::Rearrangement | Whole::Translocation => matches!(self, Change::Partners(..)),
            Whole::Alteration => {
                !matches!(self, Change::Whole(Whole::Overexpression | Whole::Underexpression | Whole::Expression))
            }
            Whole::Activating | Whole::KinaseDomain | Whole::TandemDuplication => false,
            Whole::Amplification | Whole::Gain | Whole::Promoter => false,
            Whole::Deletion | Whole::Insertion | Whole::Skipping => false,
            Whole::Overexpression | Whole::Underexpression | Whole::Expression => false,
        }
    }
}

impl fmt::Display for Change {
    /// As a graph calls it after the name of the gene.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Substitution { from, at, to } => write!(f, "{from}{at}{to}"),
            Change::Codon(codons) => {
                for (i, (from, at)) in codons.iter().enumerate() {
                    write!(f, "{}{from}{at}", if i > 0 { "/" } else { "" })?;
                }
                Ok(())
            }
            Change::Frameshift { from, at } => write!(f, "{from}{at}fs"),
            Change::InFrame { text, .. } => f.write_str(text),
            Change::Splice { at: Some(at) } => write!(f, "X{at}_splice"),
            Change::Splice { at: None } => f.write_str("splice site"),
            Change::StartLoss => f.write_str("M1?"),
            Change::Extension { at } => write!(f, "*{at}ext"),
            Change::Exon { number, how } => {
                let how = match how {
                    None => return write!(f, "exon {number}"),
                    Some(ExonChange::Mutation) => "mutation",
                    Some(ExonChange::Deletion) => "deletion",
                    Some(ExonChange::Insertion) => "insertion",
                    Some(ExonChange::Skipping) => "skipping",
                };
                write!(f, "exon {number} {how}")
            }
            Change::Partners(five, three) => write!(f, "{five}::{three} fusion"),
            Change::Whole(_) => f.write_str(self.names().first().map_or("", String::as_str)),
        }
    }
}

/// Small letters and digits without what separates words.
fn squeezed(text: &str) -> String {
    let kept = text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '_' | '/'));
    kept.map(|letter| letter.to_ascii_lowercase()).collect()
}

fn strip_start<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let begins = text.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start));
    if begins { text.get(start.len()..) } else { None }
}

fn whole(words: &str) -> Option<Whole> {
    WHOLE.iter().find(|(_, _, forms)| forms.contains(&words)).map(|row| row.0)
}

/// What follows the number of an exon.
fn exon_change(words: &str) -> Option<Option<ExonChange>> {
    let bare = ["mutations", "mutation", "variants", "variant", "positive"]
        .into_iter()
        .find_map(|noise| words.strip_suffix(noise).filter(|rest| !rest.is_empty()))
        .unwrap_or(words);
    Some(match bare {
        "" => None,
        "mutation" | "mutations" | "mut" | "muts" | "mutant" | "mutated" | "m" | "alteration" => {
            Some(ExonChange::Mutation)
        }
        "del" | "dels" | "deletion" | "deletions" | "deleted" => Some(ExonChange::Deletion),
        "ins" | "insertion" | "insertions" | "inserted" | "insdup" | "insertiondup" => Some(ExonChange::Insertion),
        "skipping" | "skip" | "skipped" | "skips" | "sk" => Some(ExonChange::Skipping),
        _ => return None,
    })
}

/// `exon19deletion`, `ex19del`, `e19del`, `del19`, `19del`: words joined by nothing.
fn exon(words: &str) -> Option<Change> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| (1..=99).contains(number));
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    // `del19`, `ins20`, `deletion exon 19`.
    for start in ["deletion", "del", "insertion", "ins", "skipping", "mutation", "mut"] {
        let Some(rest) = words.strip_prefix(start) else { continue };
        let rest = ["inexon", "exon", "ex", "in"].into_iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        if let (Some(number), Some(how)) = (number(rest), exon_change(start)) {
            return Some(Change::Exon { number, how });
        }
    }
    let named = ["exon", "ex"].into_iter().find_map(|word| words.strip_prefix(word));
    // `e19del` and `19del` need what happened; E19 is a residue.
    let rest = named.or_else(|| words.strip_prefix('e').filter(|rest| digits(rest) == 2)).unwrap_or(words);
    let (count, change) = rest.split_at(digits(rest));
    let how = exon_change(change)?;
    let is_short = named.is_none() && !matches!(how, Some(ExonChange::Deletion | ExonChange::Insertion));
    (!is_short).then_some(Change::Exon { number: number(count)?, how })
}

/// One residue at the beginning of a text: its letter, and how many letters it took.
fn residue(text: &str) -> Option<(char, usize)> {
    let three = text.get(..3).and_then(|start| AMINO_ACIDS.iter().find(|row| start.eq_ignore_ascii_case(row.0)));
    if let Some(&(_, letter)) = three {
        return Some((letter, 3));
    }
    let letter = text.chars().next()?.to_ascii_uppercase();
    AMINO_ACIDS.iter().any(|row| row.1 == letter).then_some((letter, 1))
}

/// A residue with its number, and what follows.
fn place(text: &str) -> Option<((char, u32), &str)> {
    let (letter, length) = residue(text)?;
    let rest = text.get(length..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(..digits)?.parse().ok().filter(|number| (1..=99_999).contains(number))?;
    Some(((letter, number), rest.get(digits..)?))
}

/// Whether nothing follows that would add to a change.
fn is_noise(rest: &str) -> bool {
    let rest = rest.to_ascii_lowercase();
    rest.split([' ', '-', ')', '(']).filter(|word| !word.is_empty()).all(|word| NOISE.contains(&word))
}

/// A change of the protein: `V600E`, `Val600Glu`, `G12/G13`, `S14fs`, `E746_A750del`.
fn protein(text: &str) -> Option<Change> {
    let ((from, at), rest) = place(text)?;
    if let Some(second) = rest.strip_prefix('_') {
        let ((to, last), rest) = place(second)?;
        return residues((from, at), Some((to, last)), rest);
    }
    if let Some(found) = substitution(from, at, rest) {
        return Some(found);
    }
    residues((from, at), None, rest).or_else(|| codon(from, at, rest))
}

/// Numbers before residues: `776_776G>VC`, `745_750KELREA>T`, `770_771insGL`, `193_196dupSTSC`.
fn numbered(text: &str) -> Option<Change> {
    let (first, rest) = number(text)?;
    let (last, rest) = match rest.strip_prefix('_') {
        Some(rest) => number(rest)?,
        None => (first, rest),
    };
    if let Some((old, new)) = rest.split_once('>') {
        let letters = residues_of(old)?;
        let ends = letters.chars().next().zip(letters.chars().next_back())?;
        let is_whole = letters.len() as u32 == last.checked_sub(first)? + 1;
        let new = residues_of(new)?;
        return is_whole.then(|| in_frame(Residues::Replaced, (Some(ends.0), first), (Some(ends.1), last), &new));
    }
    let (how, rest) = FORMS.iter().find_map(|&(start, how, _)| Some((how, strip_start(rest, start)?)))?;
    let letters = if rest.is_empty() { String::new() } else { residues_of(rest)? };
    let needs_letters = matches!(how, Residues::Inserted | Residues::Replaced);
    let added = if needs_letters { letters.as_str() } else { "" };
    (!needs_letters || !added.is_empty()).then(|| in_frame(how, (None, first), (None, last), added))
}

/// Residues before the number of the first: `ELREA746del`, `LP831fs`, `TR271fs`, `VV2T` is none.
fn run_of_residues(text: &str) -> Option<Change> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (run, rest) = text.split_at(letters);
    let run = residues_of(run).filter(|run| run.len() > 1)?;
    let (first, rest) = number(rest)?;
    let (from, to) = run.chars().next().zip(run.chars().next_back())?;
    let last = first + run.len() as u32 - 1;
    let lower = rest.to_ascii_lowercase();
    match lower.as_str() {
        "fs" => Some(Change::Frameshift { from, at: first }),
        "del" => Some(in_frame(Residues::Deleted, (Some(from), first), (Some(to), last), "")),
        "dup" => Some(in_frame(Residues::Doubled, (Some(from), first), (Some(to), last), "")),
        _ => {
            let tail = lower.strip_prefix("delins").or_else(|| lower.strip_prefix('>'));
            let new = rest.get(rest.len() - tail?.len()..)?;
            if new == "*" {
                return Some(Change::Substitution { from, at: first, to: '*' });
            }
            let new = residues_of(new)?;
            Some(in_frame(Residues::Replaced, (Some(from), first), (Some(to), last), &new))
        }
    }
}

/// `X1010_splice`, `1010_splice`, `splice site`, `splice donor`; the start of a protein lost, or its
/// end: `M1?`, `*410Lext*12`, `*214C`.
fn splice(text: &str) -> Option<Change> {
    let lower = text.to_ascii_lowercase();
    let words = squeezed(&lower);
    let is_named = ["splicesite", "splicesitemutation", "splicesitevariant", "splicedonor", "spliceacceptor", "splice"];
    if is_named.contains(&words.as_str()) {
        return Some(Change::Splice { at: None });
    }
    if let Some(rest) = lower.strip_suffix("_splice") {
        let digits = rest.trim_start_matches(|letter: char| letter.is_ascii_alphabetic() || letter == '*');
        let (at, rest) = number(digits)?;
        let is_end = rest.is_empty() || rest.starts_with('_');
        return is_end.then_some(Change::Splice { at: Some(at) });
    }
    if matches!(lower.as_str(), "m1?" | "met1?" | "m1fs" | "startloss" | "start loss" | "start lost") {
        return Some(Change::StartLoss);
    }
    let rest = ["*", "ter", "x"].into_iter().find_map(|stop| lower.strip_prefix(stop))?;
    let (at, rest) = number(rest)?;
    let (_, length) = residue(rest)?;
    let rest = rest.get(length..)?;
    (rest.is_empty() || rest.starts_with("ext")).then_some(Change::Extension { at })
}

/// A number of a residue, and what follows.
fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..digits)?.parse().ok().filter(|number| (1..=99_999).contains(number))?;
    Some((number, text.get(digits..)?))
}

/// Residues in one letter or three, all in capitals; a stop may end them.
fn residues_of(text: &str) -> Option<String> {
    let letters = one_letter(text);
    let body = letters.strip_suffix('*').unwrap_or(&letters);
    let is_residue = |letter: char| AMINO_ACIDS.iter().any(|row| row.1 == letter);
    (!letters.is_empty() && body.chars().all(is_residue)).then_some(letters)
}

fn in_frame(how: Residues, first: (Option<char>, u32), last: (Option<char>, u32), added: &str) -> Change {
    let mut text = String::new();
    let mut place = |separator: &str, (letter, number): (Option<char>, u32)| {
        let letter = letter.map_or_else(String::new, String::from);
        // Writing to a String cannot fail.
        let _ = write!(text, "{separator}{letter}{number}");
    };
    place("", first);
    if last.1 != first.1 {
        place("_", last);
    }
    text.push_str(FORMS.iter().find(|form| form.1 == how).map_or("", |form| form.2));
    text.push_str(added);
    Change::InFrame { how, span: (first.1, last.1), text }
}

/// Another amino acid or a stop, or a frameshift, which may name the first new residue.
fn substitution(from: char, at: u32, rest: &str) -> Option<Change> {
    let stop = ["ter", "stop", "*", "x"].into_iter().find_map(|stop| strip_start(rest, stop));
    if let Some(rest) = stop {
        return is_noise(rest).then_some(Change::Substitution { from, at, to: '*' });
    }
    let is_shift =
        |rest: &str| strip_start(rest, "fs").is_some_and(|tail| tail.bytes().all(|byte| !byte.is_ascii_whitespace()));
    if is_shift(rest) {
        return Some(Change::Frameshift { from, at });
    }
    let (to, length) = residue(rest)?;
    let rest = rest.get(length..)?;
    if is_shift(rest) {
        return Some(Change::Frameshift { from, at });
    }
    let ends_here = rest.bytes().next().is_none_or(|byte| !byte.is_ascii_alphanumeric());
    (to != from && ends_here && is_noise(rest)).then_some(Change::Substitution { from, at, to })
}

/// `G12`, `G12/G13`, `G12/13`.
fn codon(from: char, at: u32, rest: &str) -> Option<Change> {
    let mut codons = vec![(from, at)];
    let mut rest = rest;
    while let Some(next) = rest.strip_prefix('/') {
        let (codon, after) = match place(next) {
            Some(found) => found,
            None => {
                let digits = next.bytes().take_while(u8::is_ascii_digit).count();
                ((from, next.get(..digits)?.parse().ok()?), next.get(digits..)?)
            }
        };
        codons.push(codon);
        rest = after;
    }
    // `V600X` was read as a stop; `V600?` is any.
    is_noise(rest.strip_prefix('?').unwrap_or(rest)).then_some(Change::Codon(codons))
}

/// How residues change, by how it is written, and as HGVS writes it.
const FORMS: &[(&str, Residues, &str)] = &[
    ("delins", Residues::Replaced, "delins"),
    ("indel", Residues::Replaced, "delins"),
    ("del", Residues::Deleted, "del"),
    ("ins", Residues::Inserted, "ins"),
    ("dup", Residues::Doubled, "dup"),
    (">", Residues::Replaced, "delins"),
];

/// Residues deleted, inserted, doubled or replaced.
fn residues(first: (char, u32), last: Option<(char, u32)>, rest: &str) -> Option<Change> {
    let (how, form, rest) =
        FORMS.iter().find_map(|&(start, how, form)| Some((how, form, strip_start(rest, start)?)))?;
    let letters = rest.bytes().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (added, noise) = rest.split_at(letters);
    if !is_noise(noise) {
        return None;
    }
    let mut text = format!("{}{}", first.0, first.1);
    if let Some((letter, number)) = last {
        let _ = write!(text, "_{letter}{number}");
    }
    text.push_str(form);
    // What was deleted or doubled follows from the residues.
    if matches!(how, Residues::Inserted | Residues::Replaced) {
        text.push_str(&one_letter(added));
    }
    Some(Change::InFrame { how, span: (first.1, last.map_or(first.1, |last| last.1)), text })
}

/// Amino acids by one letter each.
fn one_letter(text: &str) -> String {
    let mut letters = String::new();
    let mut rest = text;
    let is_long =
        text.len() >= 3 && text.len().is_multiple_of(3) && text.bytes().skip(1).any(|byte| byte.is_ascii_lowercase());
    if !is_long {
        return text.to_ascii_uppercase();
    }
    while let Some((letter, length)) = residue(rest) {
        letters.push(letter);
        rest = rest.get(length..).unwrap_or("");
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_change_are_one() {
        for (name, spellings) in [
            (
                "V600E",
                &[
                    "V600E",
                    "p.V600E",
                    "p.Val600Glu",
                    "Val600Glu",
                    "v600e",
                    "(V600E)",
                    "p.(Val600Glu)",
                    "-V600E",
                    "V600E mutation",
                    "V600E-mutant",
                    "V600E+",
                ][..],
            ),
            ("Q503*", &["Q503*", "Q503X", "p.Gln503Ter", "p.Gln503*", "Q503stop"]),
            ("V600", &["V600", "p.V600", "Val600", "V600 mutation", "V600-mutated"]),
            ("G12/G13", &["G12/G13", "G12/13"]),
            ("S14fs", &["S14fs", "p.Ser14fs", "S14Afs*3", "p.Ser14AlafsTer3", "S14fs*12"]),
            ("E746_A750del", &["E746_A750del", "p.Glu746_Ala750del", "E746_A750delELREA", "e746_a750DEL"]),
            ("D770_N771insSVD", &["D770_N771insSVD", "p.Asp770_Asn771insSerValAsp"]),
            ("L747_P753delinsS", &["L747_P753delinsS", "L747_P753>S"]),
            (
                "exon 19 deletion",
                &[
                    "exon 19 deletion",
                    "exon 19 del",
                    "ex19del",
                    "ex 19 del",
                    "Ex19 deletion",
                    "del19",
                    "del 19",
                    "e19del",
                    "19del",
                    "exon-19-deletion",
                    "exon 19 deletions",
                    "deletion in exon 19",
                    "exon 19 deletion mutation",
                ],
            ),
            ("exon 20 insertion", &["exon 20 insertion", "ex20ins", "exon20ins", "exon 20 ins", "ins20"]),
            ("exon 14 skipping", &["exon 14 skipping", "ex14 skip", "exon 14 skipping mutation", "ex14skipping"]),
            ("exon 9 mutation", &["exon 9 mutation", "exon 9 mutations", "exon 9 mut", "ex9 mutated"]),
            ("exon 14", &["exon 14", "ex14"]),
            ("amplification", &["amp", "amplified", "amplification", "-amplified"]),
            ("mutation", &["mut", "mutant", "mutated", "mutations", "-mutant"]),
            ("loss-of-function", &["LOF", "loss of function", "loss-of-function", "inactivating mutation"]),
            ("ITD", &["ITD", "itd", "internal tandem duplication"]),
            ("rearrangement", &["rearranged", "rearrangement", "-rearranged"]),
        ] {
            for spelling in spellings {
                assert_eq!(
                    Change::read(spelling).map(|change| change.to_string()).as_deref(),
                    Some(name),
                    "{spelling}"
                );
            }
        }
        for text in [
            "",
            "V600V",
            "inhibitor",
            "neg",
            "B600E",
            "V0E",
            "600",
            "19",
            "e",
            "amplifier",
            "G12=",
            "V600E in",
            "expressionist",
        ] {
            assert_eq!(Change::read(text), None, "{text}");
        }
    }

    #[test]
    fn partners_are_read_in_any_spelling() {
        for text in [
            "EML4::ALK fusion",
            "EML4::ALK",
            "EML4--ALK",
            "EML4-ALK fusion",
            "EML4/ALK rearrangement",
            "EML4-ALK translocation",
        ] {
            let found = Change::partners(text);
            assert_eq!(found, Some(Change::Partners("EML4".into(), "ALK".into())), "{text}");
        }
        for text in ["EML4-ALK", "PD-1/PD-L1 inhibitor", "ALK fusion", "", "1-2 fusion"] {
            assert_eq!(Change::partners(text), None, "{text}");
        }
    }

    #[test]
    fn a_change_is_below_its_groups() {
        let bounds = |number: u32| match number {
            19 => Some((729, 761)),
            20 => Some((762, 823)),
            _ => None,
        };
        for (lower, group, expected) in [
            ("V600E", "V600", Some(Above::Codon)),
            ("G12A", "G12/G13", Some(Above::Codon)),
            ("G12", "G12/G13", Some(Above::Codon)),
            ("V600*", "V600", None),
            ("V600E", "V601", None),
            ("V600E", "V600E", None),
            ("V600E", "V600K", None),
            ("E746_A750del", "exon 19 deletion", Some(Above::Exon)),
            ("E746fs", "exon 19 deletion", None),
            ("E746fs", "exon 19 mutation", Some(Above::Exon)),
            ("D770_N771insSVD", "exon 20 insertion", Some(Above::Exon)),
            ("D770dup", "exon 20 insertion", Some(Above::Exon)),
            ("D770del", "exon 20 insertion", None),
            ("D770G", "exon 18 mutation", None),
            ("exon 19 deletion", "exon 19 mutation", Some(Above::Exon)),
            ("V600E", "mutation", Some(Above::Category)),
            ("exon 19 deletion", "mutation", Some(Above::Category)),
            ("ITD", "mutation", Some(Above::Category)),
            ("amplification", "mutation", None),
            ("R100*", "LOF", Some(Above::Category)),
            ("R100Q", "LOF", None),
            ("homozygous deletion", "loss", Some(Above::Category)),
            ("amplification", "alteration", Some(Above::Category)),
            ("overexpression", "alteration", None),
        ] {
            let read = |text: &str| Change::read(text).unwrap();
            assert_eq!(read(lower).is_below(&read(group), bounds), expected, "{lower} {group}");
        }
        let fusion = Change::partners("EML4::ALK fusion").unwrap();
        assert_eq!(fusion.is_below(&Change::Whole(Whole::Fusion), bounds), Some(Above::Category));
        assert_eq!(fusion.is_below(&Change::Whole(Whole::Mutation), bounds), None);
    }

    #[test]
    fn names_of_variants_are_read() {
        assert_eq!(Change::of_name("BRAF V600E", "BRAF").unwrap().to_string(), "V600E");
        assert_eq!(Change::of_name("EML4::ALK fusion", "ALK").unwrap().to_string(), "EML4::ALK fusion");
        assert_eq!(Change::of_name("BRAFV600E", "BRAF"), None);
    }
}
