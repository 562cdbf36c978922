//! Cost of the whole callback: blocks of 64 samples, stereo, 48 kHz.

use criterion::Criterion;
fn main() {
    let mut c = Criterion::default().configure_from_args();
    c.bench_function("x", |b| b.iter(|| 1));
}
