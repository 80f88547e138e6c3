//! The mode of a client's key is that of the mirror of what it reads.

use super::Client;
use crate::mirror::Mirror;

impl Mirror {
    /// A mirror of what this client reads: [live](Mirror::live) if its key is (`sk_live_…`, `rk_live_…`), [test](Mirror::test) if
    /// that is its key's mode. A key that does not tell makes a mirror that says none. See
    /// [which mode](crate::mirror#live-or-test).
    ///
    /// ```
    /// use diesel_stripe::{client::Client, mirror::Mirror};
    ///
    /// # fn example() -> diesel_stripe::Result<()> {
    /// let mirror = Mirror::of(&Client::from_env()?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn of(client: &Client) -> Self {
        match client.livemode() {
            Some(livemode) => Mirror::default().livemode(livemode),
            None => Mirror::default(),
        }
    }
}
