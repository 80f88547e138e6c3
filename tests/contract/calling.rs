//! What a case needs of a connection to make durable calls, the same for async and blocking ones.

use diesel_stripe::Result;
use diesel_stripe::api::{ApiCreate, Call};
use diesel_stripe::calls::Owner;
use diesel_stripe::calls::{Recovered, Stored, StripeCall};
use diesel_stripe::client::Client;
use diesel_stripe::mirror::Mirror;
use diesel_stripe::objects::Customer;

use crate::database::Database;
use crate::models::Model;

/// A [`Database`] that makes durable calls.
pub trait Calling: Database {
    async fn create<'r, M: Model + ApiCreate>(
        &mut self,
        stripe: &Client,
        key: &str,
        request: impl Into<Call<'r, M::Create>>,
    ) -> Result<M>;
    async fn store_create<'r, M: Model + ApiCreate>(
        &mut self,
        key: &str,
        request: impl Into<Call<'r, M::Create>>,
    ) -> Result<Stored<M>>;
    async fn make<M: Model>(&mut self, stripe: &Client, stored: &Stored<M>) -> Result<M>;
    async fn call<'r, M: Model, R: 'r>(
        &mut self,
        stripe: &Client,
        key: &str,
        request: impl Into<Call<'r, R>>,
    ) -> Result<M>;
    async fn recover(&mut self, stripe: &Client) -> Result<Recovered>;
    async fn recover_with(&mut self, stripe: &Client, mirror: &Mirror) -> Result<Recovered>;
    async fn found(&mut self, key: &str, stripe_account: &str) -> Option<StripeCall>;
    async fn unfinished(&mut self) -> Vec<StripeCall>;
    async fn retry(&mut self, key: &str) -> bool {
        self.try_retry(key).await.unwrap()
    }
    async fn try_retry(&mut self, key: &str) -> Result<bool>;
    async fn customer_of(&mut self, stripe: &Client, owner: &impl Owner) -> Result<Customer>;
}

/// Implements it for an async connection's database.
#[allow(unused_macros, reason = "not every binary has such connections")]
macro_rules! async_calling {
    ($Name:ident) => {
        $crate::calling::calling!($Name, [.await], {
            use diesel_stripe::calls::{DurableCall, find, recover, retry, unfinished};

            async fn make_stored<M: Model>(
                conn: &mut <$Name as Database>::Connection,
                stripe: &Client,
                stored: &Stored<M>,
            ) -> Result<M> {
                stored.make(conn, stripe).await
            }

            async fn get_or_create(
                conn: &mut <$Name as Database>::Connection,
                stripe: &Client,
                owner: &impl Owner,
            ) -> Result<Customer> {
                Customer::get_or_create(conn, stripe, owner).await
            }
        });
    };
}

/// Implements it for a blocking connection's database.
#[allow(unused_macros, reason = "not every binary has such connections")]
macro_rules! blocking_calling {
    ($Name:ident) => {
        $crate::calling::calling!($Name, [], {
            use diesel_stripe::blocking::calls::{
                DurableCall, find, get_or_create_customer as get_or_create, make, recover, retry, unfinished,
            };

            async fn make_stored<M: Model>(
                conn: &mut <$Name as Database>::Connection,
                stripe: &Client,
                stored: &Stored<M>,
            ) -> Result<M> {
                make(&Mirror::default(), conn, stripe, stored).await
            }
        });
    };
}

macro_rules! calling {
    ($Name:ident, [$($await:tt)*], { $($imports:tt)* }) => {
        const _: () = {
            #[allow(unused_imports, reason = "not every connection needs it")]
            use diesel_stripe::mirror::Mirror;
            use diesel_stripe::Result;
            use diesel_stripe::api::{ApiCreate, Call};
            use diesel_stripe::calls::{Recovered, Stored, StripeCall};
            use diesel_stripe::client::Client;
            use diesel_stripe::calls::Owner;
use diesel_stripe::objects::Customer;
            use $crate::calling::Calling;
            use $crate::database::Database;
            use $crate::models::Model;
            $($imports)*

            impl Calling for $Name {
                async fn create<'r, M: Model + ApiCreate>(
                    &mut self,
                    stripe: &Client,
                    key: &str,
                    request: impl Into<Call<'r, M::Create>>,
                ) -> Result<M> {
                    <M as DurableCall>::create(&mut self.conn, stripe, key, request).await
                }

                async fn store_create<'r, M: Model + ApiCreate>(
                    &mut self,
                    key: &str,
                    request: impl Into<Call<'r, M::Create>>,
                ) -> Result<Stored<M>> {
                    <M as DurableCall>::store_create(&mut self.conn, key, request)$($await)*
                }

                async fn make<M: Model>(&mut self, stripe: &Client, stored: &Stored<M>) -> Result<M> {
                    make_stored(&mut self.conn, stripe, stored).await
                }

                async fn call<'r, M: Model, R: 'r>(
                    &mut self,
                    stripe: &Client,
                    key: &str,
                    request: impl Into<Call<'r, R>>,
                ) -> Result<M> {
                    <M as DurableCall>::call(&mut self.conn, stripe, key, request).await
                }

                async fn recover(&mut self, stripe: &Client) -> Result<Recovered> {
                    self.recover_with(stripe, &Mirror::default()).await
                }

                async fn recover_with(&mut self, stripe: &Client, mirror: &Mirror) -> Result<Recovered> {
                    recover(&mut self.conn, stripe, mirror).await
                }

                async fn found(&mut self, key: &str, stripe_account: &str) -> Option<StripeCall> {
                    find(&mut self.conn, key, stripe_account)$($await)*.unwrap()
                }

                async fn unfinished(&mut self) -> Vec<StripeCall> {
                    unfinished(&mut self.conn, 100)$($await)*.unwrap()
                }

                async fn try_retry(&mut self, key: &str) -> Result<bool> {
                    retry(&mut self.conn, key, "")$($await)*
                }

                async fn customer_of(&mut self, stripe: &Client, owner: &impl Owner) -> Result<Customer> {
                    get_or_create(&mut self.conn, stripe, owner).await
                }
            }
        };
    };
}

#[allow(unused_imports, reason = "not every binary has both")]
pub(crate) use {async_calling, blocking_calling, calling};
