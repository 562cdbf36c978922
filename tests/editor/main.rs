//! The window, used without one: by a program that turns knobs, types values and looks at the pixels.

mod window;

mod contract;
mod gestures;
mod host;
mod levels;
mod menus;
mod pictures;
mod plots;
mod presets;
mod session;
mod sizes;
mod theme;
mod volts;
