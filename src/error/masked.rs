//! What is not shown of texts that others wrote: Stripe's messages and databases' errors may repeat what somebody entered.

use std::borrow::Cow;

/// The beginnings of Stripe's keys and secrets.
const SECRETS: &[&str] = &[
    "sk_live_",
    "sk_test_",
    "sk_org_",
    "rk_live_",
    "rk_test_",
    "ek_live_",
    "ek_test_",
    "pst_live_",
    "pst_test_",
    "whsec_",
];

/// A text without keys and secrets of Stripe's, numbers of cards and accounts, and e-mail addresses.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(begin) = text[at..].find(is_part).map(|begin| at + begin) {
        let word = word(&text[begin..]);
        at = begin + word.len();
        // A number of groups: `4242 4242 4242 4242`.
        let number = number(&text[begin..]);
        let (hidden, mask) = if !number.is_empty() {
            (number, "[number]")
        } else if word.trim_matches('@').contains('@') {
            (word.trim_end_matches(['.', '-']), "[e-mail]")
        } else if is_secret(word) {
            (word, "[secret]")
        } else if is_iban(word) {
            (word, "[number]")
        } else {
            continue;
        };
        out.push_str(&text[kept..begin]);
        out.push_str(mask);
        kept = begin + hidden.len();
        at = kept;
    }
    if kept == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + &text[kept..]) }
}

/// Part of a word, of an e-mail address or of a key.
fn is_part(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '@' | '.' | '+' | '-' | '%')
}

fn word(text: &str) -> &str {
    &text[..text.find(|char| !is_part(char)).unwrap_or(text.len())]
}

/// `pi_1_secret_2`, `whsec_3`.
fn is_secret(word: &str) -> bool {
    let has_secret = word.split_once("_secret_").is_some_and(|(id, rest)| id.contains('_') && !rest.is_empty());
    // Within a word one may begin too: `%22sk_live_1`, `key-sk_live_1`.
    let begins_at = |at: usize| !word[..at].ends_with(|char: char| char.is_alphabetic() || char == '_');
    let has_key =
        |begin: &&str| word.match_indices(*begin).any(|(at, _)| begins_at(at) && at + begin.len() < word.len());
    has_secret || SECRETS.iter().any(has_key)
}

/// The digits at the beginning of a text, if they are the number of a card: 12 to 19 of them, in groups or not, that pass Luhn's check.
/// Other groups may follow: when it expires.
fn number(text: &str) -> &str {
    let (mut digits, mut found, mut gap) = (Vec::new(), 0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {
                digits.push(byte - b'0');
                gap = false;
                let is_whole = !text[at + 1..].starts_with(|char: char| char.is_alphanumeric() || char == '_');
                if is_whole && (12..=19).contains(&digits.len()) && passes_luhn(&digits) {
                    found = at + 1;
                }
            }
            b' ' | b'-' if !gap && !digits.is_empty() => gap = true,
            _ => break,
        }
    }
    &text[..found]
}

fn passes_luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 1 { doubled((*digit).into()) } else { (*digit).into() })
        .sum();
    sum.is_multiple_of(10)
}

/// `DE89370400440532013000`: two letters, two digits, and 11 to 30 letters or digits, with the check of ISO 13616.
fn is_iban(word: &str) -> bool {
    let bytes = word.as_bytes();
    if !(15..=34).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    let (head, rest) = bytes.split_at(4);
    let begins = head[..2].iter().all(u8::is_ascii_uppercase) && head[2..].iter().all(u8::is_ascii_digit);
    let values = rest.iter().chain(head).filter_map(|byte| char::from(*byte).to_digit(36));
    begins && values.fold(0_u32, |sum, value| (sum * if value > 9 { 100 } else { 10 } + value) % 97) == 1
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn what_somebody_entered_is_not_shown() {
        for (text, expected) in [
            ("Invalid email address: ann+1@shop.example.", "Invalid email address: [e-mail]."),
            (
                "Duplicate entry 'ann@shop.test' for key 'users.email'",
                "Duplicate entry '[e-mail]' for key 'users.email'",
            ),
            ("pi_1_secret_2 is wrong", "[secret] is wrong"),
            ("(whsec_abc, sk_live_1, rk_test_2)", "([secret], [secret], [secret])"),
            ("card 4242424242424242, 4242 4242-4242 4242!", "card [number], [number]!"),
            ("card 4242 4242 4242 4242 12/34 or 4242424242424242 100", "card [number] 12/34 or [number] 100"),
            ("%22sk_live_1%22, key-rk_test_2, a.whsec_3", "[secret], [secret], [secret]"),
            ("DE89370400440532013000", "[number]"),
            ("https://x.test/?client_secret=src_client_secret_1&a=b", "https://x.test/?client_secret=[secret]&a=b"),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn everything_else_is() {
        for text in [
            "No such payment_intent: 'pi_3MtwBwLkdIwHu7ix28a3tqPa'",
            "task_live_1, sk_live_",
            "Invalid API Key provided: sk_****1234",
            "the client_secret provided does not match",
            "amount 999999999999 at 1700000000, 2026-09-30.endive, é, @ and a@",
            "Your card was declined. [req_1]",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
