use onco::*;
fn main() {
    let engine = Engine::open(std::path::Path::new("graphs/oncology")).unwrap();
    for q in std::env::args().skip(1) {
    println!("== {q}\n{}", engine.debug_plain(&q));
    }
}
