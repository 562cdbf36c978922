//! Counts what a piece of code asks of the allocator. Including this file installs the counting allocator for the whole
//! test binary; each thread counts for itself.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static CALLS: Cell<u64> = const { Cell::new(0) };
    static BYTES: Cell<i64> = const { Cell::new(0) };
}

#[global_allocator]
static COUNTING: Counting = Counting;

struct Counting;

impl Counting {
    /// One call, after which this thread holds so many bytes more.
    fn count(bytes: i64) {
        // A thread that is ending has no counters any more, and nobody asks for them.
        let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
        let _ = BYTES.try_with(|held| held.set(held.get() + bytes));
    }
}

// SAFETY: every call goes on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::count(layout.size() as i64);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::count(layout.size() as i64);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Self::count(size as i64 - layout.size() as i64);
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        Self::count(-(layout.size() as i64));
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// Allocations, reallocations and releases of this thread while `code` runs.
pub fn allocator_calls(code: impl FnOnce()) -> u64 {
    let before = CALLS.get();
    code();
    CALLS.get() - before
}

/// Bytes that this thread holds more after `code` than before it, and what it made.
#[allow(dead_code)] // Not every test target weighs what it makes.
pub fn allocated_bytes<T>(code: impl FnOnce() -> T) -> (i64, T) {
    let before = BYTES.get();
    let made = code();
    (BYTES.get() - before, made)
}
