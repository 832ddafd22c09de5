//! The half that runs on the server: routes, the document around the page, and what it keeps.

mod board;
mod document;
mod routes;

pub use self::board::Board;
pub use self::routes::{Options, routes};
