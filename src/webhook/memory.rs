//! The memory of bodies on their way into the inbox: bounded for a receiver as a whole, whoever sends.
//!
//! A body has its memory before it is read, by its `Content-Length`, or piece by piece where it has none, and gives it back when it
//! is committed or refused. Anybody can open a thousand connections, announce large bodies, and never send them: the signature is
//! known only at the end. So nobody waits in line for memory: where it is short, bodies that have been coming for a while are given up,
//! the oldest first, and if there are none, the new one is. Stripe's bodies are here in milliseconds, and nearly all are small: small
//! bodies have a part of the memory to themselves.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::{Either, select};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use crate::json::MAX_BODY;

/// The largest of the small bodies.
const SMALL: usize = 64 << 10;
/// A body is not given up before it has been coming for so long.
const GRACE: Duration = Duration::from_millis(250);

/// The memory of a receiver's bodies: that of small ones, and that of others.
#[derive(Debug)]
pub(super) struct Memory {
    small: Arc<Lane>,
    large: Arc<Lane>,
}

/// Memory of which bodies have parts.
#[derive(Debug)]
struct Lane {
    /// In kibibytes.
    room: Arc<Semaphore>,
    grace: Duration,
    coming: Mutex<Coming>,
}

/// Bodies that are being read, the oldest first.
#[derive(Debug, Default)]
struct Coming {
    last: u64,
    bodies: BTreeMap<u64, Part>,
    /// Kibibytes that are waited for, of bodies that were given up and are not gone yet.
    wanted: usize,
    given_up: usize,
}

/// What a body has of a lane.
#[derive(Debug)]
struct Part {
    kib: u32,
    since: Instant,
    gives_up: Arc<Notify>,
}

/// A body was given up, as there was no memory for it, or others needed it.
#[derive(Debug)]
pub(super) struct GivenUp;

fn kib(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(1_024)).unwrap_or(u32::MAX)
}

impl Memory {
    /// So many bytes, of which a quarter is for small bodies, and the rest is enough for the largest one.
    pub(super) fn of(bytes: usize) -> Arc<Self> {
        Self::with_grace(bytes, GRACE)
    }

    fn with_grace(bytes: usize, grace: Duration) -> Arc<Self> {
        let lane = |bytes: usize, least: usize| {
            let most = Semaphore::MAX_PERMITS.min(u32::MAX as usize);
            let room = Arc::new(Semaphore::new((bytes.max(least) / 1_024).min(most)));
            Arc::new(Lane { room, grace, coming: Mutex::default() })
        };
        let small = bytes / 4;
        Arc::new(Memory { small: lane(small, SMALL), large: lane(bytes - small, MAX_BODY) })
    }

    fn lane(&self, bytes: usize) -> &Arc<Lane> {
        if bytes <= SMALL { &self.small } else { &self.large }
    }

    /// The memory of a body that is here already, as soon as there is so much.
    pub(super) async fn of_body(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.lane(bytes).room).acquire_many_owned(kib(bytes)).await.ok()
    }

    /// A body that is about to be read. It has no memory yet.
    pub(super) fn body(self: &Arc<Self>) -> Body {
        Body { memory: Arc::clone(self), since: Instant::now(), bytes: 0, held: None }
    }
}

impl Lane {
    fn coming(&self) -> MutexGuard<'_, Coming> {
        self.coming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A part for a body that has been coming since then, if there is so much memory, or is about to be.
    async fn part(self: &Arc<Self>, kib: u32, since: Instant) -> Result<Held, GivenUp> {
        let room = Arc::clone(&self.room);
        let permit = match Arc::clone(&room).try_acquire_many_owned(kib) {
            Ok(permit) => permit,
            Err(_) => {
                let _wanted = self.make_room(kib)?;
                room.acquire_many_owned(kib).await.map_err(|_| GivenUp)?
            }
        };
        let gives_up = Arc::new(Notify::new());
        let mut coming = self.coming();
        coming.last += 1;
        let id = coming.last;
        coming.bodies.insert(id, Part { kib, since, gives_up: Arc::clone(&gives_up) });
        drop(coming);
        Ok(Held { lane: Arc::clone(self), id, gives_up, permit: Some(permit) })
    }

    /// Gives up the oldest bodies until there will be so much memory, beside what others were promised.
    fn make_room(self: &Arc<Self>, kib: u32) -> Result<Wanted, GivenUp> {
        let mut coming = self.coming();
        let wanted = coming.wanted + kib as usize;
        while self.room.available_permits() + coming.given_up < wanted {
            let oldest = coming.bodies.iter().find(|(_, part)| part.since.elapsed() >= self.grace).map(|(id, _)| *id);
            let part = oldest.and_then(|oldest| coming.bodies.remove(&oldest)).ok_or(GivenUp)?;
            coming.given_up += part.kib as usize;
            part.gives_up.notify_one();
        }
        coming.wanted = wanted;
        Ok(Wanted { lane: Arc::clone(self), kib })
    }
}

/// Memory that is waited for.
struct Wanted {
    lane: Arc<Lane>,
    kib: u32,
}

impl Drop for Wanted {
    fn drop(&mut self) {
        self.lane.coming().wanted -= self.kib as usize;
    }
}

/// A body that is being read.
pub(super) struct Body {
    memory: Arc<Memory>,
    since: Instant,
    bytes: usize,
    held: Option<Held>,
}

/// A body's part of a lane.
struct Held {
    lane: Arc<Lane>,
    id: u64,
    gives_up: Arc<Notify>,
    permit: Option<OwnedSemaphorePermit>,
}

impl Held {
    fn end(&mut self) -> Option<OwnedSemaphorePermit> {
        let permit = self.permit.take()?;
        let mut coming = self.lane.coming();
        if coming.bodies.remove(&self.id).is_none() {
            coming.given_up = coming.given_up.saturating_sub(permit.num_permits());
        }
        Some(permit)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.end();
    }
}

impl Body {
    /// Has memory for so many bytes more, or is given up.
    pub(super) async fn grow(&mut self, bytes: usize) -> Result<(), GivenUp> {
        let all = self.bytes + bytes;
        let lane = Arc::clone(self.memory.lane(all));
        // What it has of a lane is moved as a whole: it is one part of one lane.
        let held = match self.held.take() {
            Some(held) if Arc::ptr_eq(&held.lane, &lane) => {
                let more = lane.part(kib(all) - kib(self.bytes), self.since);
                let mut more = unless(&held.gives_up, more).await??;
                let mut held = held;
                match (held.end(), more.permit.as_mut()) {
                    (Some(before), Some(permit)) => permit.merge(before),
                    _ => return Err(GivenUp),
                }
                if let Some(part) = lane.coming().bodies.get_mut(&more.id) {
                    part.kib = kib(all);
                }
                more
            }
            _ => lane.part(kib(all), self.since).await?,
        };
        (self.bytes, self.held) = (all, Some(held));
        Ok(())
    }

    /// Something of the body, unless it is given up before.
    pub(super) async fn unless_given_up<T>(&self, something: impl Future<Output = T>) -> Result<T, GivenUp> {
        match &self.held {
            Some(held) => unless(&held.gives_up, something).await,
            None => Ok(something.await),
        }
    }

    /// The whole body is here: its memory, which it has until it is committed.
    pub(super) fn finished(mut self) -> Option<OwnedSemaphorePermit> {
        self.held.as_mut().and_then(Held::end)
    }
}

async fn unless<T>(gives_up: &Notify, something: impl Future<Output = T>) -> Result<T, GivenUp> {
    match select(pin!(something), pin!(gives_up.notified())).await {
        Either::Left((something, _)) => Ok(something),
        Either::Right(_) => Err(GivenUp),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    /// Room for one large body and half of another, beside that of small ones.
    fn memory(grace: Duration) -> Arc<Memory> {
        Memory::with_grace(MAX_BODY * 2, grace)
    }

    fn is_given_up(body: &Body) -> bool {
        matches!(body.unless_given_up(std::future::pending::<()>()).now_or_never(), Some(Err(GivenUp)))
    }

    #[tokio::test]
    async fn the_oldest_body_is_given_up_for_a_new_one() {
        let memory = memory(Duration::ZERO);
        let (mut first, mut second) = (memory.body(), memory.body());
        first.grow(MAX_BODY / 2).await.expect("there is room");
        second.grow(MAX_BODY).await.expect("there is room");
        let mut third = memory.body();
        let mut grown = pin!(third.grow(MAX_BODY / 4));
        assert!(grown.as_mut().now_or_never().is_none(), "it waits until the oldest is gone");
        assert!(is_given_up(&first) && !is_given_up(&second));
        drop(first);
        grown.await.expect("there is room now");
    }

    #[tokio::test]
    async fn a_body_that_has_just_begun_is_not_given_up() {
        let memory = memory(Duration::from_secs(3600));
        let (mut first, mut second) = (memory.body(), memory.body());
        first.grow(MAX_BODY).await.expect("there is room");
        second.grow(MAX_BODY).await.expect_err("the new one is given up, and waits for nothing");
        assert!(!is_given_up(&first));
        let mut small = memory.body();
        small.grow(SMALL).await.expect("small bodies have memory of their own");
    }

    #[tokio::test]
    async fn what_waits_for_its_commit_is_not_given_up() {
        let memory = memory(Duration::ZERO);
        let mut body = memory.body();
        body.grow(MAX_BODY).await.expect("there is room");
        let here = body.finished();
        let mut next = memory.body();
        next.grow(MAX_BODY).await.expect_err("nothing can be given up for it");
        drop(here);
        let mut next = memory.body();
        next.grow(SMALL).await.expect("there is room");
        next.grow(MAX_BODY / 2).await.expect("a body that grows moves to the memory of large ones");
        next.grow(MAX_BODY / 4).await.expect("and grows there");
        assert_eq!(
            next.finished().map(|memory| memory.num_permits()),
            Some((SMALL + MAX_BODY / 2 + MAX_BODY / 4) / 1_024)
        );
        assert_eq!(memory.small.room.available_permits(), MAX_BODY / 2 / 1_024);
        assert_eq!(memory.large.room.available_permits(), MAX_BODY * 3 / 2 / 1_024);
        assert_eq!(memory.large.coming().given_up, 0);
    }
}
