//! Editors made with vizia for plugins made with nice-plug.
