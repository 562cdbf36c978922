//! Access to what a handle wraps.

/// What wraps an inner value.
pub trait PointerWrapper {
    /// The wrapped value.
    type Inner;

    /// The wrapped value, to read.
    fn inner(&self) -> &Self::Inner;

    /// The wrapped value, to change.
    fn inner_mut(&mut self) -> &mut Self::Inner;
}
