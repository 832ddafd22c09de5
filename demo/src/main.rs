//! The job marketplace that `trunk serve` shows: the pages of four applications, each with the backend
//! that it has, on Bellwire.

#![allow(unreachable_pub, reason = "`#[component]` writes public types")]

#[cfg(target_family = "wasm")]
mod api;
#[cfg(target_family = "wasm")]
mod app;
#[cfg(target_family = "wasm")]
mod query;
#[cfg(target_family = "wasm")]
mod route;
#[cfg(target_family = "wasm")]
mod scenes;
#[cfg(target_family = "wasm")]
mod session;
#[cfg(target_family = "wasm")]
mod views;

/// Half the bytes of the standard allocator.
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
        eprintln!("the demo is a page: see it with `cargo xtask dev`, or `trunk serve`");
    }
}
