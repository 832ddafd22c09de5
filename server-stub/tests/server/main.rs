//! The server as its clients see it: real sockets, real requests.
#![cfg(test)]

mod bids;
mod broadcast;
mod harness;
mod inbox;
mod inbox_messages;
mod job_status;
mod marketplace;
mod presence;
mod pusher;
mod pusher_announcements;
mod pusher_broadcasting;
mod pusher_channels;
mod pusher_client_events;
mod pusher_connection;
mod pusher_events;
mod pusher_presence;
mod pusher_queries;
mod pusher_users;
mod recovery;
mod socket;
mod start_and_end;
mod tokens;
