//! Ontologies of OWL as the obographs JSON of ROBOT and the OBO Foundry: terms of one kind, as OBO.

use super::context::Import;
use super::control::ImportFailure;
use super::json::JsonText;
use super::obo::{self, Ontology, Term};
use super::read::TextFile;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Names of files.
pub const PATTERNS: &[&str] = &["mondo*.json*", "ncit*.json*", "doid*.json*", "*.obographs.json*"];

/// Beginnings of addresses of terms, by what stands for them; the longest first.
const ADDRESSES: &[(&str, &str)] = &[
    ("http://purl.obolibrary.org/obo/", ""),
    ("https://purl.obolibrary.org/obo/", ""),
    ("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#", "NCIT:"),
    ("http://www.orpha.net/ORDO/Orphanet_", "Orphanet:"),
    ("http://www.ebi.ac.uk/efo/EFO_", "EFO:"),
];

/// The predicate of alternative identifiers, and the end of that of successors.
const ALTERNATIVE: &str = "hasAlternativeId";
const SUCCESSOR: &str = "IAO_0100001";

#[derive(serde::Deserialize)]
struct OboGraphs<'t> {
    #[serde(borrow)]
    graphs: Option<Vec<OboGraph<'t>>>,
}

#[derive(serde::Deserialize)]
struct OboGraph<'t> {
    #[serde(borrow, default)]
    nodes: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    edges: Vec<&'t RawValue>,
}

#[derive(serde::Deserialize)]
struct OboNode<'t> {
    #[serde(borrow)]
    id: Cow<'t, str>,
    #[serde(borrow)]
    lbl: Option<Cow<'t, str>>,
    #[serde(borrow, rename = "type")]
    of: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    meta: OboMeta<'t>,
}

#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct OboMeta<'t> {
    #[serde(borrow)]
    definition: Option<OboValue<'t>>,
    #[serde(borrow)]
    synonyms: Vec<OboValue<'t>>,
    #[serde(borrow)]
    xrefs: Vec<OboValue<'t>>,
    #[serde(borrow)]
    basic_property_values: Vec<OboValue<'t>>,
    deprecated: bool,
}

/// A value with what it says.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct OboValue<'t> {
    #[serde(borrow)]
    pred: Cow<'t, str>,
    #[serde(borrow)]
    val: Cow<'t, str>,
}

#[derive(serde::Deserialize)]
struct OboEdge<'t> {
    #[serde(borrow)]
    sub: Cow<'t, str>,
    #[serde(borrow)]
    pred: Cow<'t, str>,
    #[serde(borrow)]
    obj: Cow<'t, str>,
}

/// A term with identifiers in their short form.
#[derive(Default)]
struct OwnedTerm {
    line: u32,
    id: String,
    name: String,
    synonyms: Vec<String>,
    xrefs: Vec<String>,
    alternatives: Vec<String>,
    parents: Vec<String>,
    definition: String,
    obsolete: bool,
    successors: Vec<String>,
}

/// Reads the files of the present source.
///
/// # Errors
/// A file that cannot be read or is no obographs JSON; the kind or the root is not known;
/// cancellation.
pub fn read(import: &mut Import<'_>) -> Result<(), ImportFailure> {
    let ontology = Ontology::new(import)?;
    for path in import.files.clone() {
        let text = TextFile::read(import, &path)?;
        let (terms, unused) = terms_of(import, &text)?;
        let borrowed: Vec<Term<'_>> = terms.iter().map(OwnedTerm::borrowed).collect();
        let unused = unused.iter().map(|(what, at)| (what.as_str(), *at)).collect();
        ontology.add(import, &text, &borrowed, unused)?;
    }
    Ok(())
}

/// By what it is: how often there is what is not kept, and the line of the first.
type Unkept = BTreeMap<String, (usize, u32)>;

fn terms_of(import: &mut Import<'_>, text: &TextFile) -> Result<(Vec<OwnedTerm>, Unkept), ImportFailure> {
    let json = JsonText::new(text);
    let OboGraphs { graphs: Some(graphs) } = json.parse()? else {
        return Err(ImportFailure::file(
            text.name.clone(),
            "has no `graphs`: it is not the obographs JSON of an ontology",
        ));
    };
    let (mut terms, mut unkept): (Vec<OwnedTerm>, Unkept) = Default::default();
    let mut places = BTreeMap::new();
    let mut lines = json.lines();
    for node in graphs.iter().flat_map(|graph| &graph.nodes) {
        import.control.check()?;
        let place = lines.place(node);
        let read: OboNode<'_> = match serde_json::from_str(node.get()) {
            Ok(read) => read,
            Err(error) => {
                import.unusable(place, "", format!("this node cannot be read: `{error}`"));
                continue;
            }
        };
        // Nodes without a type are only referred to; properties are no terms.
        if read.of.as_deref() != Some("CLASS") {
            continue;
        }
        let term = term_of(&read, place.line, &mut unkept);
        if places.insert(term.id.clone(), terms.len()).is_some() {
            import.unusable(place, "id", format!("the term `{}` is there twice: the first is kept", term.id));
            continue;
        }
        terms.push(term);
    }
    for edge in graphs.iter().flat_map(|graph| &graph.edges) {
        let place = lines.place(edge);
        let Ok(read) = serde_json::from_str::<OboEdge<'_>>(edge.get()) else {
            import.unusable(place, "", "this edge has no `sub`, `pred` and `obj`");
            continue;
        };
        if !matches!(&*read.pred, "is_a" | "subClassOf") {
            unkept.entry(format!("edges of `{}`", short(&read.pred))).or_insert((0, place.line)).0 += 1;
            continue;
        }
        if let Some(term) = places.get(&short(&read.sub)).and_then(|&number| terms.get_mut(number)) {
            term.parents.push(short(&read.obj));
        }
    }
    Ok((terms, unkept))
}

fn term_of(node: &OboNode<'_>, line: u32, unkept: &mut Unkept) -> OwnedTerm {
    let mut not_kept = |what: String| unkept.entry(what).or_insert((0, line)).0 += 1;
    let mut term = OwnedTerm {
        line,
        id: short(&node.id),
        name: node.lbl.as_deref().unwrap_or_default().to_owned(),
        definition: node.meta.definition.as_ref().map_or("", |value| &value.val).to_owned(),
        obsolete: node.meta.deprecated,
        ..OwnedTerm::default()
    };
    for synonym in &node.meta.synonyms {
        match synonym.pred.as_ref() {
            "hasExactSynonym" => term.synonyms.push(synonym.val.clone().into_owned()),
            _ => not_kept(obo::INEXACT_SYNONYM.to_owned()),
        }
    }
    term.xrefs.extend(node.meta.xrefs.iter().map(|xref| short(&xref.val)));
    for value in &node.meta.basic_property_values {
        let name = value.pred.rsplit(['#', '/']).next().unwrap_or(&value.pred);
        match name {
            ALTERNATIVE => term.alternatives.push(short(&value.val)),
            SUCCESSOR => term.successors.push(short(&value.val)),
            other => not_kept(other.to_owned()),
        }
    }
    term
}

impl OwnedTerm {
    fn borrowed(&self) -> Term<'_> {
        fn all(texts: &[String]) -> Vec<&str> {
            texts.iter().map(String::as_str).collect()
        }
        Term {
            line: self.line,
            id: &self.id,
            name: Cow::Borrowed(&self.name),
            synonyms: self.synonyms.iter().map(|synonym| Cow::Borrowed(synonym.as_str())).collect(),
            xrefs: all(&self.xrefs),
            alternatives: all(&self.alternatives),
            parents: all(&self.parents),
            definition: Cow::Borrowed(&self.definition),
            obsolete: self.obsolete,
            successors: all(&self.successors),
            considered: Vec::new(),
        }
    }
}

/// `MONDO:0005070` of its address; what is no address of a term stays as it is.
fn short(address: &str) -> String {
    for (beginning, prefix) in ADDRESSES {
        if let Some(local) = address.strip_prefix(beginning) {
            return match (prefix.is_empty(), local.split_once('_')) {
                (true, Some((space, number))) => format!("{space}:{number}"),
                _ => format!("{prefix}{local}"),
            };
        }
    }
    address.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_identifiers() {
        for (address, expected) in [
            ("http://purl.obolibrary.org/obo/MONDO_0005070", "MONDO:0005070"),
            ("http://purl.obolibrary.org/obo/NCIT_C4911", "NCIT:C4911"),
            ("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#C4911", "NCIT:C4911"),
            ("http://www.orpha.net/ORDO/Orphanet_63443", "Orphanet:63443"),
            ("DOID:10534", "DOID:10534"),
            ("http://purl.obolibrary.org/obo/mondo#x", "mondo#x"),
        ] {
            assert_eq!(short(address), expected);
        }
    }
}
