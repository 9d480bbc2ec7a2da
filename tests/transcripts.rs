//! What the program writes on a command line, as transcripts: `TRYCMD=overwrite` writes them anew.

#[test]
fn transcripts_are_as_written() {
    let no_home = concat!(env!("CARGO_TARGET_TMPDIR"), "/no-home");
    let cases = trycmd::TestCases::new();
    cases
        .env("ONCO_GRAPH", "mini")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .env("HOME", no_home)
        .env("XDG_CONFIG_HOME", no_home)
        .case("tests/transcripts/*.trycmd");
    // Built with the feature, an editor is answered.
    if cfg!(feature = "lsp") {
        cases.skip("tests/transcripts/help.trycmd");
    }
}
