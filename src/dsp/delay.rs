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
        let delay = self.held.len();
        if delay > frames.len() {
            frames
                .iter_mut()
                .for_each(|frame| *frame = self.next(*frame));
        } else {
            self.held.rotate_left(self.position);
            self.position = 0;
            frames.rotate_right(delay); // the newest come to the front, in order
            let (newest, _) = frames.split_at_mut(delay);
            self.held.swap_with_slice(newest);
        }
    }

    /// Forgets what it holds.
    pub fn reset(&mut self) {
        self.held.fill(T::default());
        self.position = 0;
    }
}
