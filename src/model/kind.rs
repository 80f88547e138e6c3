//! All that is known of one kind of Stripe object.

use super::{Column, List, Table};

/// A kind of Stripe object: what its declaration in [`objects`](crate::objects) says, whichever features are on.
///
/// Paths are JSON pointers (RFC 6901) in which `*` stands for every element. They are Stripe's specification's, as of API version
/// `2026-08-26.dahlia`, and those of older versions.
#[derive(Debug)]
#[non_exhaustive]
pub struct Kind {
    /// Stripe's `object`: `payment_intent`.
    pub object: &'static str,
    /// The cargo feature of its product area, which brings its table and its requests.
    pub feature: &'static str,
    /// Its table; `None` if it has none, or if its feature is off: then its objects go whole into `stripe_objects`.
    pub table: Option<&'static Table>,
    /// The columns of its own, whether its feature is on or not.
    pub columns: &'static [Column],
    /// The nested lists whose elements are rows of their own.
    pub lists: &'static [List],
    /// Who chooses its ids, and how they begin.
    pub ids: Ids,
    /// Whether only the list of its parent says that an object is deleted: no event does. Where that list is not kept, such objects stay
    /// within the parent.
    pub known_by_list: bool,
    /// Whether something may be older than the event of an object's creation: a refund's list within its charge of the same second.
    pub older_than_creation: bool,
    /// Where an object says which account it belongs to, whoever tells of it: its own id, of an account, or the account of a person. What
    /// only Stripe's connected accounts have is one row, and not another one for the platform that reads it.
    pub owner: Option<&'static str>,
    /// The paths below `/v1` under which Stripe answers for an object by its id: `/charges`; or under a parent, which the object names in
    /// a field: `/customers/{customer}/sources`. Of several, the first whose parent an object names. With a query, Stripe has no such
    /// object, but the list that it consists of: `/entitlements/active_entitlements?customer={id}`. Empty where Stripe answers for none.
    pub served: &'static [&'static str],
    /// The lists in which such objects are.
    pub listed: &'static [Listed],
    /// References to other objects that no [column](Self::columns) has: ids, whether they are expanded or always embedded.
    pub references: &'static [&'static str],
    /// References whose objects belong to another account than the object itself: their ids are content, and they are no
    /// snapshots, for nothing within the object says whose they are.
    pub of_another_account: &'static [&'static str],
    /// Copies of what an object once was: content, and no snapshots. Nor is what is within them.
    pub history: &'static [&'static str],
    /// What differs between two renderings of the same content: URLs that Stripe signs anew on each read, and what comes only
    /// where it is expanded.
    pub volatile: &'static [&'static str],
    /// Secrets: never stored.
    pub secret: &'static [&'static str],
    /// What lets in whoever has it: not stored, unless the host [keeps](crate::projection::Redact::keep_client_secrets) it.
    pub client_secret: &'static [&'static str],
    /// Personal data: not stored if the host [says so](crate::projection::Redact::personal_data).
    pub personal: &'static [&'static str],
    /// The types of the events whose `data.object` is of this kind.
    pub events: &'static [&'static str],
}

/// The ids of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ids {
    /// Whether users may choose them, so that an id may be deleted and created again (a coupon's), or they are names of Stripe's own (a
    /// currency's): then none of them says that it was never used before.
    pub chosen: bool,
    /// How those that Stripe chooses begin: `pi_`.
    pub prefixes: &'static [&'static str],
}

/// A list of Stripe's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Its path below `/v1`, with the field of an element that names its parent: `/customers/{customer}/sources`.
    pub path: &'static str,
    /// Whether it can be filtered by `created`.
    pub created: bool,
    /// Parameters without which Stripe does not answer.
    pub required: &'static [&'static str],
    /// The queries that show all objects together, where a plain list leaves some out: `status=all`.
    pub walks: &'static [&'static str],
}

impl Kind {
    /// What a declaration leaves out.
    pub(crate) const NOTHING: Kind = Kind {
        object: "",
        feature: "",
        table: None,
        columns: &[],
        lists: &[],
        ids: Ids { chosen: false, prefixes: &[] },
        known_by_list: false,
        older_than_creation: false,
        owner: None,
        served: &[],
        listed: &[],
        references: &[],
        of_another_account: &[],
        history: &[],
        volatile: &[],
        secret: &[],
        client_secret: &[],
        personal: &[],
        events: &[],
    };

    /// Whether a user may have chosen this id. Of a kind that has both, Stripe's own are known by their prefix: a price's, unless it is a
    /// plan's.
    pub(crate) fn is_chosen(&self, id: &str) -> bool {
        const SHORTEST: usize = 14;
        let of_stripes_own = |id: &str| id.len() >= SHORTEST && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let has_prefix = |prefix: &&str| id.strip_prefix(prefix).is_some_and(of_stripes_own);
        self.ids.chosen && !self.ids.prefixes.iter().any(has_prefix)
    }

    /// Whether an element of a list that nobody keeps is a snapshot of its own: Stripe answers for it by its id, and says when it is
    /// deleted.
    pub(crate) fn is_known_alone(&self) -> bool {
        !self.served.is_empty() && !self.known_by_list
    }

    /// The account that [owns](Self::owner) an object, as its id and the path of a call that it answers say: `/accounts/acct_1/persons`.
    #[cfg(feature = "api")]
    pub(crate) fn owner_at<'a>(&self, path: &'a str, id: &'a str) -> Option<&'a str> {
        let field = self.owner?.strip_prefix('/')?;
        if field == "id" {
            return Some(id);
        }
        let parent = format!("{{{field}}}");
        let below = |served: &&str| path.strip_prefix(served.split_once(&parent)?.0)?.split('/').next();
        self.served.iter().find_map(below).filter(|owner| !owner.is_empty())
    }

    /// What is written as an id in the canonical JSON, sorted, so that no path comes before one that leads to it.
    pub(super) fn all_references(&self) -> Vec<&'static str> {
        let columns = self.columns.iter().flat_map(Column::references);
        let mut all: Vec<_> = columns.chain([self.references, self.of_another_account].concat()).collect();
        all.retain(|path| !self.history.contains(path));
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Listed {
    /// A list that takes no filter and leaves nothing out.
    pub(crate) const PLAIN: Listed = Listed { path: "", created: false, required: &[], walks: &[] };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(feature = "api")]
    fn an_account_is_named_by_its_own_id_or_by_the_path_to_what_it_has() {
        let person = Kind { owner: Some("/account"), served: &["/accounts/{account}/persons"], ..Kind::NOTHING };
        assert_eq!(person.owner_at("/accounts/acct_1/persons", "person_1"), Some("acct_1"));
        assert_eq!(person.owner_at("/accounts/acct_1/persons/person_1", "person_1"), Some("acct_1"));
        assert_eq!(person.owner_at("/accounts/", "person_1"), None);
        let card =
            Kind { served: &["/customers/{customer}/sources", "/accounts/{account}/external_accounts"], ..person };
        assert_eq!(card.owner_at("/accounts/acct_1/external_accounts", "card_1"), Some("acct_1"));
        assert_eq!(card.owner_at("/customers/cus_1/sources", "card_1"), None, "it is its customer's");
        let account = Kind { owner: Some("/id"), served: &["/accounts"], ..Kind::NOTHING };
        assert_eq!(account.owner_at("/accounts", "acct_1"), Some("acct_1"));
        assert_eq!(Kind::NOTHING.owner_at("/accounts/acct_1/persons", "acct_1"), None);
    }

    #[test]
    fn a_price_of_a_plan_has_the_plans_id() {
        let price = Kind { ids: Ids { chosen: true, prefixes: &["price_"] }, ..Kind::NOTHING };
        assert!(!price.is_chosen("price_1NYE3vGFzsjrzPXDBt2aWWwx"));
        for id in ["gold", "plan_F0o8Z47mFFCXy4", "price_gold", "price_1NYE3vGFzsjrz-PXDBt2aWWwx"] {
            assert!(price.is_chosen(id), "{id}");
        }
        let coupon = Kind { ids: Ids { chosen: true, prefixes: &[] }, ..Kind::NOTHING };
        assert!(coupon.is_chosen("price_1NYE3vGFzsjrzPXDBt2aWWwx"));
        assert!(!Kind::NOTHING.is_chosen("cus_1"));
    }
}
