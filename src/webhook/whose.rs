//! Whose events a secret speaks for.

use std::sync::Arc;

/// The accounts that an event names. Neither is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) account: Option<String>,
    /// The last account of its `context`.
    pub(super) context: Option<String>,
}

impl Named {
    /// Whose the event is, as far as it says so.
    pub(super) fn owner(&self) -> Option<&str> {
        self.account.as_deref().or(self.context.as_deref())
    }

    fn is_only(&self, account: &str) -> bool {
        [&self.account, &self.context].into_iter().flatten().all(|named| named == account)
    }
}

/// What an endpoint is: its secrets speak for these accounts' events and for no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// The platform's own. Its id, if the host says it.
    Platform(Option<Arc<str>>),
    /// The platform's connected accounts, or those of an organisation.
    Connected,
    /// One account's own.
    Account(Arc<str>),
}

impl Whose {
    /// The account of what is no event, and so names none.
    pub(super) fn of_unreadable(&self) -> &str {
        match self {
            Whose::Account(account) => account,
            Whose::Platform(_) | Whose::Connected => "",
        }
    }

    /// The owner of an event, empty for the platform; `None` if these secrets do not speak for it.
    pub(super) fn owner<'o>(&'o self, named: &'o Named) -> Option<&'o str> {
        match self {
            Whose::Platform(own) => named.is_only(own.as_deref().unwrap_or_default()).then_some(""),
            Whose::Connected => named.owner(),
            Whose::Account(account) => named.is_only(account).then_some(account),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners() {
        let platform = Whose::Platform(None);
        let known_platform = Whose::Platform(Some("acct_p".into()));
        let account = Whose::Account("acct_1".into());
        for (named, of_platform, of_known, of_connected, of_account) in [
            ((None, None), Some(""), Some(""), None, Some("acct_1")),
            ((Some("acct_1"), None), None, None, Some("acct_1"), Some("acct_1")),
            ((None, Some("acct_1")), None, None, Some("acct_1"), Some("acct_1")),
            ((Some("acct_1"), Some("acct_1")), None, None, Some("acct_1"), Some("acct_1")),
            ((Some("acct_2"), None), None, None, Some("acct_2"), None),
            ((Some("acct_1"), Some("acct_2")), None, None, Some("acct_1"), None),
            ((Some("acct_2"), Some("acct_1")), None, None, Some("acct_2"), None),
            ((Some("acct_p"), None), None, Some(""), Some("acct_p"), None),
            ((None, Some("acct_p")), None, Some(""), Some("acct_p"), None),
        ] {
            let named = Named { account: named.0.map(Into::into), context: named.1.map(Into::into) };
            assert_eq!(platform.owner(&named), of_platform, "{named:?}");
            assert_eq!(known_platform.owner(&named), of_known, "{named:?}");
            assert_eq!(Whose::Connected.owner(&named), of_connected, "{named:?}");
            assert_eq!(account.owner(&named), of_account, "{named:?}");
        }
    }
}
