use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::project::say;

/// How long a program may take to end when it is asked to.
const PATIENCE: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(50);

/// A program that ends with us, and with it whatever it has started.
pub(crate) struct Running {
    name: &'static str,
    child: Child,
}

impl Running {
    pub(crate) fn start(name: &'static str, command: &mut Command) -> anyhow::Result<Self> {
        // A group of its own: Ctrl-C reaches us alone, and we end the group.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.spawn().with_context(|| format!("{name} cannot be started"))?;
        Ok(Self { name, child })
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    #[cfg(unix)]
    fn ask_to_end(&self) {
        use nix::sys::signal::{Signal, killpg};
        use nix::unistd::Pid;

        if let Ok(group) = i32::try_from(self.child.id()) {
            // It may have ended by itself.
            let _ = killpg(Pid::from_raw(group), Signal::SIGINT);
        }
    }

    #[cfg(not(unix))]
    fn ask_to_end(&self) {}

    #[expect(clippy::disallowed_methods, reason = "waits for real programs in real time")]
    fn has_ended_soon(&mut self) -> bool {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return true;
            }
            sleep(POLL);
        }
        false
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.ask_to_end();
        if !self.has_ended_soon() {
            say(&format!("{} does not end and is killed", self.name));
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
