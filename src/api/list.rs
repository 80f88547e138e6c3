//! Lists: page after page, one bad object never costing the others.

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::ApiClient;
use super::call::{Call, fetch, segment};
use crate::error::{Result, Subject, malformed, reason};
use crate::json::JsonText;
use crate::model::StripeModel;
use crate::stripe_data::{Origin, Snapshot, StripeData};

/// One page of a list.
#[derive(Debug)]
pub struct Page<M: ?Sized> {
    /// The page's objects in Stripe's order, newest first. One that cannot be read is an error in its place.
    pub data: Vec<Result<StripeData<M>>>,
    /// Whether Stripe has more.
    pub has_more: bool,
    /// The id to continue from, as `starting_after`.
    pub last_id: Option<String>,
    first_id: Option<String>,
}

#[derive(Deserialize)]
struct RawPage<'a> {
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
    #[serde(default)]
    has_more: bool,
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

impl<M: StripeModel> Page<M> {
    fn read(call: &str, body: Bytes, origin: &Origin) -> Result<Self> {
        let json = JsonText::new(body)?;
        let page: RawPage<'_> = serde_json::from_str(json.as_str()).map_err(|error| {
            malformed(Subject::default(), format!("{call} did not answer with a list: {}", reason(&error)))
        })?;
        let id = |raw: &&RawValue| serde_json::from_str(raw.get()).map(|Id { id }| id).ok();
        Ok(Page {
            has_more: page.has_more,
            first_id: page.data.iter().find_map(id),
            last_id: page.data.iter().rev().find_map(id),
            data: page
                .data
                .iter()
                .map(|raw| Snapshot::read(json.slice(raw.get()), origin.clone())?.expect_model())
                .collect(),
        })
    }
}

/// The pages of a list.
pub(super) fn pages<M: StripeModel, R>(
    stripe: &impl ApiClient,
    call: Call<'_, R>,
) -> impl Stream<Item = Result<Page<M>>> + Send {
    stream::unfold(Some(call), move |call| async move {
        let call = call?;
        let next = call.again();
        Some(match page(stripe, call, next).await {
            Ok((page, next)) => (Ok(page), next),
            Err(error) => (Err(error), None),
        })
    })
}

/// All objects of a list.
pub(crate) fn objects<M: StripeModel, R>(
    stripe: &impl ApiClient,
    call: Call<'_, R>,
) -> impl Stream<Item = Result<StripeData<M>>> + Send {
    pages(stripe, call).flat_map(|page| match page {
        Ok(Page { data, .. }) => stream::iter(data),
        Err(error) => stream::iter(vec![Err(error)]),
    })
}

/// Reads one page; with the call for the next one, if there is one.
async fn page<'r, M: StripeModel, R>(
    stripe: &impl ApiClient,
    call: Call<'r, R>,
    mut next: Call<'r, R>,
) -> Result<(Page<M>, Option<Call<'r, R>>)> {
    let name = call.name();
    let (body, origin) = fetch(stripe, call).await?;
    let page = Page::read(&name, body, &origin)?;
    if !page.has_more {
        return Ok((page, None));
    }
    let query = next.query().take().unwrap_or_default();
    let backwards = query.split('&').any(|parameter| parameter.starts_with("ending_before="));
    let (cursor, id) = if backwards { ("ending_before", &page.first_id) } else { ("starting_after", &page.last_id) };
    let Some(id) = id else {
        return Err(malformed(Subject::default(), format!("{name} has more, but no id to continue from")));
    };
    *next.query() = Some(with_parameter(&query, cursor, id));
    Ok((page, Some(next)))
}

/// A query with one parameter replaced.
fn with_parameter(query: &str, name: &str, value: &str) -> String {
    let others = query.split('&').filter(|part| !part.is_empty() && part.split('=').next() != Some(name));
    let mut query: Vec<String> = others.map(str::to_owned).collect();
    query.push(format!("{name}={}", segment(value)));
    query.join("&")
}

#[cfg(test)]
mod tests {
    use super::with_parameter;

    #[test]
    fn a_cursor_replaces_the_one_before() {
        assert_eq!(with_parameter("", "starting_after", "pi_1"), "starting_after=pi_1");
        assert_eq!(
            with_parameter("limit=3&starting_after=pi_1&created[gt]=1", "starting_after", "50 % off"),
            "limit=3&created[gt]=1&starting_after=50%20%25%20off"
        );
    }
}
