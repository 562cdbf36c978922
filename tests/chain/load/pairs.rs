//! Every source into every input against ngspice.

use std::thread;

use num_complex::Complex64;
use preface::chain::Settings;
use preface::chain::load::{Catalogue, Deck, DeckValues, Element, Guitar, SourceValues};
use preface::chain::parameter::Choice;
use preface::chain::settings::{Input, InputTransformer, Quality, RecordedInput, Source};

use super::{
    FREQUENCIES_HZ, LIVE_HZ, block, circuit, db, deviation, every, reference, response,
    response_of, transform,
};
use crate::ngspice;
use crate::player::chain;

/// Inputs that are a resistance and a capacitance.
const LINEAR: [Input; 6] = [
    Input::HiZ1M,
    Input::HiZ470k,
    Input::HiZ220k,
    Input::Line10k,
    Input::Mic,
    Input::Custom,
];

fn name<C: Choice>(choice: C) -> &'static str {
    C::CHOICES[choice.index()].1
}

fn larger(one: [f64; 3], other: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|index| one[index].max(other[index]))
}

/// Shares items out to two threads and returns what becomes of them, in their order.
fn on_two_threads<I: Sync, O: Send>(items: &[I], work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let half = items.len().div_ceil(2);
    let work = &work;
    thread::scope(|scope| {
        let run = |items: &'_ [I]| items.iter().map(work).collect::<Vec<O>>();
        let workers: Vec<_> = (items.chunks(half))
            .map(|items| scope.spawn(move || run(items)))
            .collect();
        let results = workers.into_iter().map(|worker| worker.join().unwrap());
        results.flatten().collect()
    })
}

/// All linear inputs of now for all recorded ones, at the internal rates of hosts at 44.1, 48 and 96 kHz: live runs at the
/// first two, render at 44.1 kHz at the third. Worst deviations of live and render.
fn check_source(source: Source) -> [[f64; 3]; 2] {
    let mut blocks = [176.4e3, 192e3, 705.6e3].map(|rate_hz| {
        let settings = Settings::default();
        (rate_hz, block(&settings, rate_hz))
    });
    let mut worst = [[0.0_f64; 3]; 2];
    for rec_input in every::<RecordedInput>() {
        for now_input in LINEAR {
            let settings = Settings {
                source,
                rec_input,
                now_input,
                ..Settings::default()
            };
            let exact = reference(&settings, &FREQUENCIES_HZ);
            // A recorded transformer's primary lets go of its current in 0.13 s.
            let seconds = match rec_input {
                RecordedInput::PassiveDi => 1.8,
                _ => 0.6,
            };
            for (place, (rate_hz, block)) in blocks.iter_mut().enumerate() {
                block.set(&settings, 0);
                block.reset();
                let found = deviation(&response_of(block, *rate_hz, seconds, 1.0), &exact);
                worst[place / 2] = larger(worst[place / 2], found);
            }
        }
    }
    println!(
        "{:14} live {:.4?} dB, render {:.6?} dB to 8, 12, 20 kHz",
        name(source),
        worst[0],
        worst[1]
    );
    worst
}

#[test]
fn every_source_into_every_linear_input_is_what_ngspice_says() {
    let sources: Vec<Source> = every().collect();
    for [live, render] in on_two_threads(&sources, |source| check_source(*source)) {
        assert!(
            live[0] <= 0.001 && live[1] <= 0.002 && live[2] <= 0.05,
            "live {live:?} dB"
        );
        assert!(render[2] <= 0.001, "render {render:?} dB");
    }
}

/// Small signals through inputs that are circuits: devices are integrated step by step, which warps the top.
#[test]
fn small_signals_through_boxes_are_what_ngspice_says() {
    let boxes = [
        Input::PassiveDi,
        Input::ActiveDi10M,
        Input::ActiveDi220k,
        Input::FuzzGermanium,
        Input::FuzzSilicon,
        Input::Mic,
    ];
    let sources: Vec<Source> = every().collect();
    let worst = on_two_threads(&sources, |&source| {
        let mut block = block(&Settings::default(), LIVE_HZ);
        let mut worst = [[0.0; 3]; 2];
        for (place, now_input) in boxes.into_iter().enumerate() {
            let xfmr_in = match now_input {
                Input::Mic => InputTransformer::OneToTen,
                _ => InputTransformer::from_index((place + source.index()) % 3),
            };
            let settings = Settings {
                source,
                rec_input: RecordedInput::from_index((place + source.index()) % 9),
                now_input,
                xfmr_in,
                fuzz_pct: 60.0,
                ..Settings::default()
            };
            let exact = reference(&settings, &FREQUENCIES_HZ);
            block.set(&settings, 0);
            block.reset();
            let found = deviation(&response_of(&mut block, LIVE_HZ, 1.0, 1e-6), &exact);
            println!(
                "{:14} {:15} into {:15} {xfmr_in:?}: {found:.3?} dB",
                name(source),
                name(settings.rec_input),
                name(now_input)
            );
            let is_fuzz = matches!(now_input, Input::FuzzGermanium | Input::FuzzSilicon);
            let group = usize::from(is_fuzz);
            worst[group] = larger(worst[group], found);
        }
        worst
    });
    let [boxes, fuzzes] = worst.into_iter().fold([[0.0; 3]; 2], |sum, worst| {
        [larger(sum[0], worst[0]), larger(sum[1], worst[1])]
    });
    println!("boxes {boxes:.3?} dB, fuzzes {fuzzes:.3?} dB to 8, 12 and 20 kHz");
    let is_within = |found: [f64; 3], bounds: [f64; 3]| {
        found
            .iter()
            .zip(bounds)
            .all(|(found, bound)| *found <= bound)
    };
    assert!(is_within(boxes, [0.1, 0.2, 0.45]));
    // A pickup in a fuzz is a slope of 12 dB to the octave, where a warped frequency shows most.
    assert!(is_within(fuzzes, [0.4, 0.7, 1.5]));
}

/// Response of the whole path from host to host, filters included.
fn response_of_chain(settings: &Settings, rate_hz: f64, quality: Quality) -> Vec<Complex64> {
    let mut impulse = vec![0.0_f32; (0.5 * rate_hz) as usize];
    impulse[0] = 0.5;
    chain::<f64>(rate_hz, quality, settings).process(&mut [&mut impulse]);
    let impulse: Vec<f64> = impulse.into_iter().map(f64::from).collect();
    FREQUENCIES_HZ
        .map(|hz| transform(&impulse, rate_hz, hz) / 0.5)
        .to_vec()
}

#[test]
fn the_whole_path_answers_as_ngspice_says_at_every_rate() {
    for (source, now_input) in [
        (Source::Custom, Input::Line10k),
        (Source::HotHumbucker, Input::HiZ220k),
        (Source::RibbonMic, Input::Mic),
        (Source::Piezo, Input::Line10k),
    ] {
        let settings = Settings {
            source,
            now_input,
            ..Settings::default()
        };
        let exact = reference(&settings, &FREQUENCIES_HZ);
        for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
            for quality in every::<Quality>() {
                let found = deviation(&response_of_chain(&settings, rate_hz, quality), &exact);
                println!(
                    "{} into {}, {rate_hz} Hz, {quality:?}: {found:.4?} dB to 8, 12 and 20 kHz",
                    name(source),
                    name(now_input)
                );
                let bounds = match quality {
                    Quality::Live => [0.1, 0.2, 0.45],
                    Quality::High | Quality::Render => [0.05; 3],
                };
                let is_within = |(found, bound): (&f64, f64)| *found <= bound;
                assert!(found.iter().zip(bounds).all(is_within));
            }
        }
    }
}

#[test]
fn at_render_quality_the_deck_is_exact_to_a_thousandth_of_a_decibel() {
    let settings = Settings {
        source: Source::HotHumbucker,
        now_cable_m: 12.0,
        ..Settings::default()
    };
    let exact = reference(&settings, &FREQUENCIES_HZ);
    let [.., worst] = deviation(&response(&settings, 705_600.0), &exact);
    println!("hot humbucker, 12 m of cable, 705.6 kHz: {worst:.6} dB to 20 kHz");
    assert!(worst <= 0.001, "{worst} dB");
}

/// What a response looks like: where it peaks (if it does), how far above 100 Hz, and where it is 3 dB below.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Level at 100 Hz.
    pub level_db: f64,
    pub peak_hz: f64,
    pub peak_db: f64,
    pub corner_hz: f64,
}

/// 60 points to the octave from 100 Hz to 20 kHz.
pub fn sweep_hz() -> Vec<f64> {
    (0..=458)
        .map(|index| 100.0 * 2f64.powf(f64::from(index) / 60.0))
        .collect()
}

impl Shape {
    /// Of a response at [`sweep_hz`].
    pub fn of(response: &[Complex64]) -> Self {
        let levels: Vec<f64> = response.iter().map(|&gain| db(gain)).collect();
        let hertz = |place: f64| 100.0 * 2f64.powf(place / 60.0);
        let top = (1..levels.len() - 1).max_by(|&a, &b| levels[a].total_cmp(&levels[b]));
        let top = top.unwrap();
        let (before, at, behind) = (levels[top - 1], levels[top], levels[top + 1]);
        // The parabola through the highest point and its neighbours.
        let shift = 0.5 * (before - behind) / (before - 2.0 * at + behind);
        let is_peak = at > levels[0] + 0.1 && at > before && at > behind;
        let corner = (1..levels.len())
            .filter(|&place| place > top || !is_peak)
            .find(|&place| levels[place] <= levels[0] - 3.0)
            .map(|place| {
                let beyond = levels[0] - 3.0 - levels[place];
                place as f64 - beyond / (levels[place - 1] - levels[place])
            });
        Self {
            level_db: levels[0],
            peak_hz: if is_peak {
                hertz(top as f64 + shift)
            } else {
                f64::NAN
            },
            peak_db: if is_peak {
                at - 0.25 * (before - behind) * shift - levels[0]
            } else {
                f64::NAN
            },
            corner_hz: corner.map_or(f64::NAN, hertz),
        }
    }
}

/// A deck from the source's EMF to its jack behind 3 m of cable: what is recorded is nothing, and what bridges the source
/// stands on the side of now.
pub fn from_emf(source: Source, ohm: f64, picofarad: f64) -> DeckValues {
    let settings = Settings {
        source,
        ..Settings::default()
    };
    let mut source = SourceValues::of(&settings).unwrap();
    let guitar = Guitar::of(&source, &settings);
    let farad = source.farad + 300e-12 + picofarad * 1e-12;
    source.farad = 0.0;
    source.pot_ohm = 1e12;
    guitar
        .place_in(source.place_in(DeckValues::plan(0)))
        .with(Element::NowOhm, ohm)
        .with(Element::NowFarad, farad)
}

/// Response of a deck in time at [`sweep_hz`].
pub fn deck_response(values: &DeckValues, rate_hz: f64) -> Vec<Complex64> {
    let mut deck = Deck::<f64>::new(Catalogue::get().unwrap().plans(), rate_hz).unwrap();
    deck.start_at(values);
    let mut impulse = vec![0.0; (0.1 * rate_hz) as usize];
    impulse[0] = 1.0;
    deck.process(&mut impulse);
    let transform = |hz: f64| transform(&impulse, rate_hz, hz);
    sweep_hz().into_iter().map(transform).collect()
}

/// From the EMF to the jack, for every pickup and linear input: resonance, its height over 100 Hz, and the corner.
#[test]
fn the_table_of_sources_and_inputs_is_what_ngspice_says() {
    let inputs = [
        ("10M", 10e6, 20.0),
        ("1M", 1e6, 50.0),
        ("470k", 470e3, 50.0),
        ("220k", 220e3, 50.0),
        ("136k", 136e3, 50.0),
        ("10k line", 10e3, 100.0),
        ("1.5k mic", 1.5e3, 100.0),
    ];
    let sources: Vec<Source> = every()
        .filter(|source| !matches!(source, Source::AsRecorded))
        .collect();
    println!("source         input      at 100 Hz    peak           -3 dB     (ngspice)");
    let lines = on_two_threads(&sources, |&source| {
        inputs.map(|(input, ohm, picofarad)| {
            let values = from_emf(source, ohm, picofarad);
            let ours = Shape::of(&deck_response(&values, LIVE_HZ));
            let (netlist, controls) = circuit(&values).unwrap();
            let exact = Shape::of(&ngspice::ac(&netlist, &controls, &sweep_hz()));
            let text = |shape: &Shape| {
                format!(
                    "{:6.2} dB {:6.0} Hz {:+5.2} dB {:6.0} Hz",
                    shape.level_db, shape.peak_hz, shape.peak_db, shape.corner_hz
                )
            };
            let line = format!(
                "{:14} {input:9} {}   ({})",
                name(source),
                text(&ours),
                text(&exact)
            );
            (line, ours, exact)
        })
    });
    for (line, ours, exact) in lines.into_iter().flatten() {
        println!("{line}");
        assert!((ours.level_db - exact.level_db).abs() <= 0.01, "{line}");
        let is_near = |ours: f64, exact: f64| {
            ours.is_nan() && exact.is_nan() || (ours / exact - 1.0).abs() <= 1e-3
        };
        assert!(is_near(ours.peak_hz, exact.peak_hz), "{line}");
        assert!(is_near(ours.corner_hz, exact.corner_hz), "{line}");
        assert!(
            is_near(ours.peak_db + 100.0, exact.peak_db + 100.0),
            "{line}"
        );
    }
}
