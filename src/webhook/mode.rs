//! Before a worker processes events, the mirror's mode is known.

use tokio::time::sleep;

use super::connect::connect;
use super::{BoxError, Connect};
use crate::backoff::Backoff;
use crate::database::Async;
use crate::error::{Error, Result, chain};
use crate::mirror::{self, Mirror};

/// Compares the mirror's mode with the database's, as soon as there is a database.
///
/// # Errors
/// [`Error::NoMode`], [`Error::WrongMirrorMode`]. After others it is tried again, after growing delays.
pub(super) async fn known(connections: &impl Connect, mirror: &Mirror, backoff: Backoff) -> Result<()> {
    let mut failures = 0;
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
        failures += 1;
        sleep(backoff.after(failures)).await;
    }
}
