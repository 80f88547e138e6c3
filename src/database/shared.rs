//! One executor for several tasks that wait for Stripe at the same time, and take turns at the database.

use std::ops::{Deref, DerefMut};

use futures_util::lock::{Mutex, MutexGuard};

use super::Executor;

pub(crate) struct Shared<'e, E: Executor>(Mutex<&'e mut E>);

impl<'e, E: Executor> Shared<'e, E> {
    pub(crate) fn new(exec: &'e mut E) -> Self {
        Shared(Mutex::new(exec))
    }

    /// Waits for the executor. Nobody else has it until the turn is over: do not wait for Stripe meanwhile.
    pub(crate) async fn turn(&self) -> Turn<'_, 'e, E> {
        Turn(self.0.lock().await)
    }
}

/// A turn at the executor, at whose end a connection that was taken for it is given back.
pub(crate) struct Turn<'s, 'e, E: Executor>(MutexGuard<'s, &'e mut E>);

impl<E: Executor> Deref for Turn<'_, '_, E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.0
    }
}

impl<E: Executor> DerefMut for Turn<'_, '_, E> {
    fn deref_mut(&mut self) -> &mut E {
        &mut self.0
    }
}

impl<E: Executor> Drop for Turn<'_, '_, E> {
    fn drop(&mut self) {
        self.0.give_back();
    }
}
