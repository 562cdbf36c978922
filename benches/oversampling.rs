//! Cost of the filters alone: up and down, per host frame.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use preface::dsp::oversampling::{Filter, Oversampler};
use preface::lanes::{Lanes, Stereo};
use std::hint::black_box;

const FRAMES: usize = 32;

fn measure<V: Lanes>(criterion: &mut Criterion, name: &str, factor: usize, filter: Filter) {
    let mut oversampler = Oversampler::<V>::new(44.1e3, factor, filter, FRAMES);
    let mut frames = vec![V::splat(0.5); FRAMES];
    let mut group = criterion.benchmark_group("oversampling");
    group.throughput(Throughput::Elements(FRAMES as u64));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            oversampler.process(black_box(&mut frames), |internal| {
                black_box(internal);
            });
        });
    });
    group.finish();
}

fn oversampling(criterion: &mut Criterion) {
    let live = Filter::Recursive {
        stop_band_db: 104.0,
    };
    let even = Filter::LinearPhase {
        stop_band_db: 110.0,
    };
    measure::<f64>(criterion, "live, 4x, mono", 4, live);
    measure::<Stereo>(criterion, "live, 4x, stereo", 4, live);
    measure::<Stereo>(criterion, "high, 8x, stereo", 8, even);
    measure::<Stereo>(criterion, "render, 16x, stereo", 16, even);
}

criterion_group!(benches, oversampling);
criterion_main!(benches);
