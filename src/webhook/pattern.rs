//! Types of events.

/// Types of events: one (`invoice.paid`), those that begin so (`invoice.*`), or all (`*`).
///
/// ```
/// use diesel_stripe::webhook::Pattern;
///
/// assert!(Pattern::from("invoice.*").matches("invoice.payment_failed"));
/// assert!(!Pattern::from("invoice.*").matches("invoiceitem.created"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Whether a type is one of these.
    pub fn matches(&self, kind: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(start) => kind.starts_with(start),
            None => kind == self.0,
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For SQL's `LIKE`.
    pub(crate) fn like(&self, escape: char) -> String {
        let mut like = String::new();
        for char in self.0.strip_suffix('*').unwrap_or(&self.0).chars() {
            if ['%', '_', escape].contains(&char) {
                like.push(escape);
            }
            like.push(char);
        }
        like + if self.0.ends_with('*') { "%" } else { "" }
    }
}

impl From<&str> for Pattern {
    fn from(pattern: &str) -> Self {
        Pattern(pattern.to_owned())
    }
}

impl From<String> for Pattern {
    fn from(pattern: String) -> Self {
        Pattern(pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_star_is_for_the_rest() {
        for (pattern, kind, matches) in [
            ("*", "invoice.paid", true),
            ("*", "", true),
            ("invoice.*", "invoice.paid", true),
            ("invoice.*", "invoice_payment.paid", false),
            ("invoice.paid", "invoice.paid", true),
            ("invoice.paid", "invoice.paid.late", false),
            ("inv*.paid", "invoice.paid", false),
        ] {
            assert_eq!(Pattern::from(pattern).matches(kind), matches, "{pattern} {kind}");
        }
    }

    #[test]
    fn wildcards_of_sql_are_escaped() {
        assert_eq!(Pattern::from("payment_intent.*").like('!'), "payment!_intent.%");
        assert_eq!(Pattern::from("50%!").like('!'), "50!%!!");
    }
}
