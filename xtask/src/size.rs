use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use crate::project::Project;
use crate::{alone, dist};

/// The bytes of something that is released, each file compressed by itself, as it is served.
#[derive(Debug, Serialize)]
struct Row {
    name: &'static str,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the bytes of what is released, and fails above the ceilings.
pub(crate) fn run(project: &Project, json: bool, no_build: bool) -> anyhow::Result<()> {
    if !no_build {
        dist::run(project)?;
        alone::build(project)?;
    }
    let rows = [
        // What a page loads to use the client.
        measure("sdk", &page(&project.path("dist/npm"))?)?,
        // The same with an outbox that survives a reload, and traces.
        measure("full", &page(&project.path("dist/npm/full"))?)?,
        // What npm installs.
        measure("npm", &files(&project.path("dist/npm"), &[])?)?,
        // What a visitor of the demo loads, without its icon and the page itself.
        measure("demo", &page(&project.path("dist/demo"))?)?,
        // The same of the gallery, where each component is shown with its code.
        measure("gallery", &page(&project.path("dist/demo/gallery"))?)?,
        // Pages without a stylesheet: Leptos by itself, and with one component.
        measure("nothing", &page(&alone::folder(project, "nothing"))?)?,
        measure("bell", &page(&alone::folder(project, "bell"))?)?,
        measure("toaster", &page(&alone::folder(project, "toaster"))?)?,
    ];
    let ceilings = ceilings(project)?;
    print(&rows, &ceilings, json)?;
    let over: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let ceiling = *ceilings.get(row.name)?;
            (row.brotli > ceiling)
                .then(|| format!("{} has {} bytes, its ceiling is {ceiling}", row.name, row.brotli))
        })
        .collect();
    ensure!(over.is_empty(), "too large: {}", over.join("; "));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the table is what the command is for")]
fn print(rows: &[Row], ceilings: &BTreeMap<String, usize>, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(rows)?);
        return Ok(());
    }
    println!("{:8} {:>10} {:>10} {:>10} {:>10}", "", "raw", "gzip", "brotli", "ceiling");
    for Row { name, raw, gzip, brotli } in rows {
        let ceiling = ceilings.get(*name).map_or_else(String::new, ToString::to_string);
        println!("{name:8} {raw:>10} {gzip:>10} {brotli:>10} {ceiling:>10}");
    }
    Ok(())
}

fn measure(name: &'static str, files: &[PathBuf]) -> anyhow::Result<Row> {
    let mut row = Row { name, raw: 0, gzip: 0, brotli: 0 };
    for file in files {
        let bytes = fs::read(file)?;
        row.raw += bytes.len();
        row.gzip += gzip(&bytes)?;
        row.brotli += brotli(&bytes)?;
    }
    Ok(row)
}

/// What a page loads of a folder that may have others within.
fn page(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let files = files(folder, &["wasm", "js", "css"])?;
    Ok(files.into_iter().filter(|file| file.parent() == Some(folder)).collect())
}

/// The files of a folder and those below it, with one of the given extensions, or all of them.
fn files(folder: &Path, extensions: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("{} is missing; `cargo xtask dist` makes it", folder.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let extension =
            path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if path.is_dir() {
            found.extend(files(&path, extensions)?);
        } else if extensions.is_empty() || extensions.contains(&extension) {
            found.push(path);
        }
    }
    if found.is_empty() {
        bail!("{} holds nothing to measure", folder.display());
    }
    Ok(found)
}

fn gzip(bytes: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> anyhow::Result<usize> {
    const BUFFER: usize = 4096;
    const QUALITY: u32 = 11;
    const WINDOW_BITS: u32 = 22;
    let mut compressed = Vec::new();
    brotli::CompressorReader::new(bytes, BUFFER, QUALITY, WINDOW_BITS)
        .read_to_end(&mut compressed)?;
    Ok(compressed.len())
}

fn ceilings(project: &Project) -> anyhow::Result<BTreeMap<String, usize>> {
    let text = fs::read_to_string(project.path("xtask/ceilings.json"))?;
    let values: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text)?;
    Ok(values
        .into_iter()
        .filter_map(|(name, value)| Some((name, usize::try_from(value.as_u64()?).ok()?)))
        .collect())
}
