//! Amounts with a part of the currency's minor unit: `unit_amount_decimal`.

use crate::error::ApiError;
use crate::params::{Params, TEXT};

/// Stripe's precision.
const DIGITS: usize = 12;
const ONE: i128 = 1_000_000_000_000;

/// A number of minor units, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal(i128);

impl Decimal {
    /// `10.5`; `None` if this is no decimal number, is negative, or has more digits than Stripe takes.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > DIGITS || part.len() > DIGITS || !digits(whole) || !digits(part) {
            return None;
        }
        let part: i128 = format!("{part:0<DIGITS$}").parse().ok()?;
        Some(Decimal(whole.parse::<i128>().ok()? * ONE + part))
    }

    pub fn read(params: &Params<'_>, name: &str) -> Result<Option<Self>, ApiError> {
        let Some(text) = params.filled(name, TEXT)? else { return Ok(None) };
        let refused = || ApiError::parameter(params.full(name), format!("Invalid decimal: {text}"));
        Decimal::parse(text).map(Some).ok_or_else(refused)
    }

    pub fn integer(number: i64) -> Self {
        Decimal(i128::from(number) * ONE)
    }

    /// As a whole number, if it is one.
    pub fn whole(self) -> Option<i64> {
        (self.0 % ONE == 0).then(|| i64::try_from(self.0 / ONE).ok()).flatten()
    }

    /// Without zeros at the end.
    pub fn text(self) -> String {
        let text = format!("{}.{:012}", self.0 / ONE, self.0 % ONE);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// This many times, rounded to whole minor units, half a unit up.
    pub fn times(self, quantity: i64) -> i64 {
        let product = self.0.saturating_mul(i128::from(quantity));
        i64::try_from((product + ONE / 2).div_euclid(ONE)).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn decimals_are_exact() {
        let times = |text, quantity| Decimal::parse(text).unwrap().times(quantity);
        assert_eq!((times("0.05", 30), times("0.5", 1), times("10.4", 1), times("1000", 3)), (2, 1, 10, 3000));
        assert_eq!(Decimal::parse("10.500").unwrap().text(), "10.5");
        assert_eq!((Decimal::parse("7.0").unwrap().whole(), Decimal::parse("7.1").unwrap().whole()), (Some(7), None));
        for wrong in ["", "-1", "1.0000000000001", "x", "1,5", ".5"] {
            assert_eq!(Decimal::parse(wrong), None, "{wrong}");
        }
    }
}
