use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use xshell::Shell;

/// The working copy, and a shell in it.
pub(crate) struct Project {
    pub(crate) shell: Shell,
    pub(crate) root: PathBuf,
}

impl Project {
    pub(crate) fn open() -> anyhow::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("the folder xtask lies in the root of the project")?
            .to_owned();
        let shell = Shell::new()?;
        shell.change_dir(&root);
        // What is built is looked for there, whatever the user's settings say.
        shell.set_var("CARGO_TARGET_DIR", root.join("target"));
        Ok(Self { shell, root })
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

/// Says what is happening. Goes to the standard error, so that outputs can be piped.
#[expect(clippy::print_stderr, reason = "a command speaks to the person who called it")]
pub(crate) fn say(words: &str) {
    eprintln!("xtask: {words}");
}

/// Copies a folder and those below it.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
