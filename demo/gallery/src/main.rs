//! Every component in every state, with its code: the place to look at them, and to test them from.

#![allow(unreachable_pub, reason = "`#[component]` writes public types")]

#[cfg(target_family = "wasm")]
mod address;
#[cfg(target_family = "wasm")]
mod alone;
#[cfg(target_family = "wasm")]
mod app;
#[cfg(target_family = "wasm")]
mod burst;
#[cfg(target_family = "wasm")]
mod choice;
#[cfg(target_family = "wasm")]
mod gallery;
#[cfg(target_family = "wasm")]
mod header;
#[cfg(target_family = "wasm")]
mod preferences;
#[cfg(target_family = "wasm")]
mod sample;
#[cfg(target_family = "wasm")]
mod samples;
#[cfg(target_family = "wasm")]
mod stage;
#[cfg(target_family = "wasm")]
mod under_load;

/// The same as the demo's.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(target_family = "wasm")]
fn main() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}

#[cfg(not(target_family = "wasm"))]
fn main() {
    #[expect(clippy::print_stderr, reason = "the only thing this program can say on a host")]
    {
        eprintln!("the gallery is a page: see it with `cargo xtask dev`, or `trunk serve`");
    }
}
