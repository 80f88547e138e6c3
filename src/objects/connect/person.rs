//! Person: <https://docs.stripe.com/api/persons/object>.

kind! {
    /// Someone who owns, runs or represents the business of an account, or who is that business.
    pub struct Person {
        object: "person",
        table: stripe_persons,
        feature: "connect",
        columns: {
            /// The account whose business it is.
            account: Reference,
            /// Where the person lives: two letters, in upper case.
            country: Text = ["/address/country"],
            /// Where mail reaches the person.
            email: Text,
            /// First name.
            first_name: Text,
            /// The same in kana; in Japan only.
            first_name_kana: Text,
            /// The same in kanji; in Japan only.
            first_name_kanji: Text,
            /// Whether the person sits on the board.
            is_director: Bool = ["/relationship/director"],
            /// Whether the person has a leading part in running the business.
            is_executive: Bool = ["/relationship/executive"],
            /// Whether the person owns a part of the business.
            is_owner: Bool = ["/relationship/owner"],
            /// Whether this is the one who speaks for the account: it has one at a time.
            is_representative: Bool = ["/relationship/representative", "/relationship/account_opener"],
            /// Last name.
            last_name: Text,
            /// The same in kana; in Japan only.
            last_name_kana: Text,
            /// The same in kanji; in Japan only.
            last_name_kanji: Text,
            /// The country whose citizen the person is.
            nationality: Text,
            /// How much of the business the person owns, in percent.
            percent_ownership: Double = ["/relationship/percent_ownership"],
            /// The telephone number.
            phone: Text,
            /// Whether the person, or someone near, holds a high public office or did: `existing` or `none`.
            political_exposure: Text,
            /// Whether Stripe knows that the person is who they say: `unverified`, `pending` or `verified`.
            verification_status: Text = ["/verification/status"],
        },
        ids: ["person_"],
        owner: "/account",
        served: ["/accounts/{account}/persons"],
        listed: "/accounts/{account}/persons",
        references: [
            "/verification/additional_document/back",
            "/verification/additional_document/front",
            "/verification/document/back",
            "/verification/document/front",
        ],
        personal: ["/address", "/political_exposure", "/relationship/title", "/verification/details"],
        events: ["person.created", "person.deleted", "person.updated"],
        api: stripe_connect::person as stripe_shared::Person {
            create: CreateAccountPerson,
            retrieve: RetrievePerson,
            update: UpdatePerson,
            delete: DeletePerson,
            list: ListAccountPerson,
        },
    }
}
