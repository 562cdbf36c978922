//! ngspice's binary result files.

use num_complex::Complex64;

/// The result of one analysis.
#[derive(Clone, Debug, Default)]
pub struct Plot {
    /// Names of the vectors, as in `v(out)`.
    pub names: Vec<String>,
    /// One row per point, in the order of the names.
    pub points: Vec<Vec<Complex64>>,
}

impl Plot {
    /// Place of a vector in every row.
    pub fn column(&self, name: &str) -> usize {
        self.names
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))
            .unwrap_or_else(|| panic!("no {name} among ngspice's results {:?}", self.names))
    }

    /// The real parts of one vector.
    pub fn real(&self, name: &str) -> Vec<f64> {
        let column = self.column(name);
        self.points.iter().map(|row| row[column].re).collect()
    }
}

/// Reads all plots of a file.
pub fn read(mut bytes: &[u8]) -> Vec<Plot> {
    let mut plots = Vec::new();
    while !bytes.is_empty() {
        let (plot, rest) = read_plot(bytes);
        plots.push(plot);
        bytes = rest;
    }
    plots
}

fn read_plot(bytes: &[u8]) -> (Plot, &[u8]) {
    const DATA: &[u8] = b"Binary:\n";
    let start = bytes
        .windows(DATA.len())
        .position(|window| window == DATA)
        .expect("ngspice writes binary results");
    let header = String::from_utf8_lossy(&bytes[..start]);
    let field = |name: &str| {
        header
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap_or_else(|| panic!("no {name} in ngspice's header:\n{header}"))
            .trim()
    };
    let columns: usize = field("No. Variables:").parse().expect("a count");
    let rows: usize = field("No. Points:").parse().expect("a count");
    let is_complex = field("Flags:").starts_with("complex");
    let names = header
        .lines()
        .skip_while(|line| !line.starts_with("Variables:"))
        .skip(1)
        .filter_map(|line| line.split_whitespace().nth(1))
        .map(str::to_lowercase)
        .collect();
    let row_bytes = columns * if is_complex { 16 } else { 8 };
    let (data, rest) = bytes[start + DATA.len()..].split_at(rows * row_bytes);
    let points = data
        .chunks_exact(row_bytes)
        .map(|row| values(row, is_complex))
        .collect();
    (Plot { names, points }, rest)
}

fn values(row: &[u8], is_complex: bool) -> Vec<Complex64> {
    let numbers = row
        .chunks_exact(8)
        .map(|bytes| f64::from_ne_bytes(bytes.try_into().expect("8 bytes")));
    if is_complex {
        let numbers: Vec<f64> = numbers.collect();
        numbers
            .chunks_exact(2)
            .map(|pair| Complex64::new(pair[0], pair[1]))
            .collect()
    } else {
        numbers.map(Complex64::from).collect()
    }
}
