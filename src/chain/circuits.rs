//! From the files of `circuits/` to what all instances share.

use std::sync::OnceLock;

use crate::spice::Error;

/// Reads a file of `circuits/`.
macro_rules! netlist {
    ($file:literal) => {
        $crate::spice::Netlist::parse(
            $file,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/circuits/", $file)),
            &$crate::spice::netlist::Embedded,
            &[],
        )
    };
}

/// Reads a deck of `circuits/`.
macro_rules! plan {
    ($file:literal) => {
        $crate::chain::circuits::netlist!($file).and_then($crate::chain::load::Plan::new)
    };
}

pub(super) use {netlist, plan};

/// What is read and solved once, by whoever needs it first: it depends on no rate and no setting.
#[derive(Debug)]
pub(super) struct Shared<T>(OnceLock<Result<T, Error>>);

impl<T> Shared<T> {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// What `make` made the first time.
    pub(super) fn get(
        &'static self,
        make: impl FnOnce() -> Result<T, Error>,
    ) -> Result<&'static T, Error> {
        self.0.get_or_init(make).as_ref().map_err(Clone::clone)
    }
}
