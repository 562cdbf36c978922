//! A delay of whole frames.

/// Delays by a fixed number of frames.
#[derive(Clone, Debug)]
pub struct Delay<T> {
    /// The last frames that came in, oldest at `position`.
    held: Vec<T>,
    position: usize,
}

impl<T: Copy + Default> Delay<T> {
    /// A delay of `frames`. Allocates.
    pub fn new(frames: usize) -> Self {
        Self {
            held: vec![T::default(); frames],
            position: 0,
        }
    }

    /// One frame in, the frame from before out.
    #[inline]
    pub fn next(&mut self, frame: T) -> T {
        let Some(held) = self.held.get_mut(self.position) else {
            return frame; // no delay at all
        };
        let delayed = std::mem::replace(held, frame);
        self.position += 1;
        if self.position == self.held.len() {
            self.position = 0;
        }
        delayed
    }

    /// Delays a block in place.
    pub fn process(&mut self, frames: &mut [T]) {
        if !self.held.is_empty() {
            for frame in frames {
                *frame = self.next(*frame);
            }
        }
    }

    /// Forgets what it holds.
    pub fn reset(&mut self) {
        self.held.fill(T::default());
        self.position = 0;
    }
}
