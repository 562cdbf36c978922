//! The virtual pickup: what a load does to a source, with a box in between.

use std::f64::consts::TAU;

use num_complex::Complex64;
use preface::chain::Settings;
use preface::chain::load::{self, Deck, Element, Load, WIRE_OHM};
use preface::chain::parameter::Choice;
use preface::chain::reamp::{self, Setup};
use preface::chain::settings::{
    BoxImpedance, Input, Pots, ReampBox, ReampLoad, RecordedInput, Source,
};

use super::{RATE_HZ, tilt_db, unloaded};
use crate::player::noise;
use crate::signal::db;

const FREQUENCIES_HZ: [f64; 10] = [30.0, 100.0, 300.0, 1e3, 2e3, 3.5e3, 5e3, 8e3, 12e3, 20e3];

/// Response to an impulse of 1 mV: small for devices, too.
fn response(process: impl FnOnce(&mut [f64])) -> impl Fn(f64) -> Complex64 {
    const PEAK: f64 = 1e-3;
    let mut impulse = vec![0.0; (0.8 * RATE_HZ) as usize];
    impulse[0] = PEAK;
    process(&mut impulse);
    move |hz| {
        let step = Complex64::from_polar(1.0, -TAU * hz / RATE_HZ);
        let sum = |sum: Complex64, &sample: &f64| sum * step + sample;
        impulse.iter().rev().fold(Complex64::default(), sum) / PEAK
    }
}

/// The deck behind the box's EMF, with so much between box and jack.
fn deck_response(settings: &Settings, series_ohm: f64) -> impl Fn(f64) -> Complex64 {
    let catalogue = reamp::Catalogue::get().expect("circuits");
    let inputs = load::Catalogue::get().expect("circuits");
    let setup = Setup::of(settings, catalogue, inputs).expect("it is on");
    let mut deck = Deck::<f64>::new(catalogue.decks(), RATE_HZ).expect("circuits");
    deck.start_at(&setup.deck.with(Element::SeriesOhm, series_ohm));
    response(move |frames| deck.process(frames))
}

fn load_response(settings: &Settings) -> impl Fn(f64) -> Complex64 {
    let mut load = Load::<f64>::new(RATE_HZ, settings).expect("circuits");
    response(move |frames| load.process(frames))
}

fn every<C: Choice>() -> impl Iterator<Item = C> {
    (0..C::CHOICES.len()).map(C::from_index)
}

/// Without a box in between, it is block 2 with the amp as the input of now: any source, heard through any linear input
/// and through the DI boxes, into light and heavy loads, below the repair limit and at it.
#[test]
fn with_no_impedance_in_the_box_it_is_what_the_amp_as_the_input_would_do() {
    let mut worst = (0.0, String::new());
    for source in every::<Source>().filter(|source| *source != Source::AsRecorded) {
        for (heard_into, input) in every::<RecordedInput>().map(|input| (input, Input::from(input)))
        {
            for (ohm, repair_limit_db) in [(1e6, 24.0), (8e3, 24.0), (3e6, 6.0)] {
                let there = Settings {
                    source,
                    now_input: input,
                    virtual_pickup: true,
                    r#box: ReampBox::None,
                    reamp_load: ReampLoad::Custom,
                    reamp_load_ohm: ohm,
                    reamp_cable_m: 4.0,
                    repair_limit_db,
                    ..unloaded()
                };
                let here = Settings {
                    source,
                    rec_input: heard_into,
                    now_input: Input::Custom,
                    now_custom_ohm: ohm,
                    now_custom_pf: 50.0,
                    now_cable_m: 4.0,
                    repair_limit_db,
                    ..Settings::default()
                };
                let (found, expected) = (deck_response(&there, WIRE_OHM), load_response(&here));
                // A recording through a box is scaled up by what the box takes off, where an EMF is what it is.
                let level = expected(1e3).norm() / found(1e3).norm();
                let level = if matches!(
                    heard_into,
                    RecordedInput::PassiveDi
                        | RecordedInput::ActiveDi10M
                        | RecordedInput::ActiveDi220k
                ) {
                    level
                } else {
                    1.0
                };
                for hz in FREQUENCIES_HZ {
                    let error_db = db(level * found(hz).norm() / expected(hz).norm()).abs();
                    if error_db > worst.0 {
                        worst = (
                            error_db,
                            format!("{source:?} heard into {input:?}, {ohm} ohm, {hz} Hz"),
                        );
                    }
                }
            }
        }
    }
    println!("{:.4} dB off at most: {}", worst.0, worst.1);
    assert!(worst.0 < 0.05, "{worst:?}");
}

/// The pots stand where they stand on both sides: what the amp does to the guitar with its volume turned down is what block
/// 2 does with the amp against block 2 without.
#[test]
fn pots_that_are_turned_down_belong_to_the_source() {
    for (guitar_volume, guitar_tone) in [(5.0, 10.0), (8.0, 3.0), (2.0, 0.0)] {
        let heard = Settings {
            source: Source::SingleCoil,
            now_input: Input::HiZ220k,
            guitar_volume,
            guitar_tone,
            repair_limit_db: 40.0,
            ..Settings::default()
        };
        let amp = Settings {
            now_input: Input::Custom,
            now_custom_ohm: 20e3,
            ..heard
        };
        let there = Settings {
            reamp_on: true,
            virtual_pickup: true,
            reamp_load: ReampLoad::Custom,
            reamp_load_ohm: 20e3,
            ..heard
        };
        let (heard, amp) = (load_response(&heard), load_response(&amp));
        let found = deck_response(&there, WIRE_OHM);
        for hz in FREQUENCIES_HZ {
            let error_db = db(found(hz).norm() * heard(hz).norm() / amp(hz).norm());
            assert!(
                error_db.abs() < 0.05,
                "volume {guitar_volume}, tone {guitar_tone}, {hz} Hz: {error_db:.3} dB"
            );
        }
    }
}

/// A pickup of 2.5 H and 6.5 kohm with 250 kohm pots and 500 pF of cable loses 15.2 dB at 5 kHz against 100 Hz into 8 kohm,
/// where a box loses 0.02 dB.
#[test]
fn a_virtual_pickup_brings_pickup_loading_back() {
    let settings = Settings {
        source: Source::Custom,
        custom_l_h: 2.5,
        custom_r_ohm: 6.5e3,
        custom_c_pf: 110.0,
        custom_eddy_ohm: 450e3,
        custom_pots: Pots::Pots250k,
        now_cable_m: 4.5,
        reamp_cable_m: 4.5,
        reamp_load_ohm: 8e3,
        virtual_pickup: true,
        r#box: ReampBox::None,
        box_z: BoxImpedance::Ohm150,
        ..unloaded()
    };
    // What the recording holds already: the coil's voltage behind its own impedance, into pots, 500 pF and 1 Mohm.
    let recorded = |hz: f64| {
        let s = Complex64::new(0.0, TAU * hz);
        let coil = s * 2.5;
        let series = coil * 450e3 / (coil + 450e3) + 6.5e3;
        let tone = 1.0 / (250e3 + 1.0 / (s * 22e-9));
        1.0 / (1.0 + series * (s * 610e-12 + tone + 1.0 / 250e3 + 1.0 / 1e6))
    };
    let with = deck_response(&settings, WIRE_OHM);
    let pickup_db = tilt_db(|hz| recorded(hz) * with(hz));
    let through_box = Settings {
        virtual_pickup: false,
        ..settings
    };
    let box_db = tilt_db(deck_response(&through_box, 10e3));
    println!("into 8 kohm, 5 kHz against 100 Hz: pickup {pickup_db:.2} dB, box {box_db:.3} dB");
    assert!((pickup_db + 15.2).abs() < 0.2, "{pickup_db} dB");
    assert!((box_db + 0.02).abs() < 0.02, "{box_db} dB");
}

/// What has no impedance cannot be loaded.
#[test]
fn as_recorded_it_is_inert() {
    let [with, without] = [true, false].map(|virtual_pickup| {
        let settings = Settings {
            virtual_pickup,
            reamp_load: ReampLoad::FuzzGermanium,
            ..unloaded()
        };
        let mut frames: Vec<f64> = noise(11, 1.0, 20_000).into_iter().map(f64::from).collect();
        super::reamp(&settings).process(&mut frames);
        frames
    });
    assert!(with == without);
}

/// A fuzz answers to what is in front of it: a pickup of 2.3 H instead of 1 kohm takes gain off, and the top.
#[test]
fn a_fuzz_reacts_to_the_pickup() {
    for reamp_load in [ReampLoad::FuzzGermanium, ReampLoad::FuzzSilicon] {
        let levels = [false, true].map(|virtual_pickup| {
            let settings = Settings {
                source: Source::SingleCoil,
                virtual_pickup,
                reamp_load,
                listen: preface::chain::settings::Listen::AfterFuzz,
                fuzz_pct: 80.0,
                ..unloaded()
            };
            [100.0, 5e3].map(|hz| db(super::response(&settings, hz, 1e-4).norm()))
        });
        let [[low, high], [pickup_low, pickup_high]] = levels;
        println!(
            "{reamp_load:?}: box {low:.1} dB at 100 Hz, {high:.1} dB at 5 kHz; pickup {pickup_low:.1} dB and {pickup_high:.1} dB"
        );
        assert!(low - pickup_low > 6.0 && high - pickup_high > 20.0);
    }
}
