//! The meters show what is at the probe.

use std::time::Duration;

use nice_plug_vizia::headless::HeadlessEditor;
use nice_plug_vizia::scene::PixelRect;
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Ladder, Pick, Readout, WIDGET_STYLE};
use preface::advice::{Advice, Fed};
use preface::calibration::Delivery;
use preface::chain::settings::{Quality, Settings, Source};
use preface::chain::{Chain, Node, Tap, Taps};
use preface::editor::STYLES;

use crate::window::Window;

const RATE_HZ: f64 = 48_000.0;
const INTER: &[u8] = include_bytes!("../../assets/fonts/Inter.ttf");

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
        ("true-peak-dbfs", -12.0),
        ("true-peak-dbu", 0.2),
        ("rms-dbfs", -12.0),
        ("rms-dbu", 0.2),
        ("vu-dbfs", -12.0),
        ("vu-dbu", 0.2),
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
    assert_eq!(text, "\u{2212}\u{221e}");
    assert!((number(&mut window, "peak-dbfs") + 12.0).abs() <= 0.11);
}

/// One block of a sine at the output whose levels are known exactly, and silence everywhere else.
fn hear(window: &Window, vu_dbu: f64, peak_dbfs: f64) {
    let dbu_volt = 0.6_f64.sqrt();
    let full_scale_volt = dbu_volt * 2f64.sqrt() * 10f64.powf(12.2 / 20.0);
    let taps = Taps::of(|node| match node {
        Node::Output => Tap {
            peak_volt: [full_scale_volt * 10f64.powf(peak_dbfs / 20.0); 2],
            true_peak_volt: [full_scale_volt * 10f64.powf(peak_dbfs / 20.0); 2],
            vu_volt: [dbu_volt * 10f64.powf(vu_dbu / 20.0), 0.0],
            frames: 1,
            full_scale_volt,
            ..Tap::default()
        },
        _ => Tap::default(),
    });
    window.meters.add(&taps, 0.01);
}

fn bounds_of(window: &mut Window, id: &str) -> BoundingBox {
    let entity = window.editor.find(id).expect("exists");
    window.editor.bounds(entity)
}

#[test]
fn the_bar_is_as_long_as_the_level_and_only_its_end_is_drawn() {
    let mut window = Window::open();
    window.editor.settle(Duration::from_secs(2));
    window.editor.wait(Duration::from_millis(200));
    hear(&window, -90.0, -30.0);
    window.editor.frame();
    window.editor.wait(Duration::from_millis(200));
    let bounds = bounds_of(&mut window, "meter");
    let before = window.editor.picture();
    hear(&window, -90.0, -12.04);
    let drawn: Vec<_> = window.editor.frame().to_vec();
    let after = window.editor.picture();

    let (_, y) = bounds.center();
    let crosses = |rect: &&PixelRect| (rect.y..rect.y + rect.height).contains(&(y as u32));
    let rects: Vec<_> = drawn.iter().filter(crosses).collect();
    assert_eq!(rects.len(), 1, "{drawn:?}");
    // The bar has begun to fall from -30 dB since then, by less than 5 dB. 66 dB are the whole length.
    let longest = bounds.w * (18.0 + 5.0) / 66.0 + 8.0;
    assert!(rects[0].width as f32 <= longest, "{:?}", rects[0]);
    assert!(rects[0].height as f32 <= bounds.h + 2.0, "{:?}", rects[0]);

    let y = bounds.top() as u32 + 5;
    let last = (bounds.left() as u32..bounds.right() as u32)
        .rfind(|&x| before.pixel(x, y) != after.pixel(x, y))
        .expect("the bar has moved");
    let expected = bounds.left() + bounds.w * (60.0 - 12.04) / 66.0;
    assert!(
        (last as f32 + 1.0 - expected).abs() <= 1.0,
        "{last} instead of {expected}"
    );
}

/// Where the needle crosses a row of the picture so many layout pixels below the meter's upper edge, in layout pixels.
fn needle_at(window: &mut Window, row: f32, screen_scale: f32) -> f32 {
    let bounds = bounds_of(window, "vu");
    let picture = window.editor.picture();
    let y = ((bounds.top() + row) * screen_scale) as u32;
    let (left, right) = (bounds.left() * screen_scale, bounds.right() * screen_scale);
    let light = |x: u32| f64::from(picture.pixel(x, y)[1]);
    let plate = light(left as u32 + 10);
    let (mut sum, mut moment) = (0.0, 0.0);
    for x in left as u32 + 10..right as u32 - 10 {
        let more = (light(x) - plate).max(0.0);
        sum += more;
        moment += more * (f64::from(x) + 0.5);
    }
    assert!(sum > 100.0, "no needle in row {y}");
    (moment / sum) as f32 / screen_scale
}

/// The tip is twice as far from the axle as the row that is looked at: a quarter of a pixel there is half a pixel.
#[test]
fn the_needle_stands_where_the_voltage_is_within_half_a_pixel() {
    const ROW: f32 = 75.0;
    for screen_scale in [1.0, 2.0] {
        let mut window = Window::open_at(screen_scale);
        let bounds = bounds_of(&mut window, "vu");
        let half_angle = 46f32.to_radians();
        let radius = (bounds.w / 2.0 - 20.0) / half_angle.sin();
        for vu in [-20.0, -10.0, -7.0, -3.0, 0.0, 2.0, 3.0] {
            hear(&window, vu + 4.0, -20.0);
            window.editor.frame();
            let found = needle_at(&mut window, ROW, screen_scale);
            let angle = half_angle * (2.0 * 10f32.powf((vu as f32 - 3.0) / 20.0) - 1.0);
            // The row is seen in the middle of a pixel.
            let row = ((bounds.top() + ROW) * screen_scale).floor() + 0.5;
            let above_axle = bounds.top() + 24.0 + radius - row / screen_scale;
            let expected = bounds.center().0 + above_axle * angle.tan();
            assert!(
                (found - expected).abs() <= 0.25,
                "{vu} VU at {screen_scale}x: {found} instead of {expected}"
            );
        }
    }
}

#[test]
fn a_needle_that_moves_a_little_is_all_that_is_drawn() {
    let mut window = Window::open();
    hear(&window, 0.0, -60.0);
    window.editor.wait(Duration::from_millis(300));
    let bounds = bounds_of(&mut window, "vu");
    hear(&window, 0.3, -60.0);
    let drawn: Vec<_> = window.editor.frame().to_vec();
    assert_eq!(drawn.len(), 1, "{drawn:?}");
    let area = (drawn[0].width * drawn[0].height) as f32;
    assert!(area < 0.25 * bounds.w * bounds.h, "{:?}", drawn[0]);
}

/// Opens the menu of a button and clicks on a line of it.
fn pick(window: &mut Window, id: &str, line: usize) {
    window.editor.click_on(id);
    let bounds = window.view::<Pick, _>(id, |pick| pick.bounds_of(line));
    window
        .editor
        .click(bounds.expect("the menu is open").center());
    window.editor.frame();
}

#[test]
fn zero_vu_is_four_dbu_or_eighteen_db_below_full_scale() {
    let mut window = Window::open();
    let middle = |window: &mut Window| {
        let bounds = bounds_of(window, "vu");
        needle_at(window, 75.0, 1.0) - bounds.center().0
    };
    hear(&window, 4.0, -20.0);
    window.editor.frame();
    let zero = middle(&mut window);
    pick(&mut window, "vu-reference", 1);
    // 12.2 dBu is full scale.
    hear(&window, 12.2 - 18.0, -20.0);
    window.editor.frame();
    let other_zero = middle(&mut window);
    assert!((zero - other_zero).abs() < 0.1, "{zero} and {other_zero}");
    let shown = window.view::<Pick, _>("vu-reference", Pick::text);
    assert_eq!(shown, "0 VU = \u{2212}18 dBFS");
}

#[test]
fn the_target_is_drawn_where_it_is_and_can_be_another() {
    let mut window = Window::open();
    let target = |window: &mut Window| {
        let bounds = bounds_of(window, "meter");
        let picture = window.editor.picture();
        let y = bounds.top() as u32;
        let is_green = |x: &u32| {
            let [red, green, ..] = picture.pixel(*x, y);
            green > 120 && red < 120
        };
        let row = bounds.left() as u32..bounds.right() as u32;
        let green: Vec<_> = row.filter(is_green).collect();
        let place = |x: u32| 66.0 * (x as f32 - bounds.left()) / bounds.w - 60.0;
        [place(green[0]), place(green[green.len() - 1] + 1)]
    };
    for (line, expected) in [(0, [-12.0, -6.0]), (1, [-6.0, 0.0])] {
        pick(&mut window, "target-zone", line);
        let found = target(&mut window);
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 0.25, "{found} dBFS");
        }
    }
}

#[test]
fn meters_go_to_the_probe_and_forget_what_they_held() {
    let mut window = Window::open();
    let gain = Settings {
        gain_db: 10.0,
        ..Settings::default()
    };
    play(&window, &gain, 0.1);
    window.editor.wait(Duration::from_millis(200));
    assert!((number(&mut window, "peak-dbfs") + 10.0).abs() <= 0.11);
    window.editor.click_on("node-recorded");
    window.editor.wait(Duration::from_millis(200));
    let name = window.editor.text("probe-name");
    assert_eq!(name.as_deref(), Some("Recorded"));
    let text = window.view::<Readout, _>("peak-dbfs", Readout::text);
    assert_eq!(text, "\u{2212}\u{221e}", "heard elsewhere");
    play(&window, &gain, 0.1);
    window.editor.wait(Duration::from_millis(200));
    assert!((number(&mut window, "peak-dbfs") + 20.0).abs() <= 0.11);
}

#[test]
fn a_click_on_the_ladder_lets_go_what_is_held() {
    let mut window = Window::open();
    hear(&window, -90.0, -3.0);
    window.editor.wait(Duration::from_millis(200));
    assert!((number(&mut window, "true-peak-dbfs") + 3.0).abs() <= 0.06);
    window.editor.click_on("meter");
    hear(&window, -90.0, -40.0);
    window.editor.wait(Duration::from_millis(200));
    assert!((number(&mut window, "true-peak-dbfs") + 40.0).abs() <= 0.06);
}

#[test]
fn mono_has_one_bar() {
    let mut window = Window::open();
    let bounds = bounds_of(&mut window, "meter");
    let rows = |window: &mut Window| {
        hear(window, -90.0, -20.0);
        window.editor.frame();
        let picture = window.editor.picture();
        let x = bounds.left() as u32 + 10;
        let ground = picture.pixel(bounds.right() as u32 - 2, bounds.center().1 as u32);
        (bounds.top() as u32 + 3..bounds.bottom() as u32 - 3)
            .filter(|y| picture.pixel(x, *y) != ground)
            .count()
    };
    let of_two = rows(&mut window);
    window.meters.set_channel_count(1);
    assert!(rows(&mut window) > of_two, "no gap");
    assert!(window.view::<Ladder, _>("meter", |_| true));
}

/// Each kind of advice at its longest.
fn sentences() -> Vec<String> {
    let advice = [
        Advice::NoPhantom(Fed::CondenserMic),
        Advice::NoPhantom(Fed::ActiveDi),
        Advice::ConverterClips(100),
        Advice::LineIntoMic,
        Advice::MicIntoLine(Source::CondenserMic),
        Advice::StraightIntoAmp(-10),
        Advice::TooHot(Delivery::CondenserMic, 100),
        Advice::RibbonWithPhantom,
        Advice::RepairLimit {
            done_pct: 100,
            limit_db: 40.0,
        },
        Advice::PickupIntoPassiveDi {
            mic_ohm: 1_550.0,
            ohm: 216_500.0,
        },
        Advice::PickupIntoLowInput(136_500.0),
        Advice::PiezoIntoLowInput(136_500.0),
        Advice::MicInputTooLow(300.0),
        Advice::FuzzBehindBox(10_500.0),
        Advice::NothingToLoad,
    ];
    advice.iter().map(Advice::to_string).collect()
}

#[test]
fn the_longest_advice_has_room() {
    let mut window = Window::open();
    let room = bounds_of(&mut window, "advice");
    let whole = window.editor.bounds(Entity::root());
    assert!(whole.contains(&room));
    for sentence in sentences() {
        let shown = sentence.clone();
        let mut editor = HeadlessEditor::new(400, 100, move |cx| {
            assert!(nice_plug_vizia::add_default_font(cx, INTER));
            for style in [WIDGET_STYLE].iter().chain(STYLES) {
                cx.add_stylesheet(*style).expect("a style sheet");
            }
            Readout::broken(cx, || (), move |()| shown.clone())
                .id("advice")
                .class("advice")
                .width(Pixels(room.w));
        });
        let entity = editor.find("advice").expect("exists");
        let cx = EventContext::new(editor.context());
        let readout = cx.get_view_with::<Readout>(entity).expect("a readout");
        let height = readout.text_height();
        assert!(height > 0.0 && height <= room.h, "{height} px: {sentence}");
    }
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
    window.meters.take(Node::Output);
    window.editor.click_on("clip");
    window.editor.wait(Duration::from_millis(200));
    assert!(!window.is_clip_light_on());
}
