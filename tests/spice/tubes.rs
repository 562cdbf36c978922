//! The tubes of `models.lib` against their data sheets.

use preface::spice::netlist::Embedded;
use preface::spice::{Method, Netlist, OperatingPoint, Transient};

use super::signal;

fn netlist(text: &str) -> Netlist {
    Netlist::parse("tube.cir", text, &Embedded, &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// What a sheet says of a tube at one voltage of grid and anode.
struct Characteristics {
    tube: &'static str,
    anode_volt: f64,
    grid_volt: f64,
    milliampere: f64,
    millisiemens: f64,
    kilohm: f64,
    /// Largest departure from current, slope and resistance, %.
    within_pct: f64,
}

/// 12AX7: Sylvania, Philips. 12AY7: RCA. 12AT7, 12AU7: both points of the common sheets (Tung-Sol, RCA, Philips).
const SHEETS: [Characteristics; 6] = [
    characteristics("12AX7", 250.0, -2.0, [1.2, 1.6, 62.5], 9.0),
    characteristics("12AY7", 250.0, -4.0, [3.0, 1.75, 22.8], 1.0),
    characteristics("12AT7", 250.0, -2.0, [10.0, 5.5, 10.9], 5.0),
    characteristics("12AT7", 100.0, -1.0, [3.7, 4.0, 15.0], 5.0),
    characteristics("12AU7", 250.0, -8.5, [10.5, 2.2, 7.7], 17.0),
    characteristics("12AU7", 100.0, 0.0, [11.8, 3.1, 6.25], 17.0),
];

const fn characteristics(
    tube: &'static str,
    anode_volt: f64,
    grid_volt: f64,
    [milliampere, millisiemens, kilohm]: [f64; 3],
    within_pct: f64,
) -> Characteristics {
    Characteristics {
        tube,
        anode_volt,
        grid_volt,
        milliampere,
        millisiemens,
        kilohm,
        within_pct,
    }
}

/// Anode current of a tube, mA.
fn milliampere(tube: &str, anode_volt: f64, grid_volt: f64) -> f64 {
    let text = format!(
        "Tube at rest\n*@input in\n*@output ma\n.include models.lib\nR1 in 0 1\n\
         Va supply 0 {anode_volt}\nVm supply a 0\nVg g 0 {grid_volt}\nX1 a g 0 {tube}\nHm ma 0 Vm 1k\n"
    );
    let point = OperatingPoint::solve(&netlist(&text), &[]).expect("rest");
    point.node_volt("ma").expect("a node")
}

#[test]
fn tubes_are_what_their_sheets_say() {
    for sheet in &SHEETS {
        let (tube, anode, grid) = (sheet.tube, sheet.anode_volt, sheet.grid_volt);
        let step = 1e-3;
        let slope = |high: f64, low: f64| (high - low) / (2.0 * step);
        let by_grid = slope(
            milliampere(tube, anode, grid + step),
            milliampere(tube, anode, grid - step),
        );
        let by_anode = slope(
            milliampere(tube, anode + step, grid),
            milliampere(tube, anode - step, grid),
        );
        let figures = [
            ("mA", milliampere(tube, anode, grid), sheet.milliampere),
            ("mS", by_grid, sheet.millisiemens),
            ("kohm", 1.0 / by_anode, sheet.kilohm),
        ];
        for (unit, ours, printed) in figures {
            let off_pct = 100.0 * (ours / printed - 1.0);
            println!(
                "{tube}, {anode} V, {grid} V: {ours:.3} {unit}, sheet {printed} ({off_pct:+.1} %)"
            );
            assert!(
                off_pct.abs() < sheet.within_pct,
                "{tube}: {ours} {unit}, sheet {printed}"
            );
        }
    }
}

/// A column of the Philips sheet's table of resistance-coupled stages with an ECC83 (0.22 Mohm into 0.68 Mohm, cathode
/// bypassed), and what Koren's constants of 1996 make of it.
struct Stage {
    supply_volt: f64,
    cathode_ohm: f64,
    output_volt_rms: f64,
    microampere: f64,
    distortion_pct: f64,
    koren_microampere: f64,
    koren_distortion_pct: f64,
}

const STAGES: [Stage; 5] = [
    stage([200.0, 3300.0, 24.0], [360.0, 4.6], [323.7, 6.08]),
    stage([250.0, 2700.0, 28.0], [480.0, 3.4], [449.9, 4.80]),
    stage([300.0, 2200.0, 36.0], [630.0, 2.6], [595.5, 4.50]),
    stage([350.0, 1500.0, 37.0], [850.0, 1.6], [809.0, 3.12]),
    stage([400.0, 1200.0, 38.0], [1020.0, 1.1], [999.0, 2.49]),
];

const fn stage(circuit: [f64; 3], sheet: [f64; 2], koren: [f64; 2]) -> Stage {
    Stage {
        supply_volt: circuit[0],
        cathode_ohm: circuit[1],
        output_volt_rms: circuit[2],
        microampere: sheet[0],
        distortion_pct: sheet[1],
        koren_microampere: koren[0],
        koren_distortion_pct: koren[1],
    }
}

impl Stage {
    /// The capacitors keep their voltages over the time that is looked at.
    fn netlist(&self) -> Netlist {
        netlist(&format!(
            "Stage of the sheet\n*@input in\n*@output out\n.include models.lib\nVbb bb 0 {}\n\
             Ra bb a 220k\nX1 a in k 12AX7\nRk k 0 {}\nCk k 0 100m\nCc a out 100m\nRl out 0 680k\n",
            self.supply_volt, self.cathode_ohm
        ))
    }

    fn anode_microampere(&self) -> f64 {
        let point = OperatingPoint::solve(&self.netlist(), &[]).expect("rest");
        point.node_volt("k").expect("a node") / self.cathode_ohm * 1e6
    }

    /// Harmonics of a 1 kHz sine that leaves the stage with the sheet's voltage.
    fn harmonics(&self) -> Vec<f64> {
        const RATE_HZ: f64 = 192e3;
        const SECONDS: f64 = 0.02;
        let netlist = self.netlist();
        let mut input_volt = self.output_volt_rms * f64::sqrt(2.0) / 65.0;
        loop {
            let mut circuit =
                Transient::<f64>::new(&netlist, RATE_HZ, Method::Trapezoidal).expect("a circuit");
            let input = signal::sine(input_volt, 1000.0, RATE_HZ, SECONDS, 0.002);
            let output: Vec<f64> = input.iter().map(|volt| circuit.step(*volt)).collect();
            let harmonics = signal::harmonics(&output[output.len() / 2..], 1000.0, RATE_HZ, 8);
            let found_rms = harmonics
                .iter()
                .map(|peak| peak * peak / 2.0)
                .sum::<f64>()
                .sqrt();
            if (found_rms / self.output_volt_rms - 1.0).abs() < 1e-3 {
                return harmonics;
            }
            input_volt *= self.output_volt_rms / found_rms;
        }
    }
}

/// The model was fitted to this table. It is nearer to it than Koren's in every figure.
#[test]
fn a_12ax7_distorts_as_the_sheet_says() {
    for stage in &STAGES {
        let microampere = stage.anode_microampere();
        let harmonics = stage.harmonics();
        let distortion_pct = 100.0 * signal::thd(&harmonics);
        let lead_db = signal::db(harmonics[1] / harmonics[2]);
        println!(
            "{} V: {microampere:.0} uA, sheet {} (Koren {}); {distortion_pct:.2} % at {} V, sheet {} (Koren {}); \
             H2 {lead_db:.0} dB above H3",
            stage.supply_volt,
            stage.microampere,
            stage.koren_microampere,
            stage.output_volt_rms,
            stage.distortion_pct,
            stage.koren_distortion_pct,
        );
        let off = |found: f64, printed: f64| (found / printed).ln().abs();
        let current_off = off(microampere, stage.microampere);
        assert!(
            current_off < 0.05 && current_off < off(stage.koren_microampere, stage.microampere)
        );
        let distortion_off = off(distortion_pct, stage.distortion_pct);
        assert!(distortion_off < 0.1);
        assert!(distortion_off < off(stage.koren_distortion_pct, stage.distortion_pct));
        assert!(lead_db > 10.0, "H2 leads by {lead_db} dB");
    }
}

/// The sheet gives its output voltages for where grid current begins, 0.3 uA; mean of its five columns: -0.61 V.
#[test]
fn grid_current_begins_where_the_sheet_says() {
    let text = "Grid\n*@input in\n*@output ua\n.include models.lib\nR1 in 0 1\nVa a 0 150\n\
                *@control volt\n.param volt=0\nVg bias 0 {volt}\nVm bias g 0\nX1 a g 0 12AX7\nHm ua 0 Vm 1Meg\n";
    let netlist = netlist(text);
    let microampere = |volt: f64| {
        let point = OperatingPoint::solve(&netlist, &[volt]).expect("rest");
        point.node_volt("ua").expect("a node")
    };
    for (volt, expected) in [(-0.61, 0.3), (0.5, 249.0), (1.0, 618.0)] {
        let found = microampere(volt);
        println!("grid at {volt} V: {found:.2} uA, expected {expected}");
        assert!(
            (found / expected - 1.0).abs() < 0.03,
            "{volt} V: {found} uA"
        );
    }
}
