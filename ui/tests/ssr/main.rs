//! What a server makes of components and hooks.
#![cfg(test)]

mod connection;
mod html;
mod page;
mod styles;
