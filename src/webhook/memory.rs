//! The memory of bodies on their way into the inbox: bounded for a receiver as a whole, whoever sends.
//!
//! A body has its memory before it is read, by its `Content-Length`, or piece by piece where it has none, and gives it back when it
//! is committed or refused. Anybody can open a thousand connections, announce large bodies, and never send them: the signature is
//! known only at the end. So where memory is short, the body that has been on its way for the longest is given up. Stripe's bodies
//! are here in milliseconds; those that are old are nobody's.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::{Either, select};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use crate::stripe_data::MAX_BODY;

/// The memory of a receiver's bodies.
#[derive(Debug)]
pub(super) struct Memory {
    /// In kibibytes.
    room: Arc<Semaphore>,
    coming: Mutex<Coming>,
}

/// Bodies that are being read, the oldest first: how many kibibytes each has, and what gives it up.
#[derive(Debug, Default)]
struct Coming {
    last: u64,
    bodies: BTreeMap<u64, (u32, Arc<Notify>)>,
}

/// A body was given up, as others needed its memory.
#[derive(Debug)]
pub(super) struct GivenUp;

fn kib(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(1_024)).unwrap_or(u32::MAX)
}

impl Memory {
    /// So many bytes, and at least the largest body.
    pub(super) fn of(bytes: usize) -> Arc<Self> {
        let most = Semaphore::MAX_PERMITS.min(u32::MAX as usize);
        let room = (bytes.max(MAX_BODY) / 1_024 + 1).min(most);
        Arc::new(Memory { room: Arc::new(Semaphore::new(room)), coming: Mutex::default() })
    }

    fn coming(&self) -> MutexGuard<'_, Coming> {
        self.coming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The memory of a body that is here already, as soon as there is so much.
    pub(super) async fn of_body(self: &Arc<Self>, bytes: usize) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.room).acquire_many_owned(kib(bytes)).await.ok()
    }

    /// A body that is about to be read. It has no memory yet.
    pub(super) fn body(self: &Arc<Self>) -> Body {
        let gives_up = Arc::new(Notify::new());
        let mut coming = self.coming();
        coming.last += 1;
        let id = coming.last;
        coming.bodies.insert(id, (0, Arc::clone(&gives_up)));
        drop(coming);
        Body { memory: Arc::clone(self), id, gives_up, permit: None }
    }

    /// Gives up the oldest bodies, but for this one, until they have so much memory.
    fn make_room(&self, kib: u32, but: u64) {
        let mut coming = self.coming();
        let mut free = 0;
        while free < kib {
            let oldest = coming.bodies.iter().find(|(id, (has, _))| **id != but && *has > 0).map(|(id, _)| *id);
            let Some((has, gives_up)) = oldest.and_then(|oldest| coming.bodies.remove(&oldest)) else { break };
            free += has;
            gives_up.notify_one();
        }
    }
}

/// A body that is being read.
pub(super) struct Body {
    memory: Arc<Memory>,
    id: u64,
    gives_up: Arc<Notify>,
    permit: Option<OwnedSemaphorePermit>,
}

impl Body {
    /// Waits for memory for so many bytes more.
    pub(super) async fn grow(&mut self, bytes: usize) -> Result<(), GivenUp> {
        let kib = kib(bytes);
        let room = Arc::clone(&self.memory.room);
        let permit = match Arc::clone(&room).try_acquire_many_owned(kib) {
            Ok(permit) => permit,
            Err(_) => {
                self.memory.make_room(kib, self.id);
                let acquired = pin!(room.acquire_many_owned(kib));
                match select(acquired, pin!(self.gives_up.notified())).await {
                    Either::Left((permit, _)) => permit.map_err(|_| GivenUp)?,
                    Either::Right(_) => return Err(GivenUp),
                }
            }
        };
        match &mut self.permit {
            Some(all) => all.merge(permit),
            None => self.permit = Some(permit),
        }
        if let Some((has, _)) = self.memory.coming().bodies.get_mut(&self.id) {
            *has += kib;
        }
        Ok(())
    }

    /// Something of the body, unless it is given up before.
    pub(super) async fn unless_given_up<T>(&self, something: impl Future<Output = T>) -> Result<T, GivenUp> {
        let given_up = pin!(self.gives_up.notified());
        match select(pin!(something), given_up).await {
            Either::Left((something, _)) => Ok(something),
            Either::Right(_) => Err(GivenUp),
        }
    }

    /// The whole body is here: its memory.
    pub(super) fn is_here(mut self) -> Option<OwnedSemaphorePermit> {
        self.permit.take()
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        self.memory.coming().bodies.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn the_oldest_body_is_given_up_for_a_new_one() {
        let memory = Memory::of(MAX_BODY);
        let (mut first, mut second) = (memory.body(), memory.body());
        first.grow(MAX_BODY / 2).await.expect("there is room");
        second.grow(MAX_BODY / 2).await.expect("there is room");
        let mut third = memory.body();
        let mut grown = pin!(third.grow(10_000));
        assert!(grown.as_mut().now_or_never().is_none());
        assert!(second.unless_given_up(std::future::pending::<()>()).now_or_never().is_none(), "it is younger");
        first.unless_given_up(std::future::pending::<()>()).await.expect_err("it is the oldest");
        drop(first);
        grown.await.expect("there is room now");
    }

    #[tokio::test]
    async fn what_waits_for_its_commit_is_not_given_up() {
        let memory = Memory::of(MAX_BODY);
        let mut body = memory.body();
        body.grow(MAX_BODY).await.expect("there is room");
        let here = body.is_here();
        let mut next = memory.body();
        assert!(next.grow(10_000).now_or_never().is_none());
        drop(here);
        next.grow(10_000).await.expect("it is committed");
    }
}
