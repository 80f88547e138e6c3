//! Who asks: a visitor, known by a cookie. A service with accounts has its users here.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::SignedCookieJar;
use axum_extra::extract::cookie::{Cookie, Key, SameSite};
use diesel_stripe::calls::Owner;
use uuid::Uuid;

const COOKIE: &str = "visitor";

#[derive(Debug, Clone)]
pub struct Visitor {
    pub id: String,
}

/// Each visitor is a customer of Stripe's of their own, with their own saved cards.
impl Owner for Visitor {
    fn key(&self) -> String {
        format!("visitor:{}", self.id)
    }
}

/// Says in the request who asks. A new visitor is given the cookie; what is not signed with our key is none.
pub async fn visitor(State(key): State<Key>, mut request: Request, next: Next) -> Response {
    let jar = SignedCookieJar::from_headers(request.headers(), key);
    if let Some(cookie) = jar.get(COOKIE) {
        request.extensions_mut().insert(Visitor { id: cookie.value().to_owned() });
        return next.run(request).await;
    }
    let id = Uuid::new_v4().to_string();
    request.extensions_mut().insert(Visitor { id: id.clone() });
    // Behind TLS, add `secure(true)`.
    let cookie = Cookie::build((COOKIE, id)).path("/").http_only(true).same_site(SameSite::Lax).permanent();
    (jar.add(cookie), next.run(request).await).into_response()
}
