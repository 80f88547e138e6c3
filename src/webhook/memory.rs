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
    /// Kibibytes that are waited for.
    wanted: usize,
    /// Kibibytes of bodies that were given up and are not gone yet.
    given_up: usize,
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

    /// Gives up the oldest bodies, but for this one, until there will be so much memory beside what others wait for.
    fn make_room(self: &Arc<Self>, kib: u32, but: u64) -> Wanted {
        let mut coming = self.coming();
        coming.wanted += kib as usize;
        while self.room.available_permits() + coming.given_up < coming.wanted {
            let oldest = coming.bodies.iter().find(|(id, (has, _))| **id != but && *has > 0).map(|(id, _)| *id);
            let Some((has, gives_up)) = oldest.and_then(|oldest| coming.bodies.remove(&oldest)) else { break };
            coming.given_up += has as usize;
            gives_up.notify_one();
        }
        Wanted { memory: Arc::clone(self), kib }
    }
}

/// Memory that is waited for.
struct Wanted {
    memory: Arc<Memory>,
    kib: u32,
}

impl Drop for Wanted {
    fn drop(&mut self) {
        self.memory.coming().wanted -= self.kib as usize;
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
                let _wanted = self.memory.make_room(kib, self.id);
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

    /// The whole body is here: its memory, which it has until it is committed.
    pub(super) fn finished(mut self) -> Option<OwnedSemaphorePermit> {
        self.is_over();
        self.permit.take()
    }

    fn is_over(&self) {
        let has = self.permit.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let mut coming = self.memory.coming();
        if coming.bodies.remove(&self.id).is_none() {
            coming.given_up = coming.given_up.saturating_sub(has);
        }
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        if self.permit.is_some() || self.memory.coming().bodies.contains_key(&self.id) {
            self.is_over();
        }
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
        let here = body.finished();
        let mut next = memory.body();
        assert!(next.grow(10_000).now_or_never().is_none());
        drop(here);
        next.grow(10_000).await.expect("it is committed");
    }
}
