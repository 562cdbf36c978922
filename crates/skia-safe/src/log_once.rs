//! Says what cannot be drawn, without filling logs.

/// Logs a warning the first time that this place is reached.
macro_rules! log_once {
    ($($message:tt)+) => {{
        static SAID: std::sync::Once = std::sync::Once::new();
        SAID.call_once(|| log::warn!($($message)+));
    }};
}

pub(crate) use log_once;
