//! What is heard instead of the result.

use super::parameter::{Choice, choices};

choices! {
    /// What the plugin plays.
    Monitor {
        Result = "result", "Result";
        Difference = "difference", "Difference";
        MatchedDry = "matched_dry", "Matched bypass";
    }
}
