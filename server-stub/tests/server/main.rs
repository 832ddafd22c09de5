//! The server as its clients see it: real sockets, real requests.
#![cfg(test)]

mod broadcast;
mod harness;
mod marketplace;
mod recovery;
mod socket;
mod start_and_end;
mod tokens;
