//! The page: built files, or how to build them.

use axum::Router;
use axum::handler::HandlerWithoutStateExt;
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Response};
use tower_http::services::ServeDir;

use crate::errors::Error;

const DIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/server/web/dist");

const HOW_TO_BUILD: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>The page is not built</title>
<h1>The page is not built</h1><p>Build it, then load this again:</p>
<pre>cd examples/server/web &amp;&amp; npm ci &amp;&amp; npm run build</pre>";

pub fn router() -> Router {
    Router::new().fallback_service(ServeDir::new(DIST).fallback(missing.into_service()))
}

async fn missing(uri: Uri) -> Response {
    if uri.path() == "/" { Html(HOW_TO_BUILD).into_response() } else { Error::NotFound.into_response() }
}
