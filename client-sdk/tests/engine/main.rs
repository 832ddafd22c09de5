//! The engine's behaviour, on virtual time.
#![cfg(test)]

mod connection;
mod delivery;
mod harness;
mod invariants;
mod subscriptions;
