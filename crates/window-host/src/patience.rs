//! Waiting for something to become true.

use std::time::{Duration, Instant};

/// How long anything may take: far more than it ever does, for a machine that is busy with something else.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Time between two looks.
const PAUSE: Duration = Duration::from_millis(2);

/// Looks again and again until there is a result.
///
/// # Panics
/// Nothing comes for [`PATIENCE`]; the message says for what it waited.
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(PAUSE);
    }
}
