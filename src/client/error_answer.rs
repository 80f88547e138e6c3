//! Stripe's JSON of an error: <https://docs.stripe.com/api/errors>.

use serde_json::Value;

use crate::error::StripeError;

/// Reads an error answer. A body that is not Stripe's JSON, or only the beginning of it, leaves the status and no
/// details.
pub(super) fn error_answer(status: u16, body: &[u8], request_id: Option<String>) -> StripeError {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let detail = |name: &str| body.get("error")?.get(name)?.as_str().map(Into::into);
    StripeError {
        status,
        kind: detail("type"),
        code: detail("code"),
        decline_code: detail("decline_code"),
        param: detail("param"),
        message: detail("message"),
        object: object(&body["error"]),
        request_id,
    }
}

/// The object that the request has made or changed, although it failed.
fn object(error: &Value) -> Option<(String, String)> {
    let intent =
        ["payment_intent", "setup_intent"].into_iter().find_map(|kind| Some((kind, error[kind]["id"].as_str()?)));
    let (kind, id) = intent.or_else(|| Some(("charge", error["charge"].as_str()?)))?;
    Some((kind.to_owned(), id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_read_one_by_one() {
        let body = br#"{"error": {"type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds",
            "param": 1, "message": "Your card has insufficient funds.", "charge": "ch_1",
            "payment_intent": {"id": "pi_1", "client_secret": "pi_1_secret_2"}}}"#;
        let error = error_answer(402, body, Some("req_1".into()));
        assert_eq!(
            error,
            StripeError {
                status: 402,
                kind: Some("card_error".into()),
                code: Some("card_declined".into()),
                decline_code: Some("insufficient_funds".into()),
                param: None,
                message: Some("Your card has insufficient funds.".into()),
                object: Some(("payment_intent".into(), "pi_1".into())),
                request_id: Some("req_1".into()),
            }
        );
    }

    #[test]
    fn other_bodies_leave_the_status() {
        for body in
            ["", "<html>Bad Gateway</html>", r#"{"error": {"type": "api_er"#, "[]", r#"{"error": "no"}"#, "\u{0}"]
        {
            assert_eq!(error_answer(502, body.as_bytes(), None), StripeError { status: 502, ..Default::default() });
        }
        assert_eq!(error_answer(502, b"\xff\xfe", None), StripeError { status: 502, ..Default::default() });
    }
}
