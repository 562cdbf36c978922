//! Noise: as much as data sheets and thermodynamics say, and none at all when it is off.

use crate::player::{chain, peak, play, play_stereo, sine};
use num_complex::Complex64;
use preface::chain::load::{Catalogue, DeckValues, Element, Load, Setup};
use preface::chain::settings::{Input, Pad, Quality, RecordedInput, Source};
use preface::chain::{Chain, Settings};
use preface::lanes::Stereo;
use realfft::RealFftPlanner;
use std::f64::consts::TAU;

/// 4 k T at 20 degrees Celsius, V^2/Hz per ohm.
const THERMAL: f64 = 4.0 * 1.380649e-23 * 293.15;

fn noisy(settings: Settings) -> Settings {
    Settings {
        noise: true,
        ..settings
    }
}

/// Mean power spectrum of signals, V^2/Hz one-sided.
struct Density {
    line_hz: f64,
    lines: Vec<f64>,
}

impl Density {
    /// By Welch's method with Hann windows.
    fn of(signals: &[Vec<f64>], rate_hz: f64) -> Self {
        const LENGTH: usize = 1 << 16;
        let window: Vec<f64> = (0..LENGTH)
            .map(|index| 1.0 - (TAU * index as f64 / LENGTH as f64).cos())
            .collect();
        let transform = RealFftPlanner::new().plan_fft_forward(LENGTH);
        let mut spectrum = transform.make_output_vec();
        let mut lines = vec![0.0; spectrum.len()];
        let mut pieces = 0;
        for signal in signals {
            for start in (0..=signal.len() - LENGTH).step_by(LENGTH / 2) {
                let piece = signal[start..][..LENGTH].iter().zip(&window);
                let mut piece: Vec<f64> = piece.map(|(volt, weight)| volt * weight).collect();
                transform.process(&mut piece, &mut spectrum).unwrap();
                let powers = spectrum.iter().map(|line| line.norm_sqr());
                lines
                    .iter_mut()
                    .zip(powers)
                    .for_each(|(sum, power)| *sum += power);
                pieces += 1;
            }
        }
        let squares: f64 = window.iter().map(|weight| weight * weight).sum();
        let scale = 2.0 / (f64::from(pieces) * squares * rate_hz);
        lines.iter_mut().for_each(|line| *line *= scale);
        Self {
            line_hz: rate_hz / LENGTH as f64,
            lines,
        }
    }

    /// Power between two frequencies, V^2.
    fn power(&self, from_hz: f64, to_hz: f64) -> f64 {
        let line = |hz: f64| (hz / self.line_hz).round() as usize;
        self.lines[line(from_hz)..line(to_hz)].iter().sum::<f64>() * self.line_hz
    }

    /// Mean over a third of an octave, V^2/Hz.
    fn third(&self, middle_hz: f64) -> f64 {
        let (from_hz, to_hz) = third(middle_hz);
        let lines = ((to_hz / self.line_hz).round() - (from_hz / self.line_hz).round()).max(1.0);
        self.power(from_hz, to_hz.max(from_hz + self.line_hz)) / (lines * self.line_hz)
    }
}

fn third(middle_hz: f64) -> (f64, f64) {
    let edge = 10f64.powf(0.05);
    (middle_hz / edge, middle_hz * edge)
}

/// Middles of thirds of an octave from 50 Hz to 20 kHz.
fn thirds() -> impl Iterator<Item = f64> {
    (17..=43).map(|band| 10f64.powf(f64::from(band) / 10.0))
}

fn db(power: f64) -> f64 {
    10.0 * power.log10()
}

/// A chain's result in silence, in volts.
fn hiss(chain: &mut Chain<Stereo>, settings: &Settings, frames: usize) -> [Vec<f64>; 2] {
    let volt = (1.2f64).sqrt() * 10f64.powf(settings.out_cal_dbu / 20.0);
    let silence = vec![0.0; frames];
    play_stereo(chain, &[silence.clone(), silence], &[512]).map(|side| {
        side.into_iter()
            .map(|sample| f64::from(sample) * volt)
            .collect()
    })
}

/// Output noise over 20 Hz to 20 kHz, divided by the gain, with the noise of 150 ohm that stand at no input here, is the
/// equivalent input noise: at any gain, host rate and quality, and also behind the pad, which takes nothing off it.
#[test]
fn equivalent_input_noise_is_what_was_set() {
    let at = |ein_dbu, gain_db| Settings {
        ein_dbu,
        gain_db,
        ..Settings::default()
    };
    let padded = Settings {
        pad: Pad::Minus20,
        ..at(-128.0, 40.0)
    };
    for (settings, rate_hz, quality) in [
        (at(-128.0, 0.0), 48e3, Quality::Live),
        (at(-128.0, 30.0), 44.1e3, Quality::Live),
        (at(-128.0, 60.0), 96e3, Quality::Live),
        (at(-130.0, 40.0), 192e3, Quality::Live),
        (at(-120.0, 40.0), 48e3, Quality::High),
        (at(-100.0, 20.0), 48e3, Quality::Render),
        (padded, 48e3, Quality::Live),
    ] {
        let settings = noisy(settings);
        let mut chain = chain(rate_hz, quality, &settings);
        let hiss = hiss(&mut chain, &settings, (2.0 * rate_hz) as usize);
        let power = Density::of(&hiss, rate_hz).power(20.0, 20e3);
        let at_input = power / 10f64.powf(settings.gain_db / 10.0);
        let ein_dbu = db((at_input + THERMAL * 150.0 * 20e3) / 0.6);
        println!(
            "{rate_hz} Hz {quality:?}, gain {} dB, set to {} dBu: {ein_dbu:.2} dBu",
            settings.gain_db, settings.ein_dbu
        );
        assert!((ein_dbu - settings.ein_dbu).abs() <= 0.5);
    }
}

/// White, as far as the preamp is flat.
#[test]
fn noise_of_the_stage_is_white() {
    let settings = noisy(Settings {
        gain_db: 40.0,
        ..Settings::default()
    });
    let hiss = hiss(
        &mut chain(48e3, Quality::Live, &settings),
        &settings,
        40 * 48_000,
    );
    let density = Density::of(&hiss, 48e3);
    let mean = density.power(20.0, 20e3) / 19_980.0;
    for hz in thirds().take_while(|&hz| hz < 19e3) {
        let error_db = db(density.third(hz) / mean);
        assert!(error_db.abs() <= 0.5, "{hz:.0} Hz: {error_db:.2} dB");
    }
}

/// Left and right have nothing in common, nor has the noise of the load with that of the stage; and it looks Gaussian.
#[test]
fn channels_are_independent() {
    let settings = noisy(Settings {
        gain_db: 40.0,
        source: Source::Humbucker,
        now_input: Input::HiZ220k,
        ..Settings::default()
    });
    let mut chain = chain(48e3, Quality::Live, &settings);
    let [left, right] = hiss(&mut chain, &settings, 10 * 48_000);
    let product = |one: &[f64], other: &[f64]| -> f64 {
        one.iter().zip(other).map(|(one, other)| one * other).sum()
    };
    let powers = product(&left, &left) * product(&right, &right);
    let correlation = product(&left, &right) / powers.sqrt();
    let squares: Vec<f64> = left.iter().map(|volt| volt * volt).collect();
    let mean = squares.iter().sum::<f64>() / squares.len() as f64;
    let kurtosis = product(&squares, &squares) / squares.len() as f64 / (mean * mean);
    println!("correlation {correlation:.5}, kurtosis {kurtosis:.3}");
    assert!(correlation.abs() < 0.01);
    assert!((kurtosis - 3.0).abs() < 0.1);
}

/// The same noise every time, also after a reset, in mono as in the left channel, and for any cut into blocks.
#[test]
fn noise_repeats_bit_for_bit() {
    let settings = noisy(Settings {
        source: Source::SingleCoil,
        now_input: Input::Line10k,
        gain_db: 40.0,
        ..Settings::default()
    });
    let bits = |signal: &[f32]| {
        signal
            .iter()
            .map(|sample| sample.to_bits())
            .collect::<Vec<_>>()
    };
    let music = sine(48e3, 220.0, -60.0, 9_600);
    let both = [music.clone(), music.clone()];
    let mut stereo = chain::<Stereo>(48e3, Quality::Live, &settings);
    let [left, right] = play_stereo(&mut stereo, &both, &[64]);
    assert!(bits(&left) != bits(&right));
    stereo.reset();
    let again = play_stereo(&mut stereo, &both, &[1, 31, 700]);
    assert!(again.map(|side| bits(&side)) == [bits(&left), bits(&right)]);
    let mono = play(&mut chain(48e3, Quality::Live, &settings), &music);
    assert!(bits(&mono) == bits(&left));
}

/// Switched on it begins without a signal; switched off it ends, to the last bit, and nothing clicks.
#[test]
fn noise_comes_and_goes() {
    let off = Settings {
        source: Source::Humbucker,
        now_input: Input::HiZ220k,
        gain_db: 40.0,
        ..Settings::default()
    };
    let mut chain = chain(48e3, Quality::Live, &off);
    let second = vec![0.0; 48_000];
    assert_eq!(peak(&play(&mut chain, &second)), 0.0);
    chain.set(&noisy(off));
    let coming = play(&mut chain, &second);
    let settled = play(&mut chain, &second);
    assert!(settled.iter().filter(|&&sample| sample == 0.0).count() < 10);
    chain.set(&off);
    let going = play(&mut chain, &second);
    let most = 1.2 * peak(&settled);
    assert!(peak(&coming) < most && peak(&going) < most);
    play(&mut chain, &vec![0.0; 10 * 48_000]);
    assert_eq!(peak(&play(&mut chain, &second)), 0.0);
}

/// What the answer's noise should be beyond the recording's, V^2/Hz, from the deck's values and nodal equations of two
/// whole circuits: 4 k T Re Z of the one now, less the recorded one's as the deck hands it on.
fn thermal_density(deck: &DeckValues, hz: f64) -> f64 {
    let value = |element: Element| deck.at(element);
    assert!(value(Element::Share) == 1.0, "no repair limit here");
    let s = Complex64::new(0.0, TAU * hz);
    let tone = |ohm: f64| (ohm + (s * value(Element::ToneFarad)).inv()).inv();
    let coil = (1.0 / (s * value(Element::PickupHenry)) + 1.0 / value(Element::EddyOhm)).inv();
    let pickup = (coil + value(Element::PickupOhm)).inv() + s * value(Element::PickupFarad);
    let recorded = tone(value(Element::PotOhm))
        + 1.0 / value(Element::PotOhm)
        + 1.0 / value(Element::RecordedOhm)
        + s * value(Element::RecordedFarad);
    // Nodes jack and wiper.
    let upper = 1.0 / value(Element::VolumeUpperOhm);
    let jack = pickup + tone(value(Element::ToneOhm)) + upper;
    let wiper = upper
        + 1.0 / value(Element::VolumeLowerOhm)
        + 1.0 / value(Element::NowOhm)
        + s * value(Element::NowFarad);
    let determinant = jack * wiper - upper * upper;
    let driven_by_jack = upper / determinant;
    let z_recorded = (pickup + recorded).inv();
    let h = driven_by_jack / z_recorded;
    let z_answer = jack / determinant;
    THERMAL * (z_answer.re - h.norm_sqr() * z_recorded.re).max(0.0)
}

/// Every third of an octave from 50 Hz to 20 kHz, and all of them together, within 0.5 dB of the formula. Where a guitar
/// turned down makes next to nothing it counts together with the 150 ohm that no preamp is measured without.
#[test]
fn a_new_load_adds_its_thermal_noise() {
    let guitar = Settings {
        source: Source::Humbucker,
        ..Settings::default()
    };
    let into = |now_input| Settings {
        now_input,
        ..guitar
    };
    let pots = |guitar_tone, guitar_volume| Settings {
        guitar_tone,
        guitar_volume,
        ..guitar
    };
    for (name, settings, is_plain) in [
        ("1 Mohm -> 10 kohm line", into(Input::Line10k), true),
        ("1 Mohm -> 220 kohm", into(Input::HiZ220k), true),
        ("tone at 5", pots(5.0, 10.0), false),
        ("tone at 2", pots(2.0, 10.0), false),
        ("volume at 9.5", pots(10.0, 9.5), true),
        ("volume at 6, tone at 3", pots(3.0, 6.0), true),
    ] {
        let rate_hz = 192e3;
        let deck = Setup::of(&settings, Catalogue::get().unwrap()).values;
        let mut frames = vec![Stereo::default(); 30 * rate_hz as usize];
        Load::new(rate_hz, &noisy(settings))
            .unwrap()
            .process(&mut frames);
        let sides = [0, 1].map(|side| frames.iter().map(|frame| frame.to_array()[side]).collect());
        let density = Density::of(&sides, rate_hz);
        let floor = if is_plain { 0.0 } else { THERMAL * 150.0 };
        let (mut worst_db, mut power) = (0.0_f64, 0.0);
        for hz in thirds() {
            let (from_hz, to_hz) = third(hz);
            let fine =
                (0..20).map(|step| from_hz + (f64::from(step) + 0.5) / 20.0 * (to_hz - from_hz));
            let formula = fine.map(|hz| thermal_density(&deck, hz)).sum::<f64>() / 20.0;
            power += formula * (to_hz - from_hz);
            let error_db = db((density.third(hz) + floor) / (formula + floor));
            worst_db = worst_db.max(error_db.abs());
            assert!(
                error_db.abs() <= 0.5,
                "{name}, {hz:.0} Hz: {error_db:.2} dB"
            );
        }
        let (from_hz, to_hz) = (third(50.0).0, third(20e3).1);
        let total_db = db(density.power(from_hz, to_hz) / power);
        println!(
            "{name}: {:.1} dBu, {total_db:.2} dB beside the formula, {worst_db:.2} dB in a third",
            db(power / 0.6)
        );
        assert!(total_db.abs() <= 0.5);
    }
}

/// Equal sides, a lighter load and no source at all: nothing, to the last bit.
#[test]
fn no_new_load_is_no_new_noise() {
    let equal = Settings {
        source: Source::Humbucker,
        ..Settings::default()
    };
    let as_recorded = Settings {
        now_input: Input::Line10k,
        ..Settings::default()
    };
    let lighter = Settings {
        rec_input: RecordedInput::HiZ220k,
        ..equal
    };
    for settings in [equal, as_recorded, lighter] {
        let mut frames = vec![0.0; 48_000];
        Load::new(192e3, &noisy(settings))
            .unwrap()
            .process(&mut frames);
        assert!(frames.iter().all(|&volt| volt == 0.0));
    }
}

/// A box hands on what its input resistance makes: an active DI of 220 kohm has the noise of that resistor, as much lower
/// as its follower's gain.
#[test]
fn a_box_adds_the_thermal_noise_of_its_input() {
    let rate_hz = 192e3;
    let guitar = Settings {
        source: Source::Humbucker,
        ..Settings::default()
    };
    let resistor = Settings {
        now_input: Input::Custom,
        now_custom_ohm: 220e3,
        now_custom_pf: 12.0,
        ..guitar
    };
    let active_di = Settings {
        now_input: Input::ActiveDi220k,
        ..guitar
    };
    let [resistor, active_di] = [resistor, active_di].map(|settings| {
        let mut frames = vec![Stereo::default(); 20 * rate_hz as usize];
        Load::new(rate_hz, &noisy(settings))
            .unwrap()
            .process(&mut frames);
        let sides = [0, 1].map(|side| frames.iter().map(|frame| frame.to_array()[side]).collect());
        Density::of(&sides, rate_hz)
    });
    let loss_db = 1.35;
    for hz in thirds().filter(|hz| (200.0..10e3).contains(hz)) {
        let error_db = db(active_di.third(hz) / resistor.third(hz)) + loss_db;
        assert!(error_db.abs() <= 0.5, "{hz:.0} Hz: {error_db:.2} dB");
    }
}
