use xshell::cmd;

use crate::project::Project;

/// Prints what the engine takes, in time and allocations, and what the notifications take. Times
/// differ from machine to machine, and so nothing is asserted of them.
pub(crate) fn run(project: &Project, filter: Option<&str>) -> anyhow::Result<()> {
    let shell = &project.shell;
    cmd!(shell, "cargo bench --package bellwire --package bellwire-ui -- {filter...}").run()?;
    Ok(())
}
