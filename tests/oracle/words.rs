//! The vocabulary of a graph, as far as meaning needs it.

use toml::{Table, Value};

/// At which end of an edge something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    From,
    To,
}

impl End {
    pub const fn other(self) -> Self {
        match self {
            End::From => End::To,
            End::To => End::From,
        }
    }
}

/// A kind is called as in the vocabulary; kinds are numbered in its order.
pub type Kind = usize;

/// Where an exon of a gene begins and ends.
#[derive(Debug)]
pub struct Exon {
    pub gene: String,
    pub number: u32,
    pub residues: (u32, u32),
}

#[derive(Debug)]
pub struct Noun {
    pub kinds: Vec<Kind>,
    pub singular: String,
    pub plural: String,
}

#[derive(Debug)]
pub struct NounForm {
    pub form: String,
    pub head: End,
    pub kind: Option<Kind>,
    pub transitive: bool,
}

#[derive(Debug, Default)]
pub struct Claim {
    pub effects: Vec<String>,
    pub from: Vec<String>,
    pub to: Vec<String>,
}

/// How `in X` restricts a verb.
#[derive(Clone, Debug, PartialEq)]
pub enum Takes {
    Nothing,
    /// The edge's own statement names X.
    Statement,
    /// An end of the edge has an edge of this relation to X.
    Through(String),
}

#[derive(Debug)]
pub struct Verb {
    pub relation: String,
    pub from: Vec<Kind>,
    pub to: Vec<Kind>,
    /// Said of the entity at the start: `targeting`.
    pub forward: Option<String>,
    /// Said of the entity at the end: `targeted by`.
    pub inverse: Option<String>,
    pub noun_forms: Vec<NounForm>,
    pub takes: Takes,
    pub claim: Option<Claim>,
    pub and_profile: bool,
    /// The kind that stands at the start, too, reached from the start over a relation.
    pub via: Option<(Kind, String)>,
    /// Made of the statements themselves: `about`, `supported by`.
    pub derived: bool,
}

impl Verb {
    pub fn kinds(&self, end: End) -> &[Kind] {
        match end {
            End::From => &self.from,
            End::To => &self.to,
        }
    }
}

/// A property that is read over a relation: `class` of a drug.
#[derive(Debug)]
pub struct Via {
    pub name: String,
    pub on: Kind,
    pub relation: String,
    pub kind: Kind,
}

#[derive(Debug)]
pub struct Words {
    pub exons: Vec<Exon>,
    pub kinds: Vec<String>,
    pub nouns: Vec<Noun>,
    pub verbs: Vec<Verb>,
    /// By kind: the relation of its hierarchy.
    pub hierarchy: Vec<Option<String>>,
    /// By kind: the relation that `in X` means after its noun.
    pub context: Vec<Option<String>>,
    pub vias: Vec<Via>,
}

/// One text, or a list of them.
fn texts(table: &Table, key: &str) -> Vec<String> {
    match table.get(key) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn text(table: &Table, key: &str) -> Option<String> {
    table.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn tables<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

impl Words {
    pub fn read(source: &str) -> Self {
        let file: Table = source.parse().expect("a vocabulary is TOML");
        let exon = |row: &Table| Exon {
            gene: text(row, "gene").expect("an exon has a gene"),
            number: row["number"].as_integer().expect("a number") as u32,
            residues: {
                let residue = |place: usize| row["residues"][place].as_integer().expect("a residue") as u32;
                (residue(0), residue(1))
            },
        };
        let mut words = Self {
            exons: tables(&file, "exon").map(exon).collect(),
            kinds: Vec::new(),
            nouns: Vec::new(),
            verbs: Vec::new(),
            hierarchy: Vec::new(),
            context: Vec::new(),
            vias: Vec::new(),
        };
        for row in tables(&file, "noun") {
            for kind in texts(row, "kind") {
                if !words.kinds.contains(&kind) {
                    words.kinds.push(kind);
                    words.hierarchy.push(text(row, "hierarchical"));
                    words.context.push(text(row, "context"));
                }
            }
        }
        for row in tables(&file, "noun") {
            let kinds: Vec<String> = [texts(row, "kind"), texts(row, "kinds")].concat();
            let forms = texts(row, "forms");
            words.nouns.push(Noun {
                kinds: kinds.iter().map(|kind| words.kind(kind)).collect(),
                singular: forms[0].clone(),
                plural: forms.get(1).unwrap_or(&forms[0]).clone(),
            });
        }
        for row in tables(&file, "verb") {
            let verb = words.read_verb(row);
            words.verbs.push(verb);
        }
        for row in tables(&file, "property") {
            if let (Some(name), Some(relation), Some(on), Some(kind)) =
                (text(row, "name"), text(row, "via"), text(row, "on"), text(row, "kind"))
            {
                words.vias.push(Via { name, relation, on: words.kind(&on), kind: words.kind(&kind) });
            }
        }
        words
    }

    fn read_verb(&self, row: &Table) -> Verb {
        let kinds = |key: &str| texts(row, key).iter().map(|kind| self.kind(kind)).collect();
        let relation = text(row, "relation").expect("a verb has a relation");
        let claim = row.get("claim").and_then(Value::as_table).map(|claim| Claim {
            effects: texts(claim, "effects"),
            from: texts(claim, "from"),
            to: texts(claim, "to"),
        });
        let noun_forms = tables(row, "noun_forms").map(|form| NounForm {
            form: text(form, "form").expect("a noun form has a form"),
            head: if text(form, "head").as_deref() == Some("to") { End::To } else { End::From },
            kind: text(form, "kind").map(|kind| self.kind(&kind)),
            transitive: form.get("transitive").and_then(Value::as_bool).unwrap_or(false),
        });
        let via = row
            .get("via")
            .and_then(Value::as_table)
            .map(|via| (self.kind(&text(via, "kind").unwrap_or_default()), text(via, "relation").unwrap_or_default()));
        let (forward, inverse) = spoken(row);
        Verb {
            from: kinds("from"),
            to: kinds("to"),
            forward,
            inverse,
            noun_forms: noun_forms.collect(),
            takes: match text(row, "context") {
                None => Takes::Nothing,
                Some(_) if row.get("derived").is_some() => Takes::Nothing,
                Some(context) if context == "statement" => Takes::Statement,
                Some(relation) => Takes::Through(relation),
            },
            claim,
            and_profile: text(row, "and").is_some(),
            via,
            derived: row.get("derived").is_some(),
            relation,
        }
    }

    pub fn kind(&self, name: &str) -> Kind {
        self.find_kind(name).unwrap_or_else(|| panic!("no kind {name}"))
    }

    pub fn find_kind(&self, name: &str) -> Option<Kind> {
        self.kinds.iter().position(|kind| kind == name)
    }

    pub fn is(&self, kind: Kind, name: &str) -> bool {
        self.kinds[kind] == name
    }

    pub fn verb(&self, relation: &str) -> &Verb {
        self.find_verb(relation).unwrap_or_else(|| panic!("no relation {relation}"))
    }

    pub fn find_verb(&self, relation: &str) -> Option<&Verb> {
        self.verbs.iter().find(|verb| verb.relation == relation)
    }
}

/// What is said of the start and of the end of an edge: `targeting`, `targeted by`.
fn spoken(row: &Table) -> (Option<String>, Option<String>) {
    let best = |forms: Vec<String>| {
        let participle = forms.iter().find(|form| form.ends_with("ing")).cloned();
        participle.or_else(|| forms.first().cloned())
    };
    let (forward, inverse) = (best(texts(row, "forward")), best(texts(row, "inverse")));
    let Some(lemma) = text(row, "lemma") else { return (forward, inverse) };
    let stem = lemma.strip_suffix('e').unwrap_or(&lemma);
    (forward.or(Some(format!("{stem}ing"))), inverse.or(Some(format!("{stem}ed by"))))
}
