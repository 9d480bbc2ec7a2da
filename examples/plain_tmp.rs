use onco::*;
fn main() {
    let engine = Engine::open(std::path::Path::new("graphs/oncology")).unwrap();
    println!("{}", engine.debug_plain(&std::env::args().nth(1).unwrap()));
}
