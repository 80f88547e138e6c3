//! What a call's form says: it waits in the database until the call is over.

use crate::projection::Redact;

/// Parameters that are never stored, wherever they are in a form: the card networks forbid it (PCI DSS, requirement 3), or who reads
/// them has the account, the identity or the key. By Stripe's specification of the requests (`2026-08-26.dahlia`).
const SECRET: &[&str] = &[
    // Of bank accounts. Routing numbers and sort codes alone are public.
    "account_number",
    "iban",
    // Of a payment intent or a setup intent: a secret key needs none.
    "client_secret",
    // Of cards.
    "cryptogram",
    "cvc",
    "encrypted",
    "encrypted_number",
    "swipe_data",
    "track_data",
    // Of people.
    "id_number",
    "id_number_secondary",
    "ssn_last_4",
    // Of a terminal's Wi-Fi.
    "password",
    "private_key_file_password",
    // Of apps.
    "secret",
];

/// What is a secret in the form of one kind of object, and is called as other things are.
const SECRET_AT: &[(&str, &str)] = &[("/apps/secrets", "payload"), ("/forwarding/requests", "request")];

/// The first parameter of a form that must not be stored.
pub(super) fn secret(path: &str, form: &str) -> Option<String> {
    let is_secret = |keys: &[&str]| {
        let last = keys.last().copied().unwrap_or_default();
        let is_metadata = keys.contains(&"metadata");
        // A card's number: `card[number]`, `source[number]`, `payment_method_data[card][number]`, `card[network_token][number]`.
        let is_number = last == "number" && keys.len() > 1;
        let is_at = |(at, first): &(&str, &str)| path == *at && keys.first() == Some(first);
        SECRET.contains(&last) || (is_number && !is_metadata) || SECRET_AT.iter().any(is_at)
    };
    names(form).find(|name| is_secret(&keys(name)))
}

/// Whether a form says what the mirror leaves out.
pub(super) fn is_redacted(redact: &Redact, object: Option<&str>, form: &str) -> bool {
    names(form).any(|name| redact.has_parameter(object, &keys(&name)))
}

/// The names of a form's parameters.
fn names(form: &str) -> impl Iterator<Item = String> {
    form.split('&').filter_map(|pair| pair.split('=').next()).map(decoded)
}

/// `card[number]` is `card` and `number`.
fn keys(name: &str) -> Vec<&str> {
    name.split('[').map(|key| key.trim_end_matches(']')).collect()
}

/// Without the escapes of a form.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = after.get(..2).filter(|_| *first == b'%');
        let byte = escaped.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found() {
        for form in [
            "type=card&card[number]=4242424242424242",
            "card%5Bcvc%5D=123",
            "card%5bcv%63%5d=123",
            "source[object]=card&source[number]=4242424242424242",
            "payment_method_data%5Bcard%5D%5Bnumber%5D=4242",
            "payment_method_data[us_bank_account][account_number]=000123456789&payment_method_data[us_bank_account][routing_number]=1",
            "payment_method_data[sepa_debit][iban]=DE89370400440532013000",
            "external_account[account_number]=000123456789",
            "bank_account[account_number]=000123456789",
            "card[network_token][number]=4242&card[network_token][cryptogram]=x",
            "individual[id_number]=1",
            "individual[ssn_last_4]=1234",
            "ssn_last_4=1234",
            "pii[id_number]=1",
            "cvc_update[cvc]=123",
            "pin[encrypted_number]=x",
            "client_secret=pi_1_secret_2",
            "wifi[personal_psk][password]=x",
            "metadata[cvc]=123",
        ] {
            assert!(secret("/payment_methods", form).is_some(), "{form}");
        }
        assert_eq!(secret("/apps/secrets", "name=x&payload=y").as_deref(), Some("payload"));
        assert_eq!(secret("/forwarding/requests", "request%5Bbody%5D=y").as_deref(), Some("request[body]"));
    }

    #[test]
    fn other_parameters_are_not() {
        for form in [
            "payment_method=pm_card_visa",
            "metadata[number]=7",
            "shipping[tracking_number]=1",
            "source=tok_visa&confirmation_token=ctoken_1",
            "us_bank_account[routing_number]=1",
            "customer[name]=100%",
            "a%zz=1&%",
            "",
        ] {
            assert_eq!(secret("/customers", form), None, "{form}");
        }
        assert_eq!(secret("/billing/meter_events", "payload[value]=1"), None);
    }

    #[test]
    fn what_the_mirror_leaves_out_is_found() {
        let redact = Redact::default().personal_data();
        for form in ["email=a%40b.test", "shipping%5Bname%5D=Ann", "name=Ann", "address[line1]=x"] {
            assert!(is_redacted(&redact, Some("customer"), form), "{form}");
            assert!(!is_redacted(&Redact::default(), Some("customer"), form), "{form}");
        }
        assert!(!is_redacted(&redact, Some("product"), "name=Tea"));
    }
}
