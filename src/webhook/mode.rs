//! Before a worker processes events, the mirror's mode is known.

use std::time::Duration;

use tokio::time::sleep;

use super::connect::connect;
use super::{BoxError, Connect};
use crate::database::Async;
use crate::error::{Error, Result, chain};
use crate::mirror::{self, Mirror};

/// Compares the mirror's mode with the database's, as soon as there is a database.
///
/// # Errors
/// [`Error::NoMode`], [`Error::WrongMirrorMode`]. After others it is tried again, with delays that grow from the first to the last.
pub(super) async fn known(connections: &impl Connect, mirror: &Mirror, delays: (Duration, Duration)) -> Result<()> {
    let mut delay = delays.0;
    loop {
        let asked = async {
            let mut conn = connect(connections).await?;
            mirror::ensure(mirror, &mut Async::new(&mut conn), "starting to process events").await?;
            Ok::<_, BoxError>(())
        };
        let Err(error) = asked.await else { return Ok(()) };
        match error.downcast::<Error>() {
            Ok(error) if error.is_of_mirror_mode() => return Err(*error),
            Ok(error) => tracing::error!(error = chain(&error), "reading the mirror's mode"),
            Err(error) => tracing::error!(error = chain(&*error), "connecting to read the mirror's mode"),
        }
        sleep(delay).await;
        delay = (delay * 2).min(delays.1);
    }
}
