//! Currencies and the amounts that can be charged in them.

use super::error::ApiError;
use super::params::{Params, TEXT};

/// <https://docs.stripe.com/currencies>
const CURRENCIES: &str = "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn \
    bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf \
    idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk \
    mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos \
    srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw";

const WITHOUT_MINOR_UNIT: &str = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf";

/// <https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts>, in minor units; 50 where nothing is said.
const MINIMUMS: &[(&str, i64)] = &[
    ("aed", 200),
    ("bgn", 100),
    ("czk", 1500),
    ("dkk", 250),
    ("gbp", 30),
    ("hkd", 400),
    ("huf", 17500),
    ("mxn", 1000),
    ("myr", 200),
    ("nok", 300),
    ("pln", 200),
    ("ron", 200),
    ("sek", 300),
    ("thb", 1000),
];

const MAXIMUM: i64 = 99_999_999;

pub(super) fn is_known(currency: &str) -> bool {
    CURRENCIES.split_whitespace().any(|known| known.eq_ignore_ascii_case(currency))
}

/// What accounts of a country settle in; US dollars elsewhere than in these.
pub(super) fn of_country(country: &str) -> &'static str {
    match country {
        "AT" | "BE" | "DE" | "ES" | "FI" | "FR" | "GR" | "IE" | "IT" | "LU" | "NL" | "PT" => "eur",
        "AU" => "aud",
        "CA" => "cad",
        "CH" => "chf",
        "GB" => "gbp",
        "JP" => "jpy",
        _ => "usd",
    }
}

/// The least that can be charged, in minor units.
pub(super) fn minimum(currency: &str) -> i64 {
    MINIMUMS.iter().find(|(known, _)| *known == currency).map_or(50, |(_, minimum)| *minimum)
}

/// The request's `currency`, in lower case as Stripe keeps it.
pub(super) fn read(params: &Params<'_>) -> Result<Option<String>, ApiError> {
    let Some(currency) = params.filled("currency", TEXT)? else { return Ok(None) };
    let lower = currency.to_lowercase();
    if is_known(&lower) {
        return Ok(Some(lower));
    }
    let known: Vec<&str> = CURRENCIES.split_whitespace().collect();
    let message =
        format!("Invalid currency: {lower}. Stripe currently supports these currencies: {}", known.join(", "));
    Err(ApiError::parameter("currency", message))
}

/// The request's amount in minor units, which must be one that can be charged.
pub(super) fn amount(params: &Params<'_>, name: &str, currency: &str) -> Result<Option<i64>, ApiError> {
    let Some(amount) = params.at_least(name, 1)? else { return Ok(None) };
    let minimum = minimum(currency);
    if amount < minimum {
        let message = format!("Amount must be at least {} {currency}", shown(minimum, currency));
        return Err(ApiError::parameter(name, message).code("amount_too_small"));
    }
    if amount > MAXIMUM {
        let message = format!("Amount must be no more than {} {currency}", shown(MAXIMUM, currency));
        return Err(ApiError::parameter(name, message).code("amount_too_large"));
    }
    Ok(Some(amount))
}

/// As Stripe shows an amount to people.
pub(super) fn shown(amount: i64, currency: &str) -> String {
    let sign = match currency {
        "usd" => "$",
        "eur" => "€",
        "gbp" => "£",
        "jpy" => "¥",
        _ => "",
    };
    if WITHOUT_MINOR_UNIT.split_whitespace().any(|known| known == currency) {
        format!("{sign}{amount}")
    } else {
        format!("{sign}{}.{:02}", amount / 100, amount % 100)
    }
}
