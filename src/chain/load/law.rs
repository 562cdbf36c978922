//! What boxes do to small signals: their admittance and their transfer, read off their netlists.

use num_complex::Complex;
use std::f64::consts::TAU;

use super::input::{LoadValues, Primary};
use super::repair::{FREQUENCIES, frequency_hz};
use crate::dsp::chebyshev::Places;
use crate::spice::{Error, Netlist, SmallSignal};

/// Positions of a box's control at which it is known; between them it is a polynomial.
const POSITIONS: usize = 6;

/// The wire of a primary has less than 100 kohm.
const LEAST_WINDING_SIEMENS: f64 = 1e-5;

/// Where gains are told.
const GAIN_HZ: f64 = 1e3;

/// What changes a box's behaviour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Knob {
    /// The microphone input behind it, 300 ohm to 10 kohm.
    MicrophoneInput,
    /// The fuzz control.
    Fuzz,
}

/// Within so much of full fuzz the bypass capacitor shorts the emitter all but the transistor's own resistance: 50 ohm of
/// 1 kohm.
const FUZZ_END: f64 = 0.05;

impl Knob {
    fn name(self) -> &'static str {
        match self {
            Self::MicrophoneInput => "mic_z_ohm",
            Self::Fuzz => "fuzz",
        }
    }

    /// Places on a scale on which the box's behaviour is smooth.
    fn places(self) -> Places<POSITIONS> {
        let [low, high] = match self {
            Self::MicrophoneInput => [300.0, 10e3],
            Self::Fuzz => [0.0, 1.0],
        };
        Places::new(self.on_scale(low), self.on_scale(high))
    }

    fn on_scale(self, value: f64) -> f64 {
        match self {
            Self::MicrophoneInput => value.ln(),
            Self::Fuzz => -(1.0 - value + FUZZ_END).ln(),
        }
    }

    fn value_at(self, place: f64) -> f64 {
        match self {
            Self::MicrophoneInput => place.exp(),
            Self::Fuzz => (1.0 - (-place).exp() + FUZZ_END).clamp(0.0, 1.0),
        }
    }
}

/// Admittance and transfer at a frequency, for each position of the control.
#[derive(Clone, Copy, Debug)]
struct Ports {
    admittance: Complex<f64>,
    transfer: Complex<f64>,
}

/// A box's small-signal behaviour.
#[derive(Debug)]
pub struct SmallSignalLaw {
    knob: Knob,
    places: Places<POSITIONS>,
    /// By frequency, then by place.
    ports: Vec<[Ports; POSITIONS]>,
    /// Gain at 1 kHz, by place.
    gains: [f64; POSITIONS],
}

impl SmallSignalLaw {
    /// Reads it off a netlist whose input is the box's jack when the controls in `fixed` are so. Allocates.
    ///
    /// # Errors
    /// A circuit that cannot be solved, or has not these controls.
    pub fn new(netlist: &Netlist, knob: Knob, fixed: &[(&str, f64)]) -> Result<Self, Error> {
        let defaults = netlist.controls.iter().map(|control| control.default);
        let mut controls: Vec<f64> = defaults.collect();
        for (name, value) in fixed {
            controls[netlist.control_named(name)?] = *value;
        }
        let place = netlist.control_named(knob.name())?;
        let places = knob.places();
        let nothing = Ports {
            admittance: Complex::default(),
            transfer: Complex::default(),
        };
        let mut law = Self {
            knob,
            places,
            ports: vec![[nothing; POSITIONS]; FREQUENCIES],
            gains: [0.0; POSITIONS],
        };
        let mut circuit = SmallSignal::new(netlist, &controls)?;
        for (position, scale) in places.places().iter().enumerate() {
            controls[place] = knob.value_at(*scale);
            circuit.set_controls(&controls)?;
            for (index, ports) in law.ports.iter_mut().enumerate() {
                let hertz = frequency_hz(index);
                ports[position] = Ports {
                    admittance: circuit.input_admittance(hertz),
                    transfer: circuit.response(hertz),
                };
            }
            law.gains[position] = circuit.response(GAIN_HZ).norm();
        }
        Ok(law)
    }

    /// With its control at the one of these values that moves it.
    pub fn curve(&self, mic_z_ohm: f64, fuzz: f64) -> Curve {
        let shares = self.shares(mic_z_ohm, fuzz);
        let at = |frequency: usize, of: fn(&Ports) -> Complex<f64>| {
            let ports = shares.iter().zip(&self.ports[frequency]);
            ports.map(|(share, ports)| of(ports) * share).sum()
        };
        Curve {
            admittances: std::array::from_fn(|frequency| at(frequency, |ports| ports.admittance)),
            transfers: std::array::from_fn(|frequency| at(frequency, |ports| ports.transfer)),
        }
    }

    /// Gain at 1 kHz from the jack to the answer.
    pub fn gain(&self, mic_z_ohm: f64, fuzz: f64) -> f64 {
        let shares = self.shares(mic_z_ohm, fuzz);
        let gains = shares.iter().zip(&self.gains);
        gains.map(|(share, gain)| share * gain).sum()
    }

    fn shares(&self, mic_z_ohm: f64, fuzz: f64) -> [f64; POSITIONS] {
        let value = match self.knob {
            Knob::MicrophoneInput => mic_z_ohm,
            Knob::Fuzz => fuzz,
        };
        self.places.shares(self.knob.on_scale(value))
    }
}

/// A box's small-signal behaviour with its control where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// Of the jack, at [`frequency_hz`].
    pub admittances: [Complex<f64>; FREQUENCIES],
    /// From the jack to the answer.
    transfers: [Complex<f64>; FREQUENCIES],
}

impl Curve {
    /// Admittance of the jack, and square of the gain to the answer, at any audio frequency.
    pub fn at(&self, hertz: f64) -> (Complex<f64>, f64) {
        let per_place = frequency_hz(2) / frequency_hz(1);
        let place = ((hertz / frequency_hz(1)).ln() / per_place.ln()).max(0.0);
        let index = (place as usize).min(FREQUENCIES - 3);
        let part = place - index as f64;
        let between = |values: &[Complex<f64>]| {
            values[index + 1] + (values[index + 2] - values[index + 1]) * part
        };
        (
            between(&self.admittances),
            between(&self.transfers).norm_sqr(),
        )
    }

    /// The resistance, capacitance and primary that come nearest to the admittance: least squares of the relative error
    /// from 20 Hz to 20 kHz, the wire from what it is at 0 Hz.
    pub fn equivalent(&self) -> LoadValues {
        let mut conductance = [0.0; 2];
        let (mut farad_farad, mut farad_henry, mut henry_henry) = (0.0, 0.0, 0.0);
        let (mut farad, mut henry) = (0.0, 0.0);
        for (place, admittance) in self.admittances.iter().enumerate().skip(1) {
            let angular = TAU * frequency_hz(place);
            let weight = 1.0 / admittance.norm_sqr();
            conductance[0] += weight * admittance.re;
            conductance[1] += weight;
            // Im Y = angular C - (1/L) / angular
            farad_farad += weight * angular * angular;
            farad_henry -= weight;
            henry_henry += weight / (angular * angular);
            farad += weight * angular * admittance.im;
            henry -= weight * admittance.im / angular;
        }
        let siemens = conductance[0] / conductance[1];
        let determinant = farad_farad * henry_henry - farad_henry * farad_henry;
        let per_henry = (farad_farad * henry - farad_henry * farad) / determinant;
        let winding_siemens = self.admittances[0].re - siemens;
        let (capacitance, primary) = if per_henry > 0.0 && winding_siemens > LEAST_WINDING_SIEMENS {
            let capacitance = (henry_henry * farad - farad_henry * henry) / determinant;
            let primary = Primary {
                henry: 1.0 / per_henry,
                coil_ohm: 1.0 / winding_siemens,
            };
            (capacitance, primary)
        } else {
            (farad / farad_farad, Primary::NONE)
        };
        LoadValues {
            ohm: 1.0 / siemens,
            farad: capacitance.max(0.0),
            primary,
        }
    }
}
