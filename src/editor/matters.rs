//! What acts on the sound as things stand, so that everything else can be dimmed.

use nice_plug_vizia::ParamModel;
use nice_plug_vizia::vizia::prelude::*;

use crate::chain::parameter::Choice;

/// Whether a list's choice is made that satisfies `is_meant`.
pub fn choice_is<C: Choice>(
    cx: &Context,
    id: &str,
    is_meant: impl Fn(C) -> bool + 'static,
) -> Memo<bool> {
    let last = C::CHOICES.len() - 1;
    let signal = ParamModel::find(cx, id).signal();
    signal
        .map(move |normalized| is_meant(C::from_index((normalized * last as f32).round() as usize)))
}

/// Whether a switch is on.
pub fn is_on(cx: &Context, id: &str) -> Memo<bool> {
    ParamModel::find(cx, id)
        .signal()
        .map(|normalized| *normalized >= 0.5)
}

/// Whether a number's place in its range, 0..1, satisfies `is_meant`.
pub fn place_is(cx: &Context, id: &str, is_meant: impl Fn(f32) -> bool + 'static) -> Memo<bool> {
    let signal = ParamModel::find(cx, id).signal();
    signal.map(move |normalized| is_meant(*normalized))
}

/// All of them at once.
pub fn all<const N: usize>(conditions: [Memo<bool>; N]) -> Memo<bool> {
    Memo::new(move |_| conditions.iter().all(|condition| condition.get()))
}

/// At least one of them.
pub fn any<const N: usize>(conditions: [Memo<bool>; N]) -> Memo<bool> {
    Memo::new(move |_| conditions.iter().any(|condition| condition.get()))
}

/// The opposite.
pub fn not(condition: Memo<bool>) -> Memo<bool> {
    condition.map(|holds| !holds)
}

/// Dims a widget while what it says does not matter. It can be used all the same.
pub trait Dim {
    /// Dims it unless `matters`.
    fn dim_unless(self, matters: Memo<bool>) -> Self;
}

impl<V: View> Dim for Handle<'_, V> {
    fn dim_unless(self, matters: Memo<bool>) -> Self {
        self.toggle_class("dim", not(matters))
    }
}
