//! What is asked for where, and what is done with every request.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use axum_extra::extract::cookie::Key;
use diesel_async::SimpleAsyncConnection;
use diesel_stripe::webhook::{self, Receiver};
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::{Value, json};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::{Instrument, Level, Span};

use crate::App;
use crate::database::Pool;
use crate::errors::{Error, Result};
use crate::{cards, fake_stripe, payment_intents, products, session, web};

pub fn router<P: Pool>(app: Arc<App<P>>, session_key: Key, receiver: Receiver, metrics: PrometheusHandle) -> Router {
    let payments = Router::new()
        .route("/payment-intent/", post(payment_intents::create::<P>))
        .route("/payment-intent/{id}/", get(payment_intents::show::<P>).put(payment_intents::change::<P>))
        .route("/payment-methods/", get(cards::list::<P>))
        .route("/products/", get(products::list::<P>))
        .route("/config/", get(config::<P>))
        .layer(from_fn(to_its_end))
        .layer(from_fn_with_state(session_key, session::visitor));
    let api = Router::new().nest("/finances/stripe", payments).fallback(async || Error::NotFound);
    let fake = app.fake.clone().map(fake_stripe::router).unwrap_or_default();
    Router::new()
        .nest("/api", api)
        .route("/stripe/webhook", webhook::axum::route(receiver))
        .route("/healthz", get(healthz::<P>))
        .route("/metrics", get(async move || ([(CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.render())))
        .method_not_allowed_fallback(async || Error::MethodNotAllowed)
        .with_state(app)
        .nest("/fake-stripe", fake)
        .merge(web::router())
        // The last one is the first that a request meets.
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_response(DefaultOnResponse::new().level(Level::INFO))
                // Errors have been logged with their reasons.
                .on_failure(()),
        )
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

/// axum drops a handler whose browser has hung up. What has begun here is ended, or the next request would wait for its lease.
async fn to_its_end(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request).in_current_span()).await {
        Ok(response) => response,
        Err(panicked) => Error::Internal(panicked.into()).into_response(),
    }
}

fn span(request: &Request) -> Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
}

async fn config<P: Pool>(State(app): State<Arc<App<P>>>) -> Json<Value> {
    Json(json!(app.browser))
}

async fn healthz<P: Pool>(State(app): State<Arc<App<P>>>) -> Result<Json<Value>> {
    app.connect().await?.batch_execute("SELECT 1").await?;
    Ok(Json(json!({ "status": "ok" })))
}
