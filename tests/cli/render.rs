//! `preface render`: what comes out, under which name, and what is refused.

use std::f64::consts::TAU;
use std::fs;

use crate::audio_files::{WavFormat, flac, wav};
use crate::program::{fails, preface, read_wav, succeeds};
use crate::scratch::Scratch;
use crate::tones::{TONES_HZ, share, tones};

fn stereo(frames: usize, sample_rate_hz: u32) -> Vec<Vec<f64>> {
    (0..2)
        .map(|channel| tones(frames, sample_rate_hz, channel))
        .collect()
}

/// A fresh path changes neither level (0.05 dB from 113 Hz to 5 kHz) nor time: at 1 kHz the result lies within 0.1
/// samples of the recording where the filters are of linear phase, and within 0.6 where they are not and the latency is
/// rounded. (The preamp's 300 kHz low-pass is 0.05 of the samples at 96 kHz.)
#[test]
fn a_fresh_path_returns_the_recording_in_time_and_level() {
    let scratch = Scratch::new();
    for (sample_rate_hz, quality, most_samples) in [
        (44_100, "live", 0.6),
        (44_100, "render", 0.1),
        (48_000, "high", 0.1),
        (96_000, "render", 0.1),
    ] {
        let channels = stereo(sample_rate_hz as usize, sample_rate_hz);
        let file = wav(&channels, sample_rate_hz, WavFormat::Float(32));
        fs::write(scratch.path("in.wav"), file).expect("written");
        succeeds(
            &scratch,
            [
                "render",
                "in.wav",
                "-o",
                "out.wav",
                "--force",
                "--quality",
                quality,
            ],
        );
        let (result, rate) = read_wav(&scratch.path("out.wav"));
        assert_eq!((result.len(), rate), (2, sample_rate_hz));
        for (result, recorded) in result.iter().zip(&channels) {
            assert_eq!(result.len(), recorded.len());
            let gains = TONES_HZ
                .map(|hz| share(result, sample_rate_hz, hz) / share(recorded, sample_rate_hz, hz));
            for (hz, gain) in TONES_HZ.iter().zip(gains) {
                let gain_db = 20.0 * gain.norm().log10();
                println!("{sample_rate_hz} Hz {quality}: {gain_db:+.4} dB at {hz} Hz");
                assert!(gain_db.abs() <= 0.05);
            }
            let phase = (gains[2] / gains[1]).arg();
            let seconds = -phase / (TAU * (TONES_HZ[2] - TONES_HZ[1]));
            let samples = seconds * f64::from(sample_rate_hz);
            println!("{sample_rate_hz} Hz {quality}: {samples:+.4} samples late");
            assert!(samples.abs() <= most_samples);
        }
    }
}

/// Bypassed, the samples are the file's own: every format is read to the last bit that it (or 32-bit float) holds.
#[test]
fn every_format_is_read_exactly() {
    let scratch = Scratch::new();
    let channels = stereo(5000, 44_100);
    let formats = [
        WavFormat::Integer(16),
        WavFormat::Integer(24),
        WavFormat::Integer(32),
        WavFormat::ExtensibleInteger(16),
        WavFormat::ExtensibleInteger(24),
        WavFormat::ExtensibleInteger(32),
        WavFormat::Float(32),
        WavFormat::Float(64),
        WavFormat::ExtensibleFloat,
    ];
    let mut files: Vec<_> = formats
        .iter()
        .map(|format| {
            (
                format!("{format:?}"),
                wav(&channels, 44_100, *format),
                format.step(),
            )
        })
        .collect();
    for bits in [16, 24] {
        let step = WavFormat::Integer(bits as u16).step();
        files.push((format!("FLAC {bits}"), flac(&channels, 44_100, bits), step));
    }
    for (name, bytes, step) in files {
        fs::write(scratch.path("in"), bytes).expect("written");
        succeeds(
            &scratch,
            [
                "render",
                "in",
                "-o",
                "out.wav",
                "--force",
                "--set",
                "bypass=on",
            ],
        );
        let (result, _) = read_wav(&scratch.path("out.wav"));
        for (result, reference) in result.iter().zip(&channels) {
            assert_eq!(result.len(), reference.len(), "{name}");
            for (sample, expected) in result.iter().zip(reference) {
                assert!(
                    (sample - expected).abs() <= step,
                    "{name}: {sample} {expected}"
                );
            }
        }
    }
}

#[test]
fn length_and_channels_stay_whatever_the_length() {
    let scratch = Scratch::new();
    for (frames, channel_count) in [(1, 1), (31, 2), (1153, 1), (9001, 2)] {
        let channels = stereo(frames, 48_000);
        let file = wav(&channels[..channel_count], 48_000, WavFormat::Integer(24));
        fs::write(scratch.path("in.wav"), file).expect("written");
        succeeds(&scratch, ["render", "in.wav", "-o", "out.wav", "--force"]);
        let (result, _) = read_wav(&scratch.path("out.wav"));
        assert_eq!(result.len(), channel_count);
        assert!(result.iter().all(|channel| channel.len() == frames));
    }
}

#[test]
fn volume_is_heard_and_levels_are_printed() {
    let scratch = Scratch::new();
    let channels = vec![tones(24_000, 48_000, 0)];
    fs::write(
        scratch.path("di.wav"),
        wav(&channels, 48_000, WavFormat::Float(32)),
    )
    .expect("written");
    let line = succeeds(&scratch, ["render", "di.wav", "--set", "volume_db=-6 dB"]);
    let (result, _) = read_wav(&scratch.path("di - preface.wav"));
    let peak_db = |samples: &[f64]| {
        20.0 * samples
            .iter()
            .fold(0.0, |peak: f64, x| peak.max(x.abs()))
            .log10()
    };
    let (before, after) = (peak_db(&channels[0]), peak_db(&result[0]));
    assert!((after - before + 6.0).abs() < 0.05, "{before} {after}");
    let expected = format!(
        "di - preface.wav: in peak {before:.1} dBFS ({:+.1} dBu)",
        before + 12.2
    );
    assert!(line.starts_with(&expected), "{line}");
    assert!(
        line.contains(&format!(
            "out peak {after:.1} dBFS ({:+.1} dBu)",
            after + 12.2
        )),
        "{line}"
    );
    assert_eq!(line.lines().count(), 1);
}

#[test]
fn several_presets_make_several_files() {
    let scratch = Scratch::new();
    for name in ["a.wav", "b.wav"] {
        let file = wav(&[tones(4800, 48_000, 0)], 48_000, WavFormat::Integer(16));
        fs::write(scratch.path(name), file).expect("written");
    }
    fs::write(
        scratch.path("quiet.toml"),
        "version = 1\nname = \"Quiet: -20/1\"\ndescription = \"d\"\n[values]\nvolume_db = -20\n",
    )
    .expect("written");
    let text = succeeds(
        &scratch,
        [
            "render",
            "a.wav",
            "b.wav",
            "--preset",
            "quiet.toml",
            "--preset",
            "Vocal tube warmth",
            "-o",
            "out",
        ],
    );
    assert_eq!(text.lines().count(), 4);
    let mut names: Vec<_> = fs::read_dir(scratch.path("out"))
        .expect("a directory")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("text")
        })
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "a - Quiet- -20-1.wav",
            "a - Vocal tube warmth.wav",
            "b - Quiet- -20-1.wav",
            "b - Vocal tube warmth.wav",
        ]
    );
}

#[test]
fn a_newer_preset_is_used_with_a_warning() {
    let scratch = Scratch::new();
    let file = wav(&[tones(480, 48_000, 0)], 48_000, WavFormat::Integer(16));
    fs::write(scratch.path("a.wav"), file).expect("written");
    let preset = "version = 1\nname = \"N\"\ndescription = \"d\"\n[values]\nwarp_pct = 3\n";
    fs::write(scratch.path("new.toml"), preset).expect("written");
    let output = preface(&scratch, ["render", "a.wav", "--preset", "new.toml"]);
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "preface: warning: new.toml:5: warp_pct: no such parameter in this version, ignored\n"
    );
}

#[test]
fn existing_files_and_inputs_are_kept() {
    let scratch = Scratch::new();
    let bytes = wav(&[tones(480, 48_000, 0)], 48_000, WavFormat::Integer(16));
    for name in ["a.wav", "b.wav"] {
        fs::write(scratch.path(name), &bytes).expect("written");
    }
    assert_eq!(
        fails(&scratch, ["render", "a.wav", "-o", "b.wav"]),
        "b.wav: exists already, expected a new name or --force"
    );
    assert_eq!(
        fails(&scratch, ["render", "a.wav", "-o", "./a.wav", "--force"]),
        "./a.wav: is an input, expected another name for the output"
    );
    assert_eq!(
        fails(&scratch, ["render", "a.wav", "b.wav", "-o", "c.wav"]),
        "c.wav: found one output file for 2 renders, expected a directory"
    );
    assert_eq!(
        fails(&scratch, ["render", "a.wav", "a.wav"]),
        "a - preface.wav: both a.wav and a.wav would write it, expected different names of inputs and presets"
    );
    let line = fails(&scratch, ["render", "a.wav", "-o", "nowhere/out.wav"]);
    assert!(
        line.starts_with("nowhere/out.wav: cannot be written: "),
        "{line}"
    );
    for name in ["a.wav", "b.wav"] {
        assert_eq!(fs::read(scratch.path(name)).expect("kept"), bytes);
    }
    succeeds(&scratch, ["render", "a.wav", "-o", "b.wav", "--force"]);
    assert_eq!(scratch.names(), ["a.wav", "b.wav"]);
}

#[test]
fn bad_recordings_are_refused() {
    let scratch = Scratch::new();
    let good = wav(&[tones(48_000, 48_000, 0)], 48_000, WavFormat::Integer(16));
    let six: Vec<_> = (0..6).map(|channel| tones(48, 48_000, channel)).collect();
    for (name, bytes) in [
        ("text.wav", b"this is no audio, this is text".to_vec()),
        ("empty.wav", Vec::new()),
        ("six.wav", wav(&six, 48_000, WavFormat::Float(32))),
        ("slow.wav", wav(&six[..1], 4000, WavFormat::Integer(16))),
        (
            "none.wav",
            wav(&[Vec::new()], 48_000, WavFormat::Integer(16)),
        ),
        ("cut.wav", good[..good.len() / 2].to_vec()),
        (
            "cut.flac",
            flac(&[tones(48_000, 48_000, 0)], 48_000, 16)[..50_000].to_vec(),
        ),
        ("good.wav", good),
    ] {
        fs::write(scratch.path(name), bytes).expect("written");
    }
    fs::create_dir(scratch.path("directory")).expect("made");
    for (name, message) in [
        ("missing.wav", "missing.wav: cannot be opened: "),
        (
            "text.wav",
            "text.wav: found something else, expected WAV or FLAC",
        ),
        ("empty.wav", "empty.wav: found "),
        (
            "directory",
            "directory: found a directory, expected WAV or FLAC",
        ),
        ("six.wav", "six.wav: found 6 channels, expected 1 or 2"),
        (
            "slow.wav",
            "slow.wav: found a sample rate of 4000 Hz, expected 8000 to 768000 Hz",
        ),
        ("none.wav", "none.wav: found no samples, expected audio"),
        ("cut.wav", "cut.wav: found "),
        ("cut.flac", "cut.flac: found "),
    ] {
        let line = fails(&scratch, ["render", name]);
        assert!(line.starts_with(message), "{line}");
        assert!(line.contains("expected") || name == "missing.wav", "{line}");
    }
    // Headers are read before any work starts: the good file is not rendered either.
    let line = fails(&scratch, ["render", "good.wav", "six.wav"]);
    assert!(line.starts_with("six.wav: "), "{line}");
}

#[test]
fn bad_settings_are_refused() {
    let scratch = Scratch::new();
    let file = wav(&[tones(480, 48_000, 0)], 48_000, WavFormat::Integer(16));
    fs::write(scratch.path("a.wav"), file).expect("written");
    fs::write(
        scratch.path("bad.toml"),
        "version = 1\nname = \"n\"\ndescription = \"d\"\n\n[values]\ngain_db = 99\n",
    )
    .expect("written");
    for (arguments, message) in [
        (
            ["--set", "gain_db"],
            "--set gain_db: found no \"=\", expected ID=VALUE",
        ),
        (
            ["--set", "gian_db=3"],
            "--set gian_db=3: no parameter \"gian_db\", expected one that \"preface params\" lists",
        ),
        (
            ["--set", "gain_db=99"],
            "--set gain_db=99: 99 dB is out of range, expected -20 dB to 70 dB",
        ),
        (
            ["--set", "quality=live"],
            "--set quality=live: expected --quality live, high or render",
        ),
        (
            ["--set", "cable_type=gold"],
            "--set cable_type=gold: found \"gold\", expected one of low, standard, coiled",
        ),
        (
            ["--quality", "best"],
            "--quality: found \"best\", expected one of live, high, render",
        ),
        (
            ["--preset", "warm"],
            "--preset warm: no such preset, expected a file or one that \"preface presets\" lists",
        ),
        (
            ["--preset", "bad.toml"],
            "bad.toml:6: gain_db: 99 dB is out of range, expected -20 dB to 70 dB",
        ),
    ] {
        let [option, value] = arguments;
        assert_eq!(fails(&scratch, ["render", "a.wav", option, value]), message);
    }
}
