use super::{ngspice, signal};
use std::path::Path;
#[test]
fn scratch() {
    let p = Path::new("circuits/preamp_12ax7.cir");
    let fs = 192000.0;
    let x = signal::sine(0.5, 110.0, fs, 0.02, 0.005);
    let a = ngspice::transient(p, &[("wiper", 1.0)], &x, fs);
    let b = ngspice::transient_with_steps(
        p,
        &[("wiper", 1.0)],
        &x,
        fs,
        2.0 * ngspice::STEPS_PER_SECOND,
    );
    let m = (0..x.len())
        .max_by(|&i, &j| (a[i] - b[i]).abs().total_cmp(&(a[j] - b[j]).abs()))
        .unwrap();
    println!("max at {m}");
    for n in m.saturating_sub(5)..(m + 6).min(x.len()) {
        println!(
            "{n} {:.6} {:.9} {:.9} {:.3e}",
            x[n],
            a[n],
            b[n],
            a[n] - b[n]
        );
    }
}
