//! Audio files byte by byte, so that readers are tested against the formats and not against themselves.

/// Sample formats of WAV files.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WavFormat {
    /// Integers with this many bits, in the classic header.
    Integer(u16),
    /// Integers with this many bits, in the extensible header.
    ExtensibleInteger(u16),
    /// Floating point with this many bits.
    Float(u16),
    /// Floating point with 32 bits, in the extensible header.
    ExtensibleFloat,
}

impl WavFormat {
    fn bits(self) -> u16 {
        match self {
            Self::Integer(bits) | Self::ExtensibleInteger(bits) | Self::Float(bits) => bits,
            Self::ExtensibleFloat => 32,
        }
    }

    fn is_float(self) -> bool {
        matches!(self, Self::Float(_) | Self::ExtensibleFloat)
    }

    fn is_extensible(self) -> bool {
        matches!(self, Self::ExtensibleInteger(_) | Self::ExtensibleFloat)
    }

    /// Largest error that storing a sample makes.
    pub fn step(self) -> f64 {
        match self {
            Self::Float(_) | Self::ExtensibleFloat => 2f64.powi(-24),
            _ => 2f64.powi(1 - i32::from(self.bits().min(24))),
        }
    }
}

/// The bytes of a WAV file.
pub fn wav(channels: &[Vec<f64>], sample_rate_hz: u32, format: WavFormat) -> Vec<u8> {
    let bytes_per_sample = format.bits() / 8;
    let block = bytes_per_sample * channels.len() as u16;
    let tag: u16 = if format.is_float() { 3 } else { 1 };
    let mut header = Vec::new();
    header.extend(if format.is_extensible() { 0xfffe } else { tag }.to_le_bytes());
    header.extend((channels.len() as u16).to_le_bytes());
    header.extend(sample_rate_hz.to_le_bytes());
    header.extend((sample_rate_hz * u32::from(block)).to_le_bytes());
    header.extend(block.to_le_bytes());
    header.extend(format.bits().to_le_bytes());
    if format.is_extensible() {
        header.extend(22u16.to_le_bytes());
        header.extend(format.bits().to_le_bytes());
        header.extend(((1u32 << channels.len()) - 1).to_le_bytes());
        header.extend(tag.to_le_bytes());
        header.extend([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71]);
    }
    let mut data = Vec::new();
    for frame in 0..channels[0].len() {
        for channel in channels {
            data.extend(wav_sample(channel[frame], format));
        }
    }
    let mut file = b"RIFF".to_vec();
    file.extend((4 + 8 + header.len() as u32 + 8 + data.len() as u32).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend((header.len() as u32).to_le_bytes());
    file.extend(header);
    file.extend(b"data");
    file.extend((data.len() as u32).to_le_bytes());
    file.extend(data);
    file
}

fn wav_sample(value: f64, format: WavFormat) -> Vec<u8> {
    match (format.is_float(), format.bits()) {
        (true, 32) => (value as f32).to_le_bytes().to_vec(),
        (true, _) => value.to_le_bytes().to_vec(),
        (false, bits) => {
            let integer = to_integer(value, u32::from(bits));
            integer.to_le_bytes()[..usize::from(bits / 8)].to_vec()
        }
    }
}

/// Full scale is 2^(bits - 1).
fn to_integer(value: f64, bits: u32) -> i64 {
    let full_scale = 2f64.powi(bits as i32 - 1);
    (value * full_scale)
        .round()
        .clamp(-full_scale, full_scale - 1.0) as i64
}

/// The bytes of a FLAC file of 16 or 24 bits without compression: every block is stored verbatim.
pub fn flac(channels: &[Vec<f64>], sample_rate_hz: u32, bits: u32) -> Vec<u8> {
    const BLOCK: usize = 4096;
    let frames = channels[0].len();
    let mut file = b"fLaC".to_vec();
    file.extend([0x80, 0, 0, 34]); // the last metadata block: STREAMINFO
    file.extend((BLOCK as u16).to_be_bytes());
    file.extend((BLOCK as u16).to_be_bytes());
    file.extend([0; 6]); // frame sizes: unknown
    let description = u64::from(sample_rate_hz) << 44
        | (channels.len() as u64 - 1) << 41
        | (u64::from(bits) - 1) << 36
        | frames as u64;
    file.extend(description.to_be_bytes());
    file.extend([0; 16]); // no checksum of the whole
    for (number, start) in (0..frames).step_by(BLOCK).enumerate() {
        let end = frames.min(start + BLOCK);
        let mut frame = vec![0xff, 0xf8, 0x70];
        let size_code = if bits == 16 { 4 } else { 6 };
        frame.push((channels.len() as u8 - 1) << 4 | size_code << 1);
        assert!(number < 128, "one byte holds the number of the frame");
        frame.push(number as u8);
        frame.extend(((end - start - 1) as u16).to_be_bytes());
        frame.push(crc(&frame, 8, 0x07) as u8);
        for channel in channels {
            frame.push(0x02); // verbatim
            for value in &channel[start..end] {
                let bytes = to_integer(*value, bits).to_be_bytes();
                frame.extend(&bytes[8 - bits as usize / 8..]);
            }
        }
        let checksum = crc(&frame, 16, 0x8005);
        frame.extend(checksum.to_be_bytes());
        file.extend(frame);
    }
    file
}

/// Cyclic redundancy check, most significant bit first, from zero.
fn crc(bytes: &[u8], width: u32, polynomial: u16) -> u16 {
    let top = 1u16 << (width - 1);
    let mask = u16::MAX >> (16 - width);
    bytes.iter().fold(0, |crc, byte| {
        let start = crc ^ u16::from(*byte) << (width - 8);
        (0..8).fold(start, |crc, _| {
            let shifted = (crc << 1) & mask;
            if crc & top == 0 {
                shifted
            } else {
                shifted ^ polynomial
            }
        })
    })
}
