//! What a test puts in by hand.

use std::fmt;

use serde_json::Value;

use super::{operations, remove};
use crate::FakeStripe;
use crate::auth::Scope;
use crate::events;
use crate::form::Branch;
use crate::params::Params;
use crate::state::{Call, Cause, text};

/// What cannot be put into a [`FakeStripe`]: why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnObject(String);

impl fmt::Display for NotAnObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotAnObject {}

/// An object to be put into a [`FakeStripe`], with what its JSON does not say.
///
/// ```
/// use fake_stripe::Put;
/// use serde_json::json;
///
/// let item = Put::from(json!({ "id": "li_1", "object": "item", "amount_total": 2000 }))
///     .under("/v1/checkout/sessions/cs_test_1/line_items")
///     .untold();
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Put {
    object: Value,
    account: Option<String>,
    under: Option<String>,
    told: bool,
}

impl From<Value> for Put {
    fn from(object: Value) -> Self {
        Put { object, account: None, under: None, told: true }
    }
}

impl Put {
    /// It is a connected account's, not the platform's.
    pub fn of_account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// It is in the list at this path: for objects that do not say whose they are. All others are found under what they refer to.
    pub fn under(mut self, list: impl Into<String>) -> Self {
        self.under = Some(list.into());
        self
    }

    /// No event tells of it: it has been there for long.
    pub fn untold(mut self) -> Self {
        self.told = false;
        self
    }
}

impl FakeStripe {
    /// Puts an object of any kind in, new or changed: it can be read where Stripe serves it, is in Stripe's lists of its kind and under
    /// what it refers to, with their filters, and can be changed and deleted there. Stripe's event of it is told, if it has one
    /// (`promotion_code.created`, `promotion_code.updated`).
    ///
    /// The object is as you give it, in the version [`API_VERSION`](crate::API_VERSION); older versions are rendered of it.
    ///
    /// # Errors
    /// [`NotAnObject`]: it has no `id`, or an `object` that Stripe does not have.
    ///
    /// ```
    /// use fake_stripe::{FakeStripe, Put};
    /// use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let stripe = FakeStripe::start().await?;
    /// stripe.put(json!({ "id": "txr_1", "object": "tax_rate", "active": true, "percentage": 19.0 }))?;
    /// assert_eq!(stripe.events().last().unwrap()["type"], "tax_rate.created");
    ///
    /// // It has been there for years, and is a connected account's.
    /// let old = json!({ "id": "txr_2", "object": "tax_rate", "active": false, "percentage": 16.0 });
    /// stripe.put(Put::from(old).of_account("acct_1").untold())?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn put(&self, object: impl Into<Put>) -> Result<(), NotAnObject> {
        let Put { object, account, under, told } = object.into();
        let (kind, id) = (text(&object, "object"), text(&object, "id"));
        if id.is_empty() {
            return Err(NotAnObject(format!("it has no id: {object}")));
        }
        if !operations::is_kind(kind) {
            return Err(NotAnObject(format!("Stripe has no kind of object `{kind}` with an id: {object}")));
        }
        self.as_of_itself(account, id, &Vec::new(), |call| {
            if let Some(list) = under {
                call.shelf.parents.insert(id.to_owned(), list);
            }
            let before = call.shelf.put(object.clone()).filter(|before| before["deleted"] != true);
            let event = operations::told_by(&object, if before.is_some() { "updated" } else { "created" });
            if let Some(event) = event.filter(|_| told) {
                events::emit(call, event, &object, before.as_ref());
            }
        });
        Ok(())
    }

    /// Deletes an object of the platform or, if it is named, of a connected account, and tells of it, as if it was done in the
    /// dashboard. Returns it as it was; `None` if there is none.
    pub fn remove(&self, id: &str, account: Option<&str>) -> Option<Value> {
        self.as_of_itself(account.map(str::to_owned), id, &Vec::new(), |call| {
            let object = call.shelf.get(id).filter(|object| object["deleted"] != true)?.clone();
            remove(call, &object);
            Some(object)
        })
    }

    /// Does something that no request led to.
    pub(crate) fn as_of_itself<T>(
        &self,
        account: Option<String>,
        id: &str,
        params: &Branch,
        run: impl FnOnce(&mut Call<'_>) -> T,
    ) -> T {
        let now = self.clock().now().timestamp();
        let mut state = self.handler.state();
        state.catch_up(now);
        let account = account.unwrap_or_else(|| self.handler.platform.clone());
        let scope = Scope { account, livemode: false };
        let cause = Cause::default();
        run(&mut Call { params: Params::new(params), ..state.call(&scope, &cause, id, now) })
    }
}
