use bellwire::Client;
use leptos::prelude::provide_context;

use crate::Realtime;

/// Makes a client available to all components below, and returns what they share.
///
/// # Examples
///
/// ```no_run
/// use bellwire::Client;
/// use bellwire_ui::provide_realtime;
///
/// let client = Client::builder("/ws").build()?;
/// client.connect();
/// provide_realtime(client);
/// # Ok::<(), bellwire::ConfigError>(())
/// ```
pub fn provide_realtime(client: Client) -> Realtime {
    let realtime = Realtime::new(client);
    provide_context(realtime.clone());
    realtime
}
