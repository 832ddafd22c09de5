use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::project::say;

/// How long a program may take to end when it is asked to.
const PATIENCE: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(50);

/// A program that ends with us.
pub(crate) struct Running {
    name: &'static str,
    child: Child,
    leads_group: bool,
}

impl Running {
    /// Starts a program that Ctrl-C reaches as it reaches us.
    pub(crate) fn start(name: &'static str, command: &mut Command) -> anyhow::Result<Self> {
        let child = command.spawn().with_context(|| format!("{name} cannot be started"))?;
        Ok(Self { name, child, leads_group: false })
    }

    /// Starts a program that Ctrl-C does not reach: we must hear of it, and end the program with
    /// whatever it has started.
    pub(crate) fn start_in_group(
        name: &'static str,
        command: &mut Command,
    ) -> anyhow::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = Self::start(name, command)?;
        running.leads_group = true;
        Ok(running)
    }

    #[cfg(unix)]
    fn ask_to_end(&self) {
        use nix::sys::signal::{Signal, kill, killpg};
        use nix::unistd::Pid;

        if let Ok(id) = i32::try_from(self.child.id()) {
            let end = if self.leads_group { killpg } else { kill };
            // It may have ended by itself.
            let _ = end(Pid::from_raw(id), Signal::SIGINT);
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

/// Fails when one of these programs has ended.
pub(crate) fn must_run(programs: &mut [Running]) -> anyhow::Result<()> {
    for program in programs {
        if let Some(status) = program.child.try_wait()? {
            bail!("{} has ended ({status}); its last words stand above", program.name);
        }
    }
    Ok(())
}

/// Becomes true with Ctrl-C.
pub(crate) fn stop_on_signal() -> anyhow::Result<Arc<AtomicBool>> {
    let is_stopped = Arc::new(AtomicBool::new(false));
    let stop = is_stopped.clone();
    ctrlc::set_handler(move || stop.store(true, Ordering::Relaxed))
        .context("Ctrl-C cannot be listened to")?;
    Ok(is_stopped)
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
