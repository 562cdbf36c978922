//! The deck's admittances at one frequency: what it does to a signal, and the noise it makes.

use num_complex::Complex;

/// What stands at the jack and at the far end of the pots.
#[derive(Clone, Copy, Debug, Default)]
pub struct Point {
    /// Source and recorded load.
    output: Complex<f64>,
    /// Tone pot now less recorded load: the change at the jack but for what stands behind it.
    change: Complex<f64>,
    /// Between the jack and the far end, ohm: the volume pot above its wiper, or the output of a re-amp box.
    series_ohm: f64,
    /// From the far end to ground: the volume pot below its wiper, and the load of now.
    far: Complex<f64>,
}

impl Point {
    /// From the admittance `output` of source and recorded load, the `change` at the jack beside what stands behind it,
    /// and the way to the admittance `far` there.
    pub fn new(
        output: Complex<f64>,
        change: Complex<f64>,
        series_ohm: f64,
        far: Complex<f64>,
    ) -> Self {
        Self {
            output,
            change,
            series_ohm,
            far,
        }
    }

    /// The voltage at the far end per recorded volt where `share` of the change is made.
    pub fn response(&self, share: f64) -> Complex<f64> {
        self.transfer() * self.output * self.jack(share)
    }

    /// The resistance whose thermal noise the far end has beyond what the recording brings along, ohm; 0 where it has
    /// less.
    pub fn noise_ohm(&self, share: f64) -> f64 {
        let transfer = self.transfer();
        // With the jack at ground, what is left between the far end and ground; then what the jack adds, there and back.
        let behind_jack = (self.far + 1.0 / self.series_ohm).inv();
        let answer = behind_jack + transfer * transfer * self.jack(share);
        let recorded = self.output.inv();
        (answer.re - self.response(share).norm_sqr() * recorded.re).max(0.0)
    }

    /// Voltage at the far end per volt at the jack.
    fn transfer(&self) -> Complex<f64> {
        (self.far * self.series_ohm + 1.0).inv()
    }

    /// Impedance between the jack and ground.
    fn jack(&self, share: f64) -> Complex<f64> {
        let change = self.change + self.far * self.transfer();
        (self.output + change * share).inv()
    }
}
