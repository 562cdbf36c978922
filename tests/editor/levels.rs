//! The meter shows what leaves the plugin.

use std::time::Duration;

use nice_plug_vizia::scene::PixelRect;
use nice_plug_vizia::widgets::Readout;
use preface::chain::Chain;
use preface::chain::settings::{Quality, Settings};

use crate::window::Window;

const RATE_HZ: f64 = 48_000.0;

/// Plays a 1 kHz sine through a chain for a second, as the audio thread does it.
pub fn play(window: &Window, settings: &Settings, peak: f32) {
    let mut chain = Chain::<f64>::new(RATE_HZ, Quality::Live, settings).expect("builds");
    for block in 0..100 {
        let mut samples = [0.0; 480];
        for (index, sample) in samples.iter_mut().enumerate() {
            let phase = std::f64::consts::TAU * f64::from(block * 480 + index as u32) / 48.0;
            *sample = peak * phase.sin() as f32;
        }
        chain.process(&mut [&mut samples]);
        window.meters.add(&chain.take_taps(), 0.01);
        window.meters.count(chain.clips(), chain.solver_failures());
    }
    window.meters.set_latency_samples(chain.latency_samples());
}

/// What a readout says, as a number.
fn number(window: &mut Window, id: &str) -> f64 {
    let text = window.view::<Readout, _>(id, Readout::text);
    let digits: String = text
        .replace('\u{2212}', "-")
        .chars()
        .filter(|character| "-.0123456789".contains(*character))
        .collect();
    digits.parse().unwrap_or_else(|_| panic!("{id}: {text}"))
}

#[test]
fn a_sine_reads_its_peak_and_mean_in_both_units() {
    let mut window = Window::open();
    play(&window, &Settings::default(), 0.25);
    window.editor.wait(Duration::from_millis(200));
    // -12.04 dBFS peak; 0 dBFS is 12.2 dBu. The mean of a sine that fills the scale reads 0.
    for (id, expected) in [
        ("peak-dbfs", -12.0),
        ("peak-dbu", 0.2),
        ("rms-dbfs", -12.0),
        ("rms-dbu", 0.2),
    ] {
        let found = number(&mut window, id);
        assert!((found - expected).abs() <= 0.11, "{id}: {found}");
    }
    assert!(!window.is_clip_light_on());
}

#[test]
fn when_no_audio_comes_any_more_the_mean_is_gone_and_the_held_peak_stays() {
    let mut window = Window::open();
    play(&window, &Settings::default(), 0.25);
    window.editor.wait(Duration::from_millis(800));
    let text = window.view::<Readout, _>("rms-dbfs", Readout::text);
    assert_eq!(text, "\u{2212}\u{221e} dBFS");
    assert!((number(&mut window, "peak-dbfs") + 12.0).abs() <= 0.11);
}

#[test]
fn the_bar_is_as_high_as_the_level_and_only_it_is_drawn() {
    let mut window = Window::open();
    window.editor.settle(Duration::from_secs(2));
    window.editor.wait(Duration::from_millis(200));
    let before = window.editor.picture();
    play(&window, &Settings::default(), 0.25);
    let drawn: Vec<_> = window.editor.frame().to_vec();
    let meter = window.editor.find("meter").expect("exists");
    let bounds = window.editor.bounds(meter);
    let (x, y) = bounds.center();
    let around = |rect: &&PixelRect| {
        let (x, y) = (x as u32, y as u32);
        (rect.x..rect.x + rect.width).contains(&x) && (rect.y..rect.y + rect.height).contains(&y)
    };
    let rects: Vec<_> = drawn.iter().filter(around).collect();
    assert_eq!(rects.len(), 1, "{drawn:?}");
    let area = (rects[0].width * rects[0].height) as f32;
    assert!(
        area < 1.2 * bounds.w * bounds.h,
        "{:?} for a bar of {bounds}",
        rects[0]
    );
    let after = window.editor.picture();
    let x = bounds.left() as u32 + 2;
    let first = (bounds.top() as u32..bounds.bottom() as u32)
        .find(|&y| before.pixel(x, y) != after.pixel(x, y))
        .expect("the bar has moved");
    // 60 dB are the whole height.
    let expected = bounds.top() + bounds.h * 12.04 / 60.0;
    assert!(
        (first as f32 - expected).abs() <= 2.0,
        "{first} instead of {expected}"
    );
}

#[test]
fn clipping_lights_up_until_a_click() {
    let mut window = Window::open();
    let hot = Settings {
        gain_db: 20.0,
        ..Settings::default()
    };
    play(&window, &hot, 0.5);
    window.editor.wait(Duration::from_millis(200));
    assert!(window.is_clip_light_on());
    window.meters.take(preface::chain::Node::Output);
    window.editor.click_on("clip");
    window.editor.wait(Duration::from_millis(200));
    assert!(!window.is_clip_light_on());
}
