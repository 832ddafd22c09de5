//! What a server makes of components and hooks.
#![cfg(test)]

mod page;
mod styles;
