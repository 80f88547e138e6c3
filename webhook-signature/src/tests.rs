use super::*;

const BODY: &[u8] = br#"{"id":"evt_1","object":"event"}"#;
const SIGNED: i64 = 1_700_000_000;

// Made with Python's `hmac`: hmac.new(secret, b"1700000000." + body, sha256).hexdigest().
const BY_TEST_SECRET: &str = "0c8670ed117751cc551a20e35839447075c42800ea3cf3e8a2fbda99cd1e6edd";
const BY_OTHER: &str = "ce486949e2e39bec553617072a9bf7c086e490c7071f3324a664d8082cf43f97";
const OF_NOTHING: &str = "316b9ab98c15bfa039d243f3196acee619cf29749a91a634e6a8154e2f7b6727";
const OF_EVERY_BYTE: &str = "71c4a3552da3837bacdcde175392bc7b9abb161d894e156f289d61f9bb05d1ff";

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(SIGNED + seconds, 0).unwrap()
}

fn secrets(secrets: &[&str]) -> Vec<WebhookSecret> {
    secrets.iter().map(WebhookSecret::new).collect()
}

fn verified(body: &[u8], header: &str) -> Result<DateTime<Utc>, SignatureError> {
    verify_at(body, header, &secrets(&["whsec_test_secret"]), TOLERANCE, at(0))
}

#[test]
fn signatures_are_those_that_others_compute() {
    let every_byte: Vec<u8> = (0..=255).collect();
    for (body, secret, digest) in [
        (BODY, "whsec_test_secret", BY_TEST_SECRET),
        (BODY, "whsec_other", BY_OTHER),
        (b"", "whsec_test_secret", OF_NOTHING),
        (&every_byte, "whsec_test_secret", OF_EVERY_BYTE),
    ] {
        let header = sign(body, &WebhookSecret::new(secret), at(0));
        assert_eq!(header, format!("t=1700000000,v1={digest}"));
        assert_eq!(verify_at(body, &header, &secrets(&[secret]), TOLERANCE, at(0)), Ok(at(0)));
        let upper = format!("t=1700000000,v1={}", digest.to_uppercase());
        assert_eq!(verify_at(body, &upper, &secrets(&[secret]), TOLERANCE, at(0)), Ok(at(0)));
    }
}

#[test]
fn one_of_several_secrets_and_signatures_is_enough() {
    let wrong = "00".repeat(32);
    let both = format!("t={SIGNED},v1={wrong},v1={BY_TEST_SECRET},v0={wrong}");
    for header in [both, format!("v1={BY_TEST_SECRET} , v1={wrong}, t={SIGNED}, v2=x, y")] {
        assert_eq!(verified(BODY, &header), Ok(at(0)), "{header}");
        let all = secrets(&["whsec_other", "", "whsec_test_secret"]);
        assert_eq!(verify_at(BODY, &header, &all, TOLERANCE, at(0)), Ok(at(0)));
    }
}

#[test]
fn what_was_changed_does_not_match() {
    let header = format!("t={SIGNED},v1={BY_TEST_SECRET}");
    let mut changed = BODY.to_vec();
    for at in 0..BODY.len() {
        changed[at] ^= 1;
        assert_eq!(verified(&changed, &header), Err(SignatureError::NoMatch), "byte {at}");
        changed[at] ^= 1;
    }
    let no_match = [
        format!("t={SIGNED},v1={BY_OTHER}"),
        format!("t={},v1={BY_TEST_SECRET}", SIGNED + 1),
        // The text of the timestamp is signed, not its value.
        format!("t=0{SIGNED},v1={BY_TEST_SECRET}"),
        format!("t={SIGNED},v1={BY_OTHER},v0={BY_TEST_SECRET}"),
    ];
    for header in no_match {
        assert_eq!(verified(BODY, &header), Err(SignatureError::NoMatch), "{header}");
    }
}

#[test]
fn without_a_secret_nothing_is_verified() {
    let by_nobody = sign(BODY, &WebhookSecret::new(""), at(0));
    for none in [&[] as &[&str], &[""], &[" \n"]] {
        let result = verify_at(BODY, &by_nobody, &secrets(none), TOLERANCE, at(0));
        assert_eq!(result, Err(SignatureError::NoMatch), "{none:?}");
    }
}

#[test]
fn white_space_around_a_secret_is_not_of_it() {
    let header = format!("t={SIGNED},v1={BY_TEST_SECRET}");
    assert_eq!(verify_at(BODY, &header, &secrets(&["whsec_test_secret\n"]), TOLERANCE, at(0)), Ok(at(0)));
}

#[test]
fn a_delivery_may_be_as_old_as_is_tolerated() {
    let header = format!("t={SIGNED},v1={BY_TEST_SECRET}");
    let by = |now| verify_at(BODY, &header, &secrets(&["whsec_test_secret"]), TOLERANCE, at(now));
    assert_eq!((by(300), by(-300)), (Ok(at(0)), Ok(at(0))));
    assert_eq!(by(301), Err(SignatureError::TooOld { seconds: 301 }));
    assert_eq!(by(-301), Err(SignatureError::TooNew { seconds: 301 }));
    let forever = verify_at(BODY, &header, &secrets(&["whsec_test_secret"]), Duration::MAX, at(1_000_000_000));
    assert_eq!(forever, Ok(at(0)));
}

#[test]
fn an_old_delivery_by_a_wrong_secret_is_told_as_that() {
    let header = format!("t={SIGNED},v1={BY_OTHER}");
    let result = verify_at(BODY, &header, &secrets(&["whsec_test_secret"]), TOLERANCE, at(1_000));
    assert_eq!(result, Err(SignatureError::NoMatch));
}

#[test]
fn headers_that_stripe_does_not_send_are_malformed() {
    let digest = BY_TEST_SECRET;
    for header in [
        String::new(),
        ",=,==,".into(),
        "t".into(),
        format!("v1={digest}"),
        format!("t=,v1={digest}"),
        format!("t=now,v1={digest}"),
        format!("t=99999999999999999999,v1={digest}"),
        format!("t={},v1={digest}", i64::MAX),
        format!("t={SIGNED},t={SIGNED},v1={digest}"),
        format!("t={SIGNED}"),
        format!("t={SIGNED},v0={digest}"),
        format!("t={SIGNED},v1="),
        format!("t={SIGNED},v1={}", &digest[1..]),
        format!("t={SIGNED},v1={digest}0"),
        format!("t={SIGNED},v1=g{}", &digest[1..]),
        format!("t={SIGNED},v1={}", "é".repeat(32)),
        format!("t={SIGNED}{},v1={digest}", format!(",v1={}", "00".repeat(32)).repeat(1_500)),
        "t".repeat(100 << 10),
    ] {
        let shown: String = header.chars().take(90).collect();
        assert!(matches!(verified(BODY, &header), Err(SignatureError::Malformed(_))), "{shown}");
    }
}

#[test]
fn secrets_are_in_no_text() {
    let secret = WebhookSecret::new("whsec_hush");
    assert!(!format!("{secret:?}").contains("hush"));
    let error = verify_at(b"hush", "t=1,v1=hush", &[secret], TOLERANCE, at(0)).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hush"));
}

#[test]
fn what_is_around_a_secret_is_left_out() {
    for pasted in
        ["whsec_1", " whsec_1\n", "\u{feff}whsec_1\r\n", "\"whsec_1\"", "'whsec_1'", "\u{feff} \"whsec_1\" \n"]
    {
        assert_eq!(WebhookSecret::new(pasted).expose(), "whsec_1", "{pasted:?}");
    }
    assert_eq!(WebhookSecret::new("\"\"").expose(), "");
}
