//! Parameters of a plugin in a tree: their values, gestures and widgets.

mod plugin;

use std::time::Duration;

use nice_plug_core::params::Param;
use nice_plug_vizia::headless::HostCall;
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::ParamValue;
use nice_plug_vizia::{BoundParam, ParamModel};

use plugin::Plugin;

fn param(plugin: &mut Plugin, id: &str) -> BoundParam {
    ParamModel::find(plugin.editor.context(), id)
}

#[test]
fn a_parameter_tells_its_values_in_its_own_words() {
    let mut plugin = Plugin::open();
    let gain = param(&mut plugin, "gain");
    assert_eq!((gain.id(), gain.name()), ("gain", "Gain"));
    assert_eq!(gain.text(gain.default_normalized()), "0.0 dB");
    assert_eq!(gain.parse("10 dB"), Some(0.75));
    assert_eq!(gain.parse("loud"), None);
    assert_eq!(gain.step_count(), None);
    let shape = param(&mut plugin, "shape");
    assert_eq!(shape.step_texts(), ["Sine", "Triangle", "Square"]);
    assert_eq!(shape.snapped(0.7), 0.5);
    let on = param(&mut plugin, "on");
    assert_eq!(on.step_count(), Some(1));
}

#[test]
fn a_gesture_begins_once_and_ends_once_and_tells_only_what_is_new() {
    let mut plugin = Plugin::open();
    let gain = param(&mut plugin, "gain");
    let pointer = plugin.params.gain.as_ptr();
    let gesture = gain.begin_gesture();
    gesture.set(0.5);
    gesture.set(0.75);
    gesture.set(0.75);
    gesture.set(2.0);
    drop(gesture);
    let told = plugin.editor.host().take_calls();
    let expected = [
        HostCall::Begin(pointer),
        HostCall::Set(pointer, 0.75),
        HostCall::Set(pointer, 1.0),
        HostCall::End(pointer),
    ];
    assert_eq!(told, expected);

    gain.set(1.0);
    assert_eq!(plugin.editor.host().take_calls(), [], "it has this value");

    // Another gesture takes over, and what is left of the first does nothing.
    let first = gain.begin_gesture();
    let second = gain.begin_gesture();
    assert!(!first.is_open() && second.is_open());
    first.set(0.1);
    drop(first);
    second.set(0.2);
    drop(second);
    let told = plugin.editor.host().take_calls();
    let expected = [
        HostCall::Begin(pointer),
        HostCall::End(pointer),
        HostCall::Begin(pointer),
        HostCall::Set(pointer, 0.2),
        HostCall::End(pointer),
    ];
    assert_eq!(told, expected);
}

/// Plugins take values over at the end of a block of audio. Until then, the user's value is shown.
#[test]
fn a_value_that_arrives_late_does_not_make_the_widget_jump_back() {
    let mut plugin = Plugin::open();
    let gain = param(&mut plugin, "gain");
    gain.set(0.75);
    plugin.editor.host().automate(&plugin.params.gain, 0.5);
    plugin.editor.frame();
    assert_eq!(gain.normalized(), 0.75, "on its way");
    plugin.editor.host().automate(&plugin.params.gain, 0.75);
    plugin.editor.frame();
    plugin.editor.host().automate(&plugin.params.gain, 0.5);
    plugin.editor.frame();
    assert_eq!(gain.normalized(), 0.5, "it had arrived: this is automation");

    gain.set(0.9);
    plugin.editor.host().automate(&plugin.params.gain, 0.5);
    plugin.editor.wait(Duration::from_millis(350));
    assert_eq!(gain.normalized(), 0.5, "the host has refused it");
}

#[test]
fn many_editors_of_one_plugin_show_one_value() {
    let plugins: Vec<_> = (0..3)
        .map(|index| {
            std::thread::spawn(move || {
                let mut plugin = Plugin::open();
                let value = index as f32 / 4.0;
                plugin.editor.host().automate(&plugin.params.gain, value);
                plugin.editor.frame();
                let mut second = Plugin::open_with(plugin.params.clone(), 1.0);
                let one = param(&mut plugin, "gain").normalized();
                let other = param(&mut second, "gain").normalized();
                assert_eq!((one, other), (value, value));
            })
        })
        .collect();
    for plugin in plugins {
        plugin.join().expect("each has its own thread");
    }
}

#[test]
fn a_slider_and_a_value_show_what_the_knob_is_turned_to() {
    let mut plugin = Plugin::open();
    let middle = plugin.editor.middle_of("gain");
    plugin.editor.drag(middle, (middle.0, middle.1 - 50.0), 5);
    let value = plugin.editor.find("gain-value").expect("exists");
    let cx = EventContext::new(plugin.editor.context());
    let text = cx
        .get_view_with::<ParamValue>(value)
        .expect("it is a value")
        .text();
    assert_eq!(text, "10.0 dB");
    assert_eq!(plugin.editor.text("gain").as_deref(), Some("10.0 dB"));
}
