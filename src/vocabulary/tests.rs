//! Small vocabularies, and every mistake one can hold.

use super::*;
use crate::diagnostic::Diagnostic;
use crate::text::Source;

const SMALL: &str = r#"
[graph]
name = "small"
version = "1"

[[noun]]
kind = "drug"
forms = ["drug", "drugs", "agent", "agents"]
context = "treats"

[[noun]]
kinds = ["drug", "regimen"]
forms = ["therapy", "therapies"]

[[noun]]
kind = "gene"
forms = ["gene"]

[[noun]]
kind = "variant"

[[noun]]
kind = "cancer"
forms = ["cancer", "cancers", "tumour", "tumors"]
hierarchical = "is a"

[[noun]]
kind = "mechanism"

[[verb]]
relation = "targets"
from = "drug"
to = ["gene", "variant"]
lemma = "target"
noun_forms = [{ form = "targets of", head = "to" }]
context = "treats"

[[verb]]
relation = "is a"
from = ["cancer"]
to = ["cancer"]
noun_forms = [{ form = "subtypes of", head = "from", transitive = true }]

[[verb]]
relation = "variant of"
from = "variant"
to = "gene"

[[verb]]
relation = "binds"
from = "drug"
to = "gene"
lemma = "bind"

[[verb]]
relation = "interacts"
from = "gene"
to = "gene"
lemma = "interact with"
undirected = true

[[verb]]
relation = "treats"
from = ["drug", "regimen"]
to = "cancer"
lemma = "treat"
context = "statement"
claim = { effects = ["treats", "sensitivity"], from = "therapy", to = "cancer" }

[[verb]]
relation = "resists"
from = ["mechanism", "variant"]
to = "drug"
lemma = "resist"
noun_forms = [{ form = "mechanisms of resistance to", head = "from", kind = "mechanism" }, { form = "resistance to", head = "from" }]
context = "statement"
claim = { effects = "resistance", from = ["profile", "mechanism"], to = "therapy" }
and = "profile"

[[verb]]
relation = "frequent in"
from = "variant"
to = "cancer"
forward = ["frequent in", "mutated in"]
via = { kind = "gene", relation = "variant of" }

[[property]]
name = "class"
on = "therapies"
via = "is a"
kind = "drug class"
adjectives = "names"

[[property]]
name = "line"
on = "statement"
type = "enum"
values = ["first", "second"]
"#;

fn load(text: &str) -> Result<Vocabulary, Vec<Diagnostic>> {
    Vocabulary::load(&Source::new("vocabulary.toml", text))
}

fn small() -> Vocabulary {
    load(SMALL).unwrap()
}

/// What a form means, as text: relation, head, noun form, preposition.
fn meaning(vocabulary: &Vocabulary, form: &str) -> String {
    let Some(form) = vocabulary.forms.find(&fold::spaced(form)) else { return "nothing".into() };
    let form = vocabulary.forms.get(form);
    let mut parts = Vec::new();
    if let Some(noun) = form.noun {
        parts.push(format!("noun {}", vocabulary.noun(noun).singular()));
    }
    for verb in &form.verbs {
        let noun_form = verb.noun_form.as_ref().map_or(String::new(), |noun_form| {
            let kind = noun_form.kind.map_or("any", |kind| vocabulary.kind_name(kind));
            format!(" ({kind}, transitive {})", noun_form.transitive)
        });
        let preposition = verb.preposition.as_ref().map_or(String::new(), |word| format!(" + {word}"));
        let relation = &vocabulary.verb(verb.relation).relation;
        parts.push(format!("{relation} {:?}{noun_form}{preposition}", verb.head));
    }
    for property in &form.properties {
        parts.push(format!("property {}", vocabulary.property(*property).name));
    }
    for adjective in &form.adjectives {
        let AdjectiveValue::Value(value) = adjective.value;
        parts.push(format!("{} {value}", vocabulary.property(adjective.property).name));
    }
    parts.join(", ")
}

#[test]
fn forms_mean_what_the_rows_say() {
    let vocabulary = small();
    for (form, expected) in [
        ("drugs", "noun drug"),
        ("variants", "noun variant"),
        ("genes", "noun gene"),
        ("tumours", "noun cancer"),
        ("statements", "noun statement"),
        ("targeting", "targets From"),
        ("targets", "targets From"),
        ("target", "targets From"),
        ("targeted by", "targets To + by"),
        ("bound by", "binds To + by"),
        ("targets of", "targets To (any, transitive false) + of"),
        ("subtypes of", "is a From (any, transitive true) + of"),
        ("mechanisms of resistance to", "resists From (mechanism, transitive false) + to"),
        ("mutated in", "frequent in From + in"),
        ("interacting with", "interacts From + with"),
        ("interacted with", "interacts To + with"),
        ("is a", "is a From"),
        ("about", "about From"),
        ("sources of", "supported by To (any, transitive false) + of"),
        ("approved", "status 0"),
        ("acquired", "onset 1"),
        ("level", "property level"),
        ("as_of", "property as_of"),
        ("class", "property class"),
        ("targetting", "nothing"),
    ] {
        assert_eq!(meaning(&vocabulary, form), expected, "{form}");
    }
    assert!(vocabulary.forms.begins("mechanisms of"));
    assert!(!vocabulary.forms.begins("mechanisms of resistance to"));
    assert!(vocabulary.forms.has_word("resistance"));
}

#[test]
fn participles_parse_back() {
    let vocabulary = small();
    for (id, verb) in vocabulary.relations() {
        for (participle, head) in verb.participles.iter().zip([End::From, End::To]) {
            let form = vocabulary.forms.find(&fold::spaced(participle)).unwrap();
            let reads = |known: &VerbUse| known.relation == id && (known.head == head || verb.undirected);
            assert!(vocabulary.forms.get(form).verbs.iter().any(reads), "{participle}");
        }
    }
    assert_eq!(vocabulary.verb(vocabulary.relation("targets").unwrap()).participles, ["targeting", "targeted by"]);
}

#[test]
fn a_listed_participle_is_preferred() {
    let row = "[[verb]]\nrelation = \"x\"\nfrom = \"a\"\nto = \"b\"\n";
    for (forms, expected) in [
        ("forward = [\"overcome\", \"overcoming\"]\ninverse = [\"overcome by\"]", ["overcoming", "overcome by"]),
        ("forward = [\"frequent in\", \"occurring in\"]", ["frequent in", "reached by frequent in"]),
        ("forward = [\"prognostic for\"]", ["prognostic for", "reached by prognostic for"]),
        ("lemma = \"bind\"\nundirected = true", ["binding", "binding"]),
        ("claim = { effects = \"treats\", from = \"therapy\" }", ["x", "reached by x"]),
    ] {
        assert_eq!(load(&format!("{row}{forms}")).unwrap().verbs[0].participles, expected, "{forms}");
    }
}

#[test]
fn kinds_take_context_and_hierarchy_from_nouns() {
    let vocabulary = small();
    let kind = |name: &str| &vocabulary.kinds[usize::from(vocabulary.kind(name).unwrap().0)];
    assert_eq!(kind("drug").context, vocabulary.relation("treats"));
    assert_eq!(kind("regimen").noun, None);
    assert_eq!(kind("cancer").hierarchical, vocabulary.relation("is a"));
    assert_eq!(&*kind("drug class").name, "drug class");
    assert_eq!(vocabulary.noun(kind("variant").noun.unwrap()).plural(), "variants");
}

#[test]
fn statement_properties_come_first_and_can_be_overridden() {
    let vocabulary = small();
    let names: Vec<_> = vocabulary.properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(names.len(), 18);
    assert_eq!(&names[..3], ["effect", "direction", "level"]);
    let line = vocabulary.property(vocabulary.statement_property("line").unwrap());
    assert_eq!(line.of, PropertyType::Enum(vec!["first".into(), "second".into()]));
    let class = vocabulary.properties.last().unwrap();
    let kinds = ["drug", "regimen"].map(|kind| vocabulary.kind(kind).unwrap());
    assert_eq!((class.on.clone(), &class.adjectives), (On::Kinds(kinds.to_vec()), &Adjectives::Names));
}

#[test]
fn a_graph_of_facts_needs_no_statement_properties() {
    let text = "[[verb]]\nrelation = \"binds\"\nfrom = \"a\"\nto = \"b\"\nlemma = \"bind\"";
    let vocabulary = load(text).unwrap();
    assert_eq!(vocabulary.properties, []);
    assert_eq!(vocabulary.relation("about"), None);
    let kinds: Vec<_> = vocabulary.kinds.iter().map(|kind| &*kind.name).collect();
    assert_eq!(kinds, ["a", "b", "statement", "source"]);
}

/// Loads the small vocabulary with rows added; the problems as `text under span: message`.
fn problems(added: &str) -> Vec<String> {
    let text = format!("{SMALL}{added}");
    let problems = load(&text).err().unwrap_or_default();
    problems.iter().map(|problem| format!("{}: {}", problem.span().of(&text), problem.message)).collect()
}

#[test]
fn every_mistake_is_reported_at_its_place() {
    for (added, expected) in [
        ("", None),
        ("[[noun]]\nkind = \"x\"\nforms = [\"x\", \"Agents\"]", Some("\"Agents\": `Agents` is a form of two nouns")),
        (
            "[[noun]]\nkind = \"x\"\nforms = [\"where\"]",
            Some("\"where\": `where` is a word of the language and cannot be a form"),
        ),
        ("[[noun]]\nkind = \"x\"\ncontext = \"traets\"", Some("\"traets\": there is no relation `traets`")),
        (
            "[[noun]]\nkind = \"gene\"\nforms=[\"locus\"]\nhierarchical = \"is a\"",
            Some("\"is a\": `is a` does not lead from gene to gene, so it orders no gene"),
        ),
        (
            "[[verb]]\nrelation = \"hits\"\nfrom = \"drug\"\nto = \"gene\"\nforward = [\"hitting\", \"targeting\"]",
            Some("\"targeting\": `targeting` means `targets` and `hits`, and the kinds do not distinguish them"),
        ),
        ("[[verb]]\nrelation = \"hits\"\nfrom = \"drug\"\nto = \"cancer\"\nforward = [\"targeting\"]", None),
        (
            "[[verb]]\nrelation = \"x\"\nfrom = \"gene\"\nto = \"gene\"\nforward = [\"xing\"]\ninverse = [\"xing\"]",
            Some("\"xing\": `xing` means `x` in both directions, and the kinds do not distinguish them"),
        ),
        (
            "[[verb]]\nrelation = \"hits\"\nfrom = \"drgu\"\nto = \"gene\"\nlemma = \"hit\"",
            Some("\"drgu\": there is no kind `drgu`"),
        ),
        (
            "[[verb]]\nrelation = \"x\"\nfrom = \"gene\"\nto = \"gene\"\nclaim = { effects = \"sens\", from = \"therapy\", to = \"gen\" }",
            Some("\"gen\": a statement has no role `gen`|\"sens\": a statement has no effect `sens`"),
        ),
        (
            "[[verb]]\nrelation = \"x\"\nfrom = \"cancer\"\nto = \"gene\"\nvia = { kind = \"gene\", relation = \"variant of\" }",
            Some("\"variant of\": `variant of` joins no gene to the start of this verb"),
        ),
        ("[[property]]\nname = \"p\"\non = \"planet\"", Some("\"planet\": there is no kind `planet`")),
        ("[[property]]\nname = \"p\"\non = \"drug\"\ntype = \"txt\"", Some("\"txt\": `txt` is not a type of property")),
        (
            "[[property]]\nname = \"level\"\non = \"statement\"\norder = [\"1\"]\n[[property]]\nname = \"level\"\non = \"statement\"",
            Some("\"level\": `level` is the name of two properties of one kind"),
        ),
        (
            "[[property]]\nname = \"p\"\non = \"drug\"\ntype = \"enum\"\nvalues = [\"a\"]\nadjectives = [\"b\"]",
            Some("\"b\": `b` is not a value of this property"),
        ),
    ] {
        let expected: Vec<_> = expected.iter().flat_map(|text| text.split('|')).map(str::to_string).collect();
        assert_eq!(problems(added), expected, "{added}");
    }
}

#[test]
fn a_text_of_another_shape_is_one_problem() {
    assert_eq!(problems("[[verb]]\nrelaton = \"x\"").len(), 1);
    assert_eq!(problems("[[verb").len(), 1);
}

#[test]
fn more_than_ids_can_tell_apart_is_refused() {
    let kinds: String = (0..140).map(|n| format!("[[noun]]\nkind = \"k{n}\"\nforms = [\"k{n}\"]\n")).collect();
    let refused = problems(&kinds);
    assert!(refused.iter().any(|text| text.contains("a vocabulary can have 128 kinds and no more")), "{refused:?}");
    let values: Vec<String> = (0..300).map(|n| format!("\"v{n}\"")).collect();
    for (on, of, most) in [("gene", "enum", 255), ("gene", "set", 32), ("statement", "set", 8)] {
        let property = |count: usize| {
            let values = values.iter().take(count).cloned().collect::<Vec<_>>().join(", ");
            problems(&format!("[[property]]\nname = \"tint\"\non = \"{on}\"\ntype = \"{of}\"\nvalues = [{values}]"))
        };
        let expected = format!("`tint` has {} values; a property like this can have {most}", most + 1);
        assert!(property(most + 1).iter().any(|text| text.contains(&expected)), "{:?}", property(most + 1));
        assert_eq!(property(most), Vec::<String>::new());
    }
}
