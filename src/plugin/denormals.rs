//! Denormal numbers are flushed to zero while audio is processed: some processors take a hundred times longer over
//! them.

/// Flushes denormal results and operands while it lives, then restores what the host had set.
pub struct FlushDenormals {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    before: control::Register,
}

impl FlushDenormals {
    /// Starts to flush, on this thread.
    pub fn new() -> Self {
        #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
        {
            let before = control::read();
            control::write(before | control::FLUSH);
            Self { before }
        }
        #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
        Self {}
    }
}

impl Drop for FlushDenormals {
    fn drop(&mut self) {
        #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
        control::write(self.before);
    }
}

/// MXCSR of x86-64.
#[cfg(target_arch = "x86_64")]
mod control {
    use std::arch::asm;

    pub type Register = u32;

    /// Bit 15 flushes results to zero, bit 6 takes denormal operands as zero (Intel SDM volume 1, section 10.2.3).
    pub const FLUSH: Register = 1 << 15 | 1 << 6;

    pub fn read() -> Register {
        let mut register: Register = 0;
        // SAFETY: stores the register in the variable, nothing else. Every x86-64 processor has it.
        unsafe {
            asm!("stmxcsr [{}]", in(reg) &mut register, options(nostack, preserves_flags));
        }
        register
    }

    pub fn write(register: Register) {
        // SAFETY: only the two bits above ever differ from what the thread had; they change results below 2^-1022
        // (2^-126) alone.
        unsafe {
            asm!("ldmxcsr [{}]", in(reg) &register, options(nostack, preserves_flags, readonly));
        }
    }
}

/// FPCR of 64-bit ARM.
#[cfg(target_arch = "aarch64")]
mod control {
    use std::arch::asm;

    pub type Register = u64;

    /// FZ, bit 24, flushes operands and results (Arm ARM, FPCR).
    pub const FLUSH: Register = 1 << 24;

    pub fn read() -> Register {
        let register: Register;
        // SAFETY: reads the register, nothing else.
        unsafe {
            asm!("mrs {}, fpcr", out(reg) register, options(nomem, nostack, preserves_flags));
        }
        register
    }

    pub fn write(register: Register) {
        // SAFETY: only the bit above ever differs from what the thread had; it changes results below 2^-1022 (2^-126)
        // alone.
        unsafe {
            asm!("msr fpcr, {}", in(reg) register, options(nomem, nostack, preserves_flags));
        }
    }
}

#[cfg(all(test, any(target_arch = "x86_64", target_arch = "aarch64")))]
mod tests {
    use super::*;
    use std::hint::black_box;

    #[test]
    fn flushes_results_and_operands_while_it_lives() {
        let smallest_normal = f64::MIN_POSITIVE;
        let denormal = black_box(smallest_normal) / black_box(4.0);
        assert!(denormal > 0.0);
        {
            let _flush = FlushDenormals::new();
            assert_eq!(black_box(smallest_normal) / black_box(4.0), 0.0);
            assert_eq!(black_box(denormal) * black_box(1e300), 0.0);
        }
        assert!(black_box(smallest_normal) / black_box(4.0) > 0.0);
    }
}
