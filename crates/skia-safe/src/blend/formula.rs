//! The formulas of Porter and Duff and of the W3C's Compositing and Blending specification, for premultiplied colors.

use crate::blend_mode::BlendMode;

/// Red, green and blue.
type Rgb = [f32; 3];

/// The new color onto the old; both as red, green, blue and alpha, premultiplied.
pub(super) fn blend(mode: BlendMode, new: [f32; 4], old: [f32; 4]) -> [f32; 4] {
    let (new_alpha, old_alpha) = (new[3], old[3]);
    let shares = |of_new: f32, of_old: f32| {
        std::array::from_fn(|part| (new[part] * of_new + old[part] * of_old).min(1.0))
    };
    match mode {
        BlendMode::Clear => [0.0; 4],
        BlendMode::Src => new,
        BlendMode::Dst => old,
        BlendMode::SrcOver => shares(1.0, 1.0 - new_alpha),
        BlendMode::DstOver => shares(1.0 - old_alpha, 1.0),
        BlendMode::SrcIn => shares(old_alpha, 0.0),
        BlendMode::DstIn => shares(0.0, new_alpha),
        BlendMode::SrcOut => shares(1.0 - old_alpha, 0.0),
        BlendMode::DstOut => shares(0.0, 1.0 - new_alpha),
        BlendMode::SrcATop => shares(old_alpha, 1.0 - new_alpha),
        BlendMode::DstATop => shares(1.0 - old_alpha, new_alpha),
        BlendMode::Xor => shares(1.0 - old_alpha, 1.0 - new_alpha),
        BlendMode::Plus => shares(1.0, 1.0),
        BlendMode::Modulate => std::array::from_fn(|part| new[part] * old[part]),
        _ => mixed(mode, new, old),
    }
}

/// The part of the new color above the old is `B(old, new)` of the colors, not premultiplied.
fn mixed(mode: BlendMode, new: [f32; 4], old: [f32; 4]) -> [f32; 4] {
    let (new_alpha, old_alpha) = (new[3], old[3]);
    let plain = |color: [f32; 4]| -> Rgb {
        let alpha = color[3];
        std::array::from_fn(|part| {
            if alpha > 0.0 {
                (color[part] / alpha).min(1.0)
            } else {
                0.0
            }
        })
    };
    let (new_plain, old_plain) = (plain(new), plain(old));
    let both = match mode {
        BlendMode::Hue => with_luminosity(
            with_saturation(new_plain, saturation(old_plain)),
            luminosity(old_plain),
        ),
        BlendMode::Saturation => with_luminosity(
            with_saturation(old_plain, saturation(new_plain)),
            luminosity(old_plain),
        ),
        BlendMode::Color => with_luminosity(new_plain, luminosity(old_plain)),
        BlendMode::Luminosity => with_luminosity(old_plain, luminosity(new_plain)),
        _ => std::array::from_fn(|part| of_channel(mode, new_plain[part], old_plain[part])),
    };
    let part = |part: usize| {
        new[part] * (1.0 - old_alpha)
            + old[part] * (1.0 - new_alpha)
            + new_alpha * old_alpha * both[part]
    };
    let alpha = new_alpha + old_alpha - new_alpha * old_alpha;
    [part(0), part(1), part(2), alpha]
}

/// `B(old, new)` of the modes that look at one channel at a time.
fn of_channel(mode: BlendMode, new: f32, old: f32) -> f32 {
    match mode {
        BlendMode::Multiply => new * old,
        BlendMode::Screen => screen(new, old),
        BlendMode::Overlay => hard_light(old, new),
        BlendMode::Darken => new.min(old),
        BlendMode::Lighten => new.max(old),
        BlendMode::ColorDodge if old == 0.0 => 0.0,
        BlendMode::ColorDodge if new >= 1.0 => 1.0,
        BlendMode::ColorDodge => (old / (1.0 - new)).min(1.0),
        BlendMode::ColorBurn if old >= 1.0 => 1.0,
        BlendMode::ColorBurn if new == 0.0 => 0.0,
        BlendMode::ColorBurn => 1.0 - ((1.0 - old) / new).min(1.0),
        BlendMode::HardLight => hard_light(new, old),
        BlendMode::SoftLight => soft_light(new, old),
        BlendMode::Difference => (new - old).abs(),
        BlendMode::Exclusion => new + old - 2.0 * new * old,
        _ => new,
    }
}

fn screen(new: f32, old: f32) -> f32 {
    new + old - new * old
}

fn hard_light(new: f32, old: f32) -> f32 {
    match new <= 0.5 {
        true => old * 2.0 * new,
        false => screen(2.0 * new - 1.0, old),
    }
}

fn soft_light(new: f32, old: f32) -> f32 {
    if new <= 0.5 {
        return old - (1.0 - 2.0 * new) * old * (1.0 - old);
    }
    let raised = match old <= 0.25 {
        true => ((16.0 * old - 12.0) * old + 4.0) * old,
        false => old.sqrt(),
    };
    old + (2.0 * new - 1.0) * (raised - old)
}

fn lowest([red, green, blue]: Rgb) -> f32 {
    red.min(green).min(blue)
}

fn highest([red, green, blue]: Rgb) -> f32 {
    red.max(green).max(blue)
}

fn luminosity([red, green, blue]: Rgb) -> f32 {
    0.3 * red + 0.59 * green + 0.11 * blue
}

fn saturation(color: Rgb) -> f32 {
    highest(color) - lowest(color)
}

/// The color moved to a luminosity, and drawn towards grey as far as it would leave the range.
fn with_luminosity(color: Rgb, wanted: f32) -> Rgb {
    let step = wanted - luminosity(color);
    let moved = color.map(|part| part + step);
    let (low, high) = (lowest(moved), highest(moved));
    let mut shrink = 1.0f32;
    if low < 0.0 {
        shrink = shrink.min(wanted / (wanted - low));
    }
    if high > 1.0 {
        shrink = shrink.min((1.0 - wanted) / (high - wanted));
    }
    moved.map(|part| wanted + (part - wanted) * shrink)
}

/// The color stretched so that its channels span a saturation; its lowest becomes 0.
fn with_saturation(color: Rgb, wanted: f32) -> Rgb {
    let (low, span) = (lowest(color), saturation(color));
    color.map(|part| {
        if span > 0.0 {
            (part - low) * wanted / span
        } else {
            0.0
        }
    })
}
