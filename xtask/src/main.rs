//! Build, demo, test and install commands: `cargo xtask`.

fn main() -> nice_plug_xtask::Result<()> {
    nice_plug_xtask::main()
}
