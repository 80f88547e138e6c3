//! Whose customer it is: the host's user, made a customer of Stripe's on first use.

use std::time::Duration;

use stripe_core::customer::CreateCustomer;

use super::{Maker, Parameters, State, Stored, find_with, replace, row_of, store_with};
use crate::api::{ApiClient, RequestExt};
use crate::database::Executor;
use crate::deadline::Deadline;
use crate::error::{Error, Result};
use crate::mirror::Mirror;
use crate::model::{RowState, StripeModel};

/// Someone of the host's who is a customer of Stripe's: a user, a team, an organisation.
///
/// ```
/// use diesel_stripe::calls::Owner;
///
/// struct User {
///     id: i64,
///     email: String,
/// }
///
/// impl Owner for User {
///     fn key(&self) -> String {
///         format!("user:{}", self.id)
///     }
///
///     fn email(&self) -> Option<String> {
///         Some(self.email.clone())
///     }
/// }
/// ```
pub trait Owner: Sync {
    /// What the host knows it by, for ever: `user:7`. At most 190 visible ASCII characters. It is in the `metadata` of the customer,
    /// as `owner`.
    fn key(&self) -> String;

    /// Where receipts and invoices are sent.
    fn email(&self) -> Option<String> {
        None
    }

    /// Full name, or the business's.
    fn name(&self) -> Option<String> {
        None
    }

    /// The connected account whose customer it is; empty for the platform's own.
    fn stripe_account(&self) -> String {
        String::new()
    }
}

/// The customer of an owner, in the host's model of customers.
pub(crate) async fn get_or_create<E: Executor, M: StripeModel>(
    exec: &mut E,
    stripe: &impl ApiClient,
    mirror: &Mirror,
    owner: &impl Owner,
    allowed: Duration,
) -> Result<M> {
    let deadline = Deadline::after(allowed);
    let by = &Maker { stripe, mirror, deadline };
    let made = deadline.bound(Box::pin(customer_of::<E, M>(exec, by, owner))).await;
    made.unwrap_or_else(|| Err(deadline.unanswered(exec, &format!("the customer of {}", owner.key()))))
}

async fn customer_of<E: Executor, M: StripeModel>(
    exec: &mut E,
    by: &Maker<'_, impl ApiClient>,
    owner: &impl Owner,
) -> Result<M> {
    let (key, stripe_account) = (format!("customer:{}", owner.key()), owner.stripe_account());
    let mut request = CreateCustomer::new().metadata([("owner".to_owned(), owner.key())]);
    if let Some(email) = owner.email() {
        request = request.email(email);
    }
    if let Some(name) = owner.name() {
        request = request.name(name);
    }
    let parameters = Parameters::of::<M, _>(&key, request.on_account(&stripe_account), true)?;
    // What another has committed since the host's transaction began is seen too, or it would be looked for without end.
    let latest = exec.in_transaction();
    loop {
        let call = match find_with(exec, &key, &stripe_account, latest).await? {
            // Whatever it was stored with: the owner may have another name by now.
            Some(call) if call.state() != Some(State::Failed) => call,
            _ => match store_with(exec, parameters.clone()).await {
                Err(Error::KeyReused { .. }) => continue,
                stored => stored?,
            },
        };
        let customer = row_of(exec, by, &Stored::<M>::of(&call, None)).await?;
        let RowState { id, deleted, .. } = customer.state();
        if !deleted {
            return Ok(customer);
        }
        if let Some(done) = find_with(exec, &key, &stripe_account, true).await?
            && done.object_id.as_deref() == Some(&id)
        {
            replace(exec, &done, &parameters).await?;
        }
    }
}
