//! VCF 4.x annotated by VEP (`CSQ`) or SnpEff (`ANN`). Lines are taken one by one, so that a bad one
//! is known by its number and the others are read.

use super::failure::ReadFailure;
use super::headings::is_blank;
use super::lines::FileLines;
use super::mutations::without_accession;
use super::sink::{LineEntry, LineReason, Remark, Sink};
use crate::matching::{LinePlace, Listing};
use noodles_vcf::Record;
use noodles_vcf::header::Parser;

/// Fields of `ANN`, in the order that its specification gives them.
const ANN_FIELDS: &str = "allele|annotation|annotation_impact|gene_name|gene_id|feature_type|feature_id|\
    transcript_biotype|rank|hgvs.c|hgvs.p|cdna.pos|cds.pos|aa.pos|distance|errors";
/// Parts of the names of columns with normal tissue.
const NORMAL_NAMES: &[&str] = &["normal", "germline", "blood", "control"];

/// The annotator, and the places of what is read in each of its records.
struct Annotations {
    /// Of the field in `INFO`: `CSQ=`, `ANN=`.
    key: &'static str,
    gene: usize,
    change: usize,
    class: usize,
    position: usize,
    allele_number: Option<usize>,
    allele: usize,
    /// Say that a transcript is the preferred one, the best first: its field, and what is in it.
    preferred: Vec<(usize, Option<&'static str>)>,
}

impl Annotations {
    /// Of the names of the fields; none where gene and change are not among them.
    fn new(key: &'static str, fields: &str) -> Option<Self> {
        let names: Vec<String> = fields.split('|').map(super::headings::folded).collect();
        let place = |wanted: &[&str]| wanted.iter().find_map(|name| names.iter().position(|known| known == name));
        let none = usize::MAX;
        let preferred = [
            ("maneselect", None),
            ("mane", None),
            ("pick", Some("1")),
            ("canonical", Some("YES")),
            ("biotype", Some("protein_coding")),
            ("transcriptbiotype", Some("protein_coding")),
        ];
        Some(Self {
            key,
            gene: place(&["symbol", "genename"])?,
            change: place(&["hgvsp"])?,
            class: place(&["consequence", "annotation"]).unwrap_or(none),
            position: place(&["proteinposition", "aapos"]).unwrap_or(none),
            allele_number: place(&["allelenum"]),
            allele: place(&["allele"]).unwrap_or(none),
            preferred: preferred.iter().filter_map(|&(name, value)| Some((place(&[name])?, value))).collect(),
        })
    }

    /// How much a transcript is preferred: the smaller, the more.
    fn rank(&self, record: &[&str]) -> usize {
        let says = |&(place, value): &(usize, Option<&str>)| {
            let field = record.get(place).copied().unwrap_or("");
            value.map_or(!is_blank(field), |value| field.eq_ignore_ascii_case(value))
        };
        self.preferred.iter().position(says).unwrap_or(self.preferred.len())
    }
}

/// What the lines above the records say.
struct VcfHead {
    annotations: Vec<Annotations>,
    /// Names of the samples, and whether they are of a tumour.
    samples: Vec<(String, bool)>,
}

/// Reads a file.
///
/// # Errors
/// It cannot be read, or is not annotated.
pub(super) fn read(lines: &mut FileLines<'_>, sink: &mut dyn Sink) -> Result<(), ReadFailure> {
    let head = head(lines)?;
    if head.annotations.is_empty() {
        let failure = ReadFailure::file(lines.name(), "is a VCF file without annotations of proteins");
        return Err(failure.help("annotate it with VEP (--symbol --hgvs) or SnpEff: CSQ or ANN in INFO is read"));
    }
    for (name, _) in head.samples.iter().filter(|(_, is_tumour)| *is_tumour) {
        sink.sample(name);
    }
    while let Some(line) = lines.next()? {
        if line.text.starts_with('#') {
            continue;
        }
        sink.line(line.number);
        if line.is_damaged {
            sink.remark(Remark::NotText);
        }
        let record = Record::try_from(line.text.as_bytes());
        let place = LinePlace { file: 0, line: line.number as usize };
        match record.ok().filter(is_sound) {
            None => sink.unused(LineReason::NotVcf),
            Some(record) => variant(&head, &record, place, sink)?,
        }
    }
    Ok(())
}

/// Whether the fields that are needed hold what they should.
fn is_sound(record: &Record) -> bool {
    let has_position = record.variant_start().is_none_or(|position| position.is_ok());
    has_position && !record.reference_bases().is_empty() && !record.alternate_bases().as_ref().is_empty()
}

/// Reads the lines above the records.
fn head(lines: &mut FileLines<'_>) -> Result<VcfHead, ReadFailure> {
    let mut parser = Parser::default();
    let mut normal: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut described: Vec<(&'static str, String)> = Vec::new();
    while let Some(line) = lines.next()? {
        if !line.text.starts_with('#') {
            lines.step_back();
            break;
        }
        // A line that the parser refuses says nothing that is needed, unless it is one of these.
        let _ = parser.parse_partial(line.text.as_bytes());
        if let Some(name) = line.text.strip_prefix("##normal_sample=") {
            normal.push(name.trim().to_owned());
        }
        for (key, start) in [("CSQ=", "##INFO=<ID=CSQ,"), ("ANN=", "##INFO=<ID=ANN,")] {
            if line.text.starts_with(start) {
                described.push((key, line.text.to_owned()));
            }
        }
        if line.text.starts_with("#CHROM") {
            names = line.text.split('\t').skip(9).map(|name| name.trim().to_owned()).collect();
            break;
        }
    }
    // The parser knows descriptions with quotes and escapes in them.
    let header = parser.finish().ok();
    let description = |key: &str, line: &str| {
        let info = header.as_ref().and_then(|header| header.infos().get(key.trim_end_matches('=')));
        info.map_or_else(|| line.to_owned(), |info| info.description().to_owned())
    };
    let annotations = described
        .iter()
        .filter_map(|(key, line)| match *key {
            "CSQ=" => {
                let text = description(key, line);
                let (_, fields) = text.split_once("Format:")?;
                Annotations::new(key, fields.trim().trim_end_matches(['"', '>']))
            }
            _ => Annotations::new(key, ANN_FIELDS),
        })
        .collect();
    let is_pair = names.len() == 2;
    let is_normal = |name: &String| {
        let folded = name.to_lowercase();
        normal.contains(name) || (is_pair && NORMAL_NAMES.iter().any(|word| folded.contains(word)))
    };
    let samples = names.iter().map(|name| (name.clone(), !is_normal(name))).collect();
    Ok(VcfHead { annotations, samples })
}

/// What one record says.
fn variant(head: &VcfHead, record: &Record, place: LinePlace, sink: &mut dyn Sink) -> Result<(), ReadFailure> {
    let filters = record.filters();
    if !matches!(filters.as_ref(), "PASS" | "." | "") {
        sink.unused(LineReason::Filtered);
        return Ok(());
    }
    let info = record.info();
    let fields: Vec<&str> = info.as_ref().split(';').collect();
    let found = head.annotations.iter().find_map(|annotations| {
        let text = fields.iter().find_map(|field| field.strip_prefix(annotations.key))?;
        Some((annotations, text))
    });
    let Some((annotations, text)) = found else {
        sink.unused(LineReason::NotAnnotated);
        return Ok(());
    };
    let alternates = record.alternate_bases();
    let alternates: Vec<&str> = alternates.as_ref().split(',').collect();
    let carriers = carriers(head, record);
    if carriers.iter().all(|(_, alleles)| alleles.is_empty()) {
        let normal = head.samples.iter().any(|(_, is_tumour)| !is_tumour);
        sink.unused(if normal { LineReason::NormalSample } else { LineReason::NotCarried });
        return Ok(());
    }
    let mut is_said = false;
    for chosen in chosen(annotations, text) {
        let record: Vec<&str> = chosen.split('|').collect();
        let get = |place: usize| record.get(place).copied().map(str::trim).unwrap_or("");
        let allele = allele_of(annotations, &record, &alternates);
        let listing = Listing {
            change: without_accession(get(annotations.change)),
            class: get(annotations.class),
            position: get(annotations.position),
            place,
            ..Listing::default()
        };
        let listing = match fused(get(annotations.gene), listing.class) {
            Some((gene, partner)) => Listing { gene, partner, change: "fusion", class: "", ..listing },
            None => Listing { gene: get(annotations.gene), ..listing },
        };
        if is_outside(&listing) {
            continue;
        }
        is_said = true;
        for (sample, _) in carriers.iter().filter(|(_, alleles)| alleles.has(allele)) {
            sink.entry(&LineEntry { sample, cancer: "", listing })?;
        }
    }
    if !is_said {
        sink.unused(LineReason::NotInProtein);
    }
    Ok(())
}

/// Whether an annotation is outside of a protein's change: an intron, a gene nearby.
fn is_outside(listing: &Listing<'_>) -> bool {
    const INSIDE: &[&str] =
        &["splice", "start_lost", "stop_", "frameshift", "inframe", "missense", "coding", "protein_"];
    is_blank(listing.gene) || (is_blank(listing.change) && !INSIDE.iter().any(|word| listing.class.contains(word)))
}

/// Two genes of a fusion that SnpEff found: `EML4&ALK`.
fn fused<'t>(gene: &'t str, class: &str) -> Option<(&'t str, &'t str)> {
    if class.contains("gene_fusion") { gene.split_once('&') } else { None }
}

/// For each gene and allele the annotation of the preferred transcript, in the order of the line.
fn chosen<'t>(annotations: &Annotations, text: &'t str) -> Vec<&'t str> {
    let mut best: Vec<(String, usize, &'t str)> = Vec::new();
    for one in text.split(',') {
        let record: Vec<&str> = one.split('|').collect();
        let get = |place: usize| record.get(place).copied().unwrap_or("");
        let subject = format!("{}|{}", get(annotations.gene), get(annotations.allele));
        let rank = annotations.rank(&record);
        match best.iter_mut().find(|(known, _, _)| *known == subject) {
            Some(known) if known.1 <= rank => {}
            Some(known) => *known = (subject, rank, one),
            None => best.push((subject, rank, one)),
        }
    }
    best.into_iter().map(|(_, _, one)| one).collect()
}

/// The number of the allele that an annotation is about, from 1 on; 0 where that is not clear.
fn allele_of(annotations: &Annotations, record: &[&str], alternates: &[&str]) -> usize {
    if alternates.len() == 1 {
        return 1;
    }
    let get = |place: usize| record.get(place).copied().unwrap_or("");
    if let Some(number) = annotations.allele_number.and_then(|place| get(place).parse().ok()) {
        return number;
    }
    let allele = get(annotations.allele);
    // VEP leaves out the base that reference and allele share.
    let is_it = |alternate: &str| alternate == allele || alternate.get(1..) == Some(allele);
    alternates.iter().position(|alternate| is_it(alternate)).map_or(0, |place| place + 1)
}

/// Alleles that a sample has.
enum Alleles {
    /// All of the line: nothing is said about samples.
    All,
    /// These, by number.
    These(Vec<usize>),
}

impl Alleles {
    /// Whether it is none at all.
    fn is_empty(&self) -> bool {
        matches!(self, Alleles::These(list) if list.is_empty())
    }

    fn has(&self, allele: usize) -> bool {
        match self {
            Alleles::All => true,
            Alleles::These(list) => allele == 0 || list.contains(&allele),
        }
    }
}

/// The samples of tumours, with the alleles that they have. A file without samples is of one.
fn carriers<'h>(head: &'h VcfHead, record: &Record) -> Vec<(&'h str, Alleles)> {
    if head.samples.is_empty() {
        return vec![("", Alleles::All)];
    }
    let samples = record.samples();
    let mut columns = samples.as_ref().split('\t');
    let keys = columns.next().unwrap_or("");
    let genotype = keys.split(':').position(|key| key == "GT");
    let values: Vec<&str> = columns.collect();
    let tumours = head.samples.iter().enumerate().filter(|(_, (_, is_tumour))| *is_tumour);
    tumours
        .map(|(place, (name, _))| {
            // Callers of pairs give no genotype: what passed is in the tumour.
            let alleles = genotype.map_or(Alleles::All, |at| {
                let value = values.get(place).and_then(|value| value.split(':').nth(at)).unwrap_or("");
                let numbers = value.split(['/', '|']).filter_map(|number| number.parse().ok());
                Alleles::These(numbers.filter(|&number| number > 0).collect())
            });
            (name.as_str(), alleles)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSQ: &str = "Allele|Consequence|SYMBOL|Feature|HGVSp|Protein_position|CANONICAL|MANE_SELECT";

    #[test]
    fn the_preferred_transcript_of_each_gene_counts() {
        let annotations = Annotations::new("CSQ=", CSQ).unwrap();
        let text = "G|intron_variant|EGFR|T1||||,G|missense_variant|EGFR|T2|P:p.Leu858Arg|858|YES|,\
                    G|missense_variant|EGFR|T3|P:p.Leu813Arg|813||NM_1,G|downstream|OTHER|T4||||";
        let found = chosen(&annotations, text);
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("T3") && found[1].contains("OTHER"));
    }

    #[test]
    fn alleles_are_found_by_number_or_bases() {
        let annotations = Annotations::new("CSQ=", CSQ).unwrap();
        let check = |allele: &str, alternates: &[&str], expected| {
            assert_eq!(allele_of(&annotations, &[allele], alternates), expected, "{allele}");
        };
        check("G", &["G"], 1);
        check("T", &["G", "T"], 2);
        check("TT", &["G", "ATT"], 2);
        check("-", &["G", "AT"], 0);
    }

    #[test]
    fn annotations_need_gene_and_change() {
        assert!(Annotations::new("CSQ=", "Allele|Consequence|SYMBOL").is_none());
        assert!(Annotations::new("ANN=", ANN_FIELDS).is_some());
    }
}
