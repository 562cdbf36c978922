//! Nonlinear devices: one file per device, its equations with the current and its derivatives side by side.

mod diode;
mod triode;

pub use diode::Diode;
pub use triode::Triode;

/// A device in the circuit. Its ports stand in [`Equations::ports`](super::mna::Equations::ports).
#[derive(Clone, Debug)]
pub enum Device {
    /// One port: anode to cathode (inside of the series resistance).
    Diode(Diode),
    /// Two ports: grid to cathode, anode to cathode.
    Triode(Triode),
}

impl Device {
    /// Number of ports.
    pub fn port_count(&self) -> usize {
        match self {
            Self::Diode(_) => 1,
            Self::Triode(_) => 2,
        }
    }
}
