//! Salts, hydrates and esters of drugs by their last words.

/// Words that name a salt or a form after the name of the drug.
#[rustfmt::skip]
const FORMS: &[&str] = &[
    "acetate", "anhydrous", "arginine", "besilate", "besylate", "bismesylate", "bromide", "calcium", "camsylate",
    "citrate", "dihydrate", "dihydrochloride", "dimaleate", "dimeglumine", "dimesylate", "diphosphate", "disodium",
    "ditosylate", "edisylate", "erbumine", "esylate", "fumarate", "hemifumarate", "hemihydrate", "hemisulfate",
    "hydrate", "hydrobromide", "hydrochloride", "isethionate", "lactate", "lysine", "malate", "maleate", "meglumine",
    "mesilate", "mesylate", "monohydrate", "monohydrochloride", "olamine", "pamoate", "phosphate", "potassium",
    "sesquihydrate", "sodium", "succinate", "sulfate", "sulphate", "tartrate", "tosylate", "trihydrate", "trisodium",
    "tromethamine", "xinafoate",
];

/// What is no drug before these words but the other half of a salt.
#[rustfmt::skip]
const IONS: &[&str] = &[
    "aluminium", "aluminum", "ammonium", "barium", "calcium", "chromium", "cobalt", "copper", "cupric", "ferric",
    "ferrous", "gallium", "gold", "iron", "lithium", "magnesium", "manganese", "potassium", "selenium", "silver",
    "sodium", "strontium", "thallium", "zinc",
];

/// What is another substance with these words: esters that the body makes.
#[rustfmt::skip]
const ESTERS: &[&str] = &[
    "adenosine", "androsterone", "cholesterol", "creatine", "cytidine", "dehydroepiandrosterone", "dolichol",
    "estradiol", "estrone", "glucosamine", "glucose", "glycerol", "guanosine", "inositol", "pregnenolone", "pyridoxal",
    "pyridoxamine", "pyridoxine", "riboflavin", "ribose", "sphingosine", "thiamine", "uridine",
];

/// The drug that a name is a salt, a hydrate or another form of: `imatinib` of `Imatinib Mesylate`
/// and of `imatinib hydrochloride monohydrate`.
pub(super) fn base(name: &str) -> Option<&str> {
    let mut rest = name.trim();
    while let Some((before, last)) = rest.rsplit_once(' ') {
        let last = last.trim_matches(['(', ')', ',']).to_ascii_lowercase();
        if !FORMS.contains(&last.as_str()) {
            break;
        }
        rest = before.trim_end_matches([' ', ',']);
    }
    let lower = rest.to_ascii_lowercase();
    let is_drug = rest.len() > 3 && !IONS.contains(&&*lower) && !ESTERS.contains(&&*lower);
    (is_drug && rest.len() < name.trim().len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salts_lead_to_their_drugs() {
        for (name, expected) in [
            ("IMATINIB MESYLATE", Some("IMATINIB")),
            ("Lapatinib Ditosylate Hydrate", Some("Lapatinib")),
            ("sunitinib malate", Some("sunitinib")),
            ("Sodium Phosphate", None),
            ("potassium citrate", None),
            ("Gallium Nitrate", None),
            ("CHOLESTEROL SULPHATE", None),
            ("trastuzumab deruxtecan", None),
            ("phosphate", None),
            ("imatinib", None),
        ] {
            assert_eq!(base(name), expected, "{name}");
        }
    }
}
