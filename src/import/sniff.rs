//! What a file seems to be, by its first bytes: for those who give one format and mean another.

/// Beginnings of files that are no text, and what to do with them.
const BINARIES: &[(&[u8], &str)] = &[
    (b"BZh", "is compressed with bzip2; gzip and zstd are read as they are: unpack it"),
    (b"\xfd7zXZ\0", "is compressed with xz; gzip and zstd are read as they are: unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; gzip and zstd are read as they are: unpack it"),
    (b"PK\x03\x04", "is a zip archive or a workbook: unpack it, or read a workbook with `onco import table`"),
    (b"PK\x05\x06", "is an empty zip archive"),
    (b"\x1f\x8b", "is compressed with gzip twice: unpack it once"),
    (b"\xd0\xcf\x11\xe0", "is a workbook of an old kind: read it with `onco import table`"),
    (b"\xff\xfe", "is a text in UTF-16: save it as UTF-8"),
    (b"\xfe\xff", "is a text in UTF-16: save it as UTF-8"),
    (b"%PDF", "is a PDF"),
    (b"\x89PNG", "is a picture"),
];

/// What the first bytes of a file say, where it is no text; `None` where it may be one.
pub(super) fn no_text(head: &[u8]) -> Option<&'static str> {
    let known = BINARIES.iter().find(|(start, _)| head.starts_with(start)).map(|&(_, what)| what);
    let tar = || is_tar(head).then_some("is a tar archive: unpack it");
    known.or_else(tar).or_else(|| {
        let zeros = head.iter().filter(|&&byte| byte == 0).count();
        match zeros {
            0 => None,
            // A text of Latin letters in UTF-16 is half zeros.
            zeros if zeros * 3 > head.len() => Some("seems to be a text in UTF-16: save it as UTF-8"),
            _ => Some("is not a text: it has bytes that are zero"),
        }
    })
}

/// Whether a file that begins so is a tar archive.
pub(super) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// What is wrong with the line ends of a text.
pub(super) fn line_ends(text: &str) -> Option<&'static str> {
    let alone = text.contains('\r') && !text.contains('\n');
    let (_, rest) = text.split_once('\r').filter(|_| alone)?;
    (!rest.is_empty()).then_some("has lines that end with a carriage return alone: save it with usual line ends")
}

/// Columns that only tables of one format have, all of a row; what it is, and its name here.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("evidence_id", "CIViC", "civic"),
    ("assertion_id", "CIViC", "civic"),
    ("hgnc_id symbol", "HGNC", "hgnc"),
    ("interaction_claim_source", "DGIdb", "dgidb"),
    ("interaction_source_db_name", "DGIdb", "dgidb"),
    ("subject predicate object", "KGX", "kgx"),
    ("id category", "KGX", "kgx"),
    (":START_ID :END_ID", "a table for neo4j-admin", "neo4j"),
    ("x_type x_name y_type y_name", "PrimeKG", "primekg"),
    ("variant_id single_variant_molecular_profile_id", "CIViC", "civic"),
    ("feature_id feature_type", "CIViC", "civic"),
    ("source metaedge target", "Hetionet", "hetionet"),
    ("id name kind", "Hetionet or a graph as text", "hetionet"),
    ("from relation to", "a graph as text", "tsv"),
];

/// Texts at the beginning of files of one format, all of a row: what it is, and its name here.
const TEXTS: &[(&[&str], &str, &str)] = &[
    (&["<graphml"], "GraphML", "graphml"),
    (&["<!DOCTYPE html"], "a page of the web, not the data", ""),
    (&["<html"], "a page of the web, not the data", ""),
    (&["<owl:"], "OWL/XML", ""),
    (&["<rdf:RDF"], "RDF/XML", ""),
    (&["<Ontology"], "OWL/XML", ""),
    (&["Ontology(<"], "OWL in functional syntax", ""),
    (&["\"graphs\"", "\"nodes\""], "an ontology as obographs JSON", "obographs"),
    (&["\"meta\"", "\"nodes\"", "\"lbl\""], "an ontology as obographs JSON", "obographs"),
    (&["\"elements\"", "\"data\""], "Cytoscape JSON", "cyjs"),
    (&["\"subject\"", "\"predicate\""], "KGX", "kgx"),
    (&["\"id\"", "\"category\""], "KGX", "kgx"),
    (&["\"externalReferences\""], "OncoTree", "oncotree"),
    (&["\"tissue\"", "\"mainType\""], "OncoTree", "oncotree"),
    (&["\"responseHeader\"", "\"hgnc_id\""], "HGNC", "hgnc"),
    (&["\"proposition\"", "\"subjectVariant\""], "statements of GA4GH", "va-spec"),
    (&["<?xml"], "XML", ""),
    (&["format-version:"], "an ontology in OBO", "obo"),
    (&["[Term]"], "an ontology in OBO", "obo"),
    (&[",FPLX,"], "FamPlex", "famplex"),
];

/// What a file with this beginning seems to be, and its name here, which may be empty.
fn seems(beginning: &str) -> Option<(&'static str, &'static str)> {
    let first = beginning.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let columns: Vec<&str> = first.split(['\t', ',']).map(|name| name.trim().trim_matches('"')).collect();
    let has = |name: &str| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
    let table = COLUMNS.iter().find(|(names, ..)| names.split(' ').all(has));
    let text = || TEXTS.iter().find(|(texts, ..)| texts.iter().all(|text| beginning.contains(text)));
    table.map(|&(_, what, format)| (what, format)).or_else(|| text().map(|&(_, what, format)| (what, format)))
}

/// A half-sentence about what a file seems to be if it is not of `format`, with the command that
/// reads it; empty where nothing is known.
pub(super) fn other_format(beginning: &str, path: &str, format: &str) -> String {
    match seems(beginning) {
        Some((_, known)) if known == format => String::new(),
        Some((what, "")) => format!("; this looks like {what}"),
        Some((what, known)) => format!("; this looks like {what}: `onco import {known} {path}`"),
        None => String::new(),
    }
}

/// Why a file of a format brought nothing.
pub(super) fn nothing_in(beginning: &str, path: &str, format: &str) -> String {
    let other = other_format(beginning, path, format);
    let rows = beginning.lines().filter(|line| !line.trim().is_empty()).count();
    match (rows, other.is_empty()) {
        (0, _) => "nothing was read: there is nothing in it".to_owned(),
        (1, true) => "nothing was read: there is no row below its first line".to_owned(),
        (_, true) => format!("nothing was read: no row of it could be used as `{format}`"),
        (_, false) => format!("nothing was read{other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_beginning() {
        for (beginning, format, expected) in [
            ("id\tcategory\tname\n", "obo", "; this looks like KGX: `onco import kgx f`"),
            ("id\tcategory\tname\n", "kgx", ""),
            ("<?xml version=\"1.0\"?>\n<rdf:RDF><owl:Class/>", "obo", "; this looks like OWL/XML"),
            ("format-version: 1.2\n", "hgnc", "; this looks like an ontology in OBO: `onco import obo f`"),
            ("gene,drug\n", "hgnc", ""),
            ("\u{feff}\"hgnc_id\",\"symbol\"\n", "civic", "; this looks like HGNC: `onco import hgnc f`"),
        ] {
            assert_eq!(other_format(beginning, "f", format), expected, "{beginning}");
        }
    }

    #[test]
    fn formats_that_are_named_are_there() {
        let names = COLUMNS.iter().map(|row| row.2).chain(TEXTS.iter().map(|row| row.2));
        for name in names.filter(|name| !name.is_empty()) {
            assert!(crate::import::importer(name).is_some(), "{name}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_named() {
        for (head, part) in [
            (&b"BZh91AY"[..], "bzip2"),
            (b"\xfd7zXZ\0\0", "xz"),
            (b"PK\x03\x04", "zip"),
            (b"\xff\xfei\0d\0", "UTF-16"),
            (b"i\0d\0\t\0", "UTF-16"),
        ] {
            assert!(no_text(head).is_some_and(|what| what.contains(part)), "{part}");
        }
        assert_eq!(no_text(b"id\tname\n"), None);
        assert!(line_ends("id\tname\rX:1\ta\r").is_some());
        assert_eq!((line_ends("id\r\n"), line_ends("id"), line_ends("id\r")), (None, None, None));
    }
}
