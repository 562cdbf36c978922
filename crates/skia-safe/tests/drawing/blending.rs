use skia_safe::{BlendMode, Color4f, Paint, Rect};

use crate::picture::{Picture, assert_close};

/// Red, green and blue, not premultiplied, and alpha.
type Rgba = [f64; 4];

const ALL: [BlendMode; 29] = [
    BlendMode::Clear,
    BlendMode::Src,
    BlendMode::Dst,
    BlendMode::SrcOver,
    BlendMode::DstOver,
    BlendMode::SrcIn,
    BlendMode::DstIn,
    BlendMode::SrcOut,
    BlendMode::DstOut,
    BlendMode::SrcATop,
    BlendMode::DstATop,
    BlendMode::Xor,
    BlendMode::Plus,
    BlendMode::Modulate,
    BlendMode::Screen,
    BlendMode::Overlay,
    BlendMode::Darken,
    BlendMode::Lighten,
    BlendMode::ColorDodge,
    BlendMode::ColorBurn,
    BlendMode::HardLight,
    BlendMode::SoftLight,
    BlendMode::Difference,
    BlendMode::Exclusion,
    BlendMode::Multiply,
    BlendMode::Hue,
    BlendMode::Saturation,
    BlendMode::Color,
    BlendMode::Luminosity,
];

/// The operators of Porter and Duff as shares of new and old, and the modes of the W3C's Compositing and Blending
/// Level 1 as `co = cs (1 - ab) + cb (1 - as) + as ab B(Cb, Cs)`, all premultiplied.
fn wanted(mode: BlendMode, new: Rgba, old: Rgba) -> Rgba {
    let (a, b) = (new[3], old[3]);
    let shares = |of_new: f64, of_old: f64| -> Rgba {
        std::array::from_fn(|part| {
            let premultiplied = |color: Rgba| {
                if part == 3 {
                    color[3]
                } else {
                    color[part] * color[3]
                }
            };
            (premultiplied(new) * of_new + premultiplied(old) * of_old).min(1.0)
        })
    };
    match mode {
        BlendMode::Clear => shares(0.0, 0.0),
        BlendMode::Src => shares(1.0, 0.0),
        BlendMode::Dst => shares(0.0, 1.0),
        BlendMode::SrcOver => shares(1.0, 1.0 - a),
        BlendMode::DstOver => shares(1.0 - b, 1.0),
        BlendMode::SrcIn => shares(b, 0.0),
        BlendMode::DstIn => shares(0.0, a),
        BlendMode::SrcOut => shares(1.0 - b, 0.0),
        BlendMode::DstOut => shares(0.0, 1.0 - a),
        BlendMode::SrcATop => shares(b, 1.0 - a),
        BlendMode::DstATop => shares(1.0 - b, a),
        BlendMode::Xor => shares(1.0 - b, 1.0 - a),
        BlendMode::Plus => shares(1.0, 1.0),
        BlendMode::Modulate => {
            let product = |part: usize| new[part] * old[part] * a * b;
            [product(0), product(1), product(2), a * b]
        }
        _ => {
            let mixed = mixed(mode, [old[0], old[1], old[2]], [new[0], new[1], new[2]]);
            let part = |part: usize| {
                a * (1.0 - b) * new[part] + b * (1.0 - a) * old[part] + a * b * mixed[part]
            };
            [part(0), part(1), part(2), a + b - a * b]
        }
    }
}

/// `B(Cb, Cs)`: backdrop first, as the specification has it.
fn mixed(mode: BlendMode, cb: [f64; 3], cs: [f64; 3]) -> [f64; 3] {
    match mode {
        BlendMode::Hue => set_lum(set_sat(cs, sat(cb)), lum(cb)),
        BlendMode::Saturation => set_lum(set_sat(cb, sat(cs)), lum(cb)),
        BlendMode::Color => set_lum(cs, lum(cb)),
        BlendMode::Luminosity => set_lum(cb, lum(cs)),
        _ => std::array::from_fn(|part| separable(mode, cb[part], cs[part])),
    }
}

fn separable(mode: BlendMode, cb: f64, cs: f64) -> f64 {
    let screen = |cb: f64, cs: f64| cb + cs - cb * cs;
    let hard_light = |cb: f64, cs: f64| {
        if cs <= 0.5 {
            cb * 2.0 * cs
        } else {
            screen(cb, 2.0 * cs - 1.0)
        }
    };
    match mode {
        BlendMode::Multiply => cb * cs,
        BlendMode::Screen => screen(cb, cs),
        BlendMode::Overlay => hard_light(cs, cb),
        BlendMode::Darken => cb.min(cs),
        BlendMode::Lighten => cb.max(cs),
        BlendMode::ColorDodge if cb == 0.0 => 0.0,
        BlendMode::ColorDodge if cs == 1.0 => 1.0,
        BlendMode::ColorDodge => (cb / (1.0 - cs)).min(1.0),
        BlendMode::ColorBurn if cb == 1.0 => 1.0,
        BlendMode::ColorBurn if cs == 0.0 => 0.0,
        BlendMode::ColorBurn => 1.0 - ((1.0 - cb) / cs).min(1.0),
        BlendMode::HardLight => hard_light(cb, cs),
        BlendMode::SoftLight if cs <= 0.5 => cb - (1.0 - 2.0 * cs) * cb * (1.0 - cb),
        BlendMode::SoftLight if cb <= 0.25 => {
            let d = ((16.0 * cb - 12.0) * cb + 4.0) * cb;
            cb + (2.0 * cs - 1.0) * (d - cb)
        }
        BlendMode::SoftLight => cb + (2.0 * cs - 1.0) * (cb.sqrt() - cb),
        BlendMode::Difference => (cb - cs).abs(),
        BlendMode::Exclusion => cb + cs - 2.0 * cb * cs,
        _ => unreachable!("{mode:?} is no separable blend mode"),
    }
}

fn lum(c: [f64; 3]) -> f64 {
    0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2]
}

fn extremes(c: [f64; 3]) -> (f64, f64) {
    (
        c.into_iter().fold(1.0, f64::min),
        c.into_iter().fold(-1.0, f64::max),
    )
}

fn sat(c: [f64; 3]) -> f64 {
    let (low, high) = extremes(c);
    high - low
}

fn set_lum(c: [f64; 3], wanted: f64) -> [f64; 3] {
    let step = wanted - lum(c);
    let mut c = c.map(|part| part + step);
    let (low, high) = extremes(c);
    if low < 0.0 {
        c = c.map(|part| wanted + (part - wanted) * wanted / (wanted - low));
    }
    if high > 1.0 {
        c = c.map(|part| wanted + (part - wanted) * (1.0 - wanted) / (high - wanted));
    }
    c
}

fn set_sat(c: [f64; 3], wanted: f64) -> [f64; 3] {
    let mut order = [0, 1, 2];
    order.sort_by(|first, second| c[*first].total_cmp(&c[*second]));
    let [low, middle, high] = order;
    let mut result = [0.0; 3];
    if c[high] > c[low] {
        result[middle] = (c[middle] - c[low]) * wanted / (c[high] - c[low]);
        result[high] = wanted;
    }
    result
}

/// Colors of which each channel and each alpha is a whole number of 255ths even when multiplied: rounding what is
/// handed in would hide what is tested.
fn colors() -> Vec<Rgba> {
    let (one, two) = (1.0 / 3.0, 2.0 / 3.0);
    let parts = [
        [1.0, one, two],
        [0.0, two, one],
        [1.0, 1.0, 1.0],
        [0.0, 0.0, 0.0],
        [two, two, one],
    ];
    let colors = parts.iter().flat_map(|[red, green, blue]| {
        [0.0, 0.2, 0.6, 1.0].map(|alpha| [*red, *green, *blue, alpha])
    });
    colors.collect()
}

fn paint(color: Rgba, mode: BlendMode) -> Paint {
    let [red, green, blue, alpha] = color.map(|part| part as f32);
    let color = Color4f::new(red, green, blue, alpha).to_color();
    let mut paint = Paint::default();
    paint.set_color(color).set_blend_mode(mode);
    paint
}

/// The old color everywhere, and the new in every other column: alone, and half covered.
fn blended(mode: BlendMode, new: Rgba, old: Rgba) -> Picture {
    Picture::of(3, 1, |canvas| {
        canvas.draw_paint(&paint(old, BlendMode::Src));
        let mut paint = paint(new, mode);
        paint.set_anti_alias(true);
        canvas.draw_rect(Rect::new(0.0, 0.0, 1.0, 1.0), &paint);
        canvas.draw_rect(Rect::new(1.0, 0.0, 1.5, 1.0), &paint);
    })
}

#[test]
fn every_mode_is_its_formula() {
    // What becomes of both is rounded once, and three times where half of it is mixed in; half is 128 of 255.
    let (tolerance, half_tolerance) = (0.51 / 255.0, 1.8 / 255.0);
    for mode in ALL {
        for (new, old) in colors()
            .into_iter()
            .flat_map(|new| colors().into_iter().map(move |old| (new, old)))
        {
            let picture = blended(mode, new, old);
            let wanted = wanted(mode, new, old);
            let old_premultiplied = [old[0] * old[3], old[1] * old[3], old[2] * old[3], old[3]];
            let [alpha, red, green, blue] = picture.at(0, 0);
            let [half_alpha, half_red, half_green, half_blue] = picture.at(1, 0);
            let found = [red, green, blue, alpha].map(|part| f64::from(part) / 255.0);
            let half =
                [half_red, half_green, half_blue, half_alpha].map(|part| f64::from(part) / 255.0);
            for part in 0..4 {
                let what = format!("{mode:?}, part {part} of {new:?} onto {old:?}");
                assert_close(found[part], wanted[part], tolerance, &what);
                let wanted = 0.5 * (wanted[part] + old_premultiplied[part]);
                assert_close(half[part], wanted, half_tolerance, &format!("half {what}"));
            }
        }
    }
}
