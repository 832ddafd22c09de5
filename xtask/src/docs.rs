//! Whether the documentation is true: links lead somewhere, and what it shows compiles. The
//! examples in Rust are tested by rustdoc.

use std::fs;
use std::path::Path;

use anyhow::ensure;
use xshell::cmd;

use crate::project::Project;
use crate::tools;

const PAGES: [&str; 25] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "js/README.md",
    "js/examples/README.md",
    "ui/examples/axum/README.md",
    "docs/src/SUMMARY.md",
    "docs/src/README.md",
    "docs/src/protocol.md",
    "docs/src/reconnecting.md",
    "docs/src/invalidation.md",
    "docs/src/components.md",
    "docs/src/toaster.md",
    "docs/src/bell.md",
    "docs/src/badge.md",
    "docs/src/settings.md",
    "docs/src/presence.md",
    "docs/src/completion.md",
    "docs/src/labels.md",
    "docs/src/styling.md",
    "docs/src/ssr.md",
    "docs/src/paychain.md",
    "docs/src/laravel.md",
    "docs/src/django.md",
];

/// Builds the documentation of the crates, and checks the pages beside it.
pub(crate) fn check(project: &Project, features: &str) -> anyhow::Result<()> {
    let shell = &project.shell;
    cmd!(shell, "cargo doc --workspace --no-deps --features {features}")
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()?;
    let mut snippets = Vec::new();
    for page in PAGES {
        let text = fs::read_to_string(project.path(page))?;
        links(&project.path(page), &text)?;
        snippets.extend(blocks(&text, "ts"));
    }
    typescript(project, &snippets)
}

/// Links to files, relative to the page.
fn links(page: &Path, text: &str) -> anyhow::Result<()> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    for (target, _) in targets {
        let file = target.split('#').next().unwrap_or_default();
        let is_elsewhere = file.is_empty() || file.contains("://");
        ensure!(
            is_elsewhere || page.with_file_name(file).exists(),
            "{} links to {target}, which is not there",
            page.display()
        );
    }
    Ok(())
}

/// The code blocks of a page in one language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let start = format!("```{language}\n");
    let blocks = text.split(&start).skip(1).filter_map(|rest| rest.split_once("```"));
    blocks.map(|(block, _)| block.to_owned()).collect()
}

/// Compiles code against the npm package's types, as somebody who copies it would.
fn typescript(project: &Project, snippets: &[String]) -> anyhow::Result<()> {
    const CONFIG: &str = r##"{
        "extends": "../../js/tsconfig.json",
        "compilerOptions": {
            "noEmit": true,
            "emitDeclarationOnly": false,
            "declaration": false,
            "rootDir": "../..",
            "paths": {
                "#wasm": ["../../js/src/wasm.d.ts"],
                "bellwire": ["../../js/src/index.ts"],
                "bellwire/full": ["../../js/src/full.ts"],
                "bellwire/invalidation": ["../../js/src/invalidation.ts"]
            }
        },
        "include": [".", "../../js/src/build.d.ts"]
    }"##;
    tools::npm_packages(project, "js")?;
    let shell = &project.shell;
    let folder = project.path("target/snippets");
    shell.remove_path(&folder)?;
    shell.write_file(folder.join("tsconfig.json"), CONFIG)?;
    for (number, snippet) in snippets.iter().enumerate() {
        shell.write_file(folder.join(format!("snippet-{number}.ts")), snippet)?;
    }
    cmd!(shell, "tsc --project {folder}").run()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_code_in_one_language() {
        let text = "a\n```ts\nlet x = 1;\n```\n```sh\nls\n```\n```ts\nx\n```\n";
        assert_eq!(blocks(text, "ts"), ["let x = 1;\n", "x\n"]);
    }

    #[test]
    fn a_link_to_nowhere_is_an_error() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        assert!(
            links(&page, "[one](Cargo.toml#x), [two](https://example.com), [three](#here)").is_ok()
        );
        assert!(links(&page, "[one](missing.md)").is_err());
    }
}
