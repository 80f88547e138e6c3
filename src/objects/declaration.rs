//! The declaration of a kind of object: all that is known of it, in one file.

/// Declares a kind of Stripe object, in the file of its name.
///
/// ```text
/// kind! {
///     /// What it is.
///     pub struct Charge {
///         object: "charge",
///         table: stripe_charges,
///         feature: "core",
///         projection: 2,                          // counted up when the columns change
///         lists: { "/refunds": "refund" by charge (owned: false) },
///         columns: { /// … amount: BigInt, … },   // as in stripe_model!
///         // Each of the following, in this order, may be left out: see `Kind`.
///         ids: ["ch_"],                           // or `chosen`, or `chosen ["price_"]`
///         known_by_list: true,
///         older_than_creation: true,
///         owner: "/account",
///         served: ["/charges"],
///         listed: "/charges" { created: true },   // once for each list
///         references: ["/review"],
///         of_another_account: ["/application_fee"],
///         history: ["/source"],
///         volatile: ["/receipt_url"],
///         secret: ["/number"],
///         client_secret: ["/url"],
///         personal: ["/address"],
///         events: ["charge.captured"],
///         api: stripe_core::charge as stripe_shared::Charge {
///             create: CreateCharge,               // and `retrieve`, `update`, `delete`, `list`
///             /// What this verb does.
///             api_capture: CaptureCharge,
///         },
///     }
/// }
/// ```
///
/// A kind without a table is declared by `object`, `feature`, `lists` and what is known of it, without a struct.
///
/// It expands to [`stripe_model!`](crate::stripe_model) and the requests, where the feature is on, and to the constant `KIND`, whichever
/// features are on.
macro_rules! kind {
    (
        $(#[$attribute:meta])*
        pub struct $Model:ident {
            object: $object:literal,
            table: $table:ident,
            feature: $feature:literal,
            $(projection: $projection:literal,)?
            $(lists: { $( $list:literal : $child:literal by $parent:ident $((owned: $owned:literal))? ),+ $(,)? },)?
            columns: { $(
                $(#[$doc:meta])*
                $column:ident $(as $sql_name:literal)? : $type:ident $(= [$($path:literal),+ $(,)?])?
            ),* $(,)? },
            $($facts:tt)*
        }
    ) => {
        #[cfg(feature = $feature)]
        $crate::__stripe_model! {
            $(#[$attribute])*
            pub struct $Model in $table (id, stripe_account) of [ Some($object) ]
            endpoint [ ] projection [ $($projection)? ]
            volatile [ ]
            columns { $( $(#[$doc])* $column [ $($sql_name)? ] $type [ $($($path),+)? ] )* }
            lists { $( $( $list, $child, $parent, true $(&& $owned)?; )+ )? }
        }

        #[cfg(feature = $feature)]
        const TABLE: Option<&$crate::model::Table> = Some(<$Model as $crate::model::StripeModel>::TABLE);
        #[cfg(not(feature = $feature))]
        const TABLE: Option<&$crate::model::Table> = None;

        facts! {
            [$Model] $object, $feature, TABLE,
            $crate::__columns!($( $column [ $($sql_name)? ] $type [ $($($path),+)? ] )*),
            $crate::__lists!($( $( $list, $child, $parent, true $(&& $owned)?; )+ )?),
            $($facts)*
        }
    };
    (
        object: $object:literal,
        feature: $feature:literal,
        lists: { $( $list:literal : $child:literal by $parent:ident $((owned: $owned:literal))? ),+ $(,)? },
        $($facts:tt)*
    ) => {
        facts! {
            [] $object, $feature, None, &[],
            $crate::__lists!($( $list, $child, $parent, true $(&& $owned)?; )+),
            $($facts)*
        }
    };
    (
        object: $object:literal,
        feature: $feature:literal,
        $($facts:tt)*
    ) => {
        facts! { [] $object, $feature, None, &[], &[], $($facts)* }
    };
}

/// What is known of a kind, apart from its table.
macro_rules! facts {
    (
        $model:tt $object:literal, $feature:literal, $table:expr, $columns:expr, $lists:expr,
        $(ids: $($chosen:ident)? $([$($prefix:literal),+ $(,)?])?,)?
        $(known_by_list: $known_by_list:literal,)?
        $(older_than_creation: $older_than_creation:literal,)?
        $(owner: $owner:literal,)?
        $(served: $served:tt,)?
        $(listed: $listed:literal $({ $($listing:ident : $said:expr),+ $(,)? })?,)*
        $(references: $references:tt,)?
        $(of_another_account: $of_another_account:tt,)?
        $(history: $history:tt,)?
        $(volatile: $volatile:tt,)?
        $(secret: $secret:tt,)?
        $(client_secret: $client_secret:tt,)?
        $(personal: $personal:tt,)?
        $(events: $events:tt,)?
        $(api: $($module:ident)::+ as $($Typed:ident)::+ { $( $(#[$doc:meta])* $verb:ident : $Request:ident ),+ $(,)? },)?
    ) => {
        pub(in crate::objects) const KIND: &$crate::model::Kind = &$crate::model::Kind {
            object: $object,
            feature: $feature,
            table: $table,
            columns: $columns,
            lists: $lists,
            $(ids: $crate::model::Ids { chosen: is_chosen!($($chosen)?), prefixes: &[$($($prefix),+)?] },)?
            $(known_by_list: $known_by_list,)?
            $(older_than_creation: $older_than_creation,)?
            $(owner: Some($owner),)?
            $(served: &$served,)?
            listed: &[$($crate::model::Listed {
                path: $listed,
                $($($listing: $said,)+)?
                ..$crate::model::Listed::PLAIN
            }),*],
            $(references: &$references,)?
            $(of_another_account: &$of_another_account,)?
            $(history: &$history,)?
            $(volatile: &$volatile,)?
            $(secret: &$secret,)?
            $(client_secret: &$client_secret,)?
            $(personal: &$personal,)?
            $(events: &$events,)?
            ..$crate::model::Kind::NOTHING
        };

        $(
            #[cfg(all(feature = $feature, feature = "api"))]
            mod api {
                requests! { $model [$($module)::+] [$($Typed)::+] $( $(#[$doc])* $verb : $Request, )+ }
            }
        )?
    };
}

macro_rules! is_chosen {
    () => {
        false
    };
    (chosen) => {
        true
    };
}

/// The requests that async-stripe has for a kind.
#[cfg(feature = "api")]
macro_rules! requests {
    ([$Model:ident] $module:tt [$Typed:path] $( $(#[$doc:meta])* $verb:ident : $Request:ident, )+) => {
        impl $crate::api::ApiModel for super::$Model {
            type Typed = $Typed;
        }

        $( request! { $Model $module $verb: $Request, $(#[$doc])* } )+
    };
}

#[cfg(feature = "api")]
macro_rules! request {
    ($Model:ident [$($module:ident)::+] create: $Request:ident, $(#[$doc:meta])*) => {
        $(#[$doc])*
        impl $crate::api::ApiCreate for super::$Model {
            type Create = $($module)::+::$Request;
        }
    };
    ($Model:ident [$($module:ident)::+] retrieve: $Request:ident, $(#[$doc:meta])*) => {
        $(#[$doc])*
        impl $crate::api::ApiRetrieve for super::$Model {
            type Retrieve = $($module)::+::$Request;
        }
    };
    ($Model:ident [$($module:ident)::+] update: $Request:ident, $(#[$doc:meta])*) => {
        $(#[$doc])*
        impl $crate::api::ApiUpdate for super::$Model {
            type Update = $($module)::+::$Request;
        }
    };
    ($Model:ident [$($module:ident)::+] delete: $Request:ident, $(#[$doc:meta])*) => {
        $(#[$doc])*
        impl $crate::api::ApiDelete for super::$Model {
            type Delete = $($module)::+::$Request;
        }
    };
    ($Model:ident [$($module:ident)::+] list: $Request:ident, $(#[$doc:meta])*) => {
        $(#[$doc])*
        impl $crate::api::ApiList for super::$Model {
            type List = $($module)::+::$Request;
        }
    };
    ($Model:ident [$($module:ident)::+] $verb:ident: $Request:ident, $(#[$doc:meta])*) => {
        impl super::$Model {
            $(#[$doc])*
            ///
            /// # Errors
            /// Those of [`ApiCreate::api_create`](crate::api::ApiCreate::api_create).
            pub async fn $verb<'r>(
                stripe: &impl $crate::api::ApiClient,
                request: impl Into<$crate::api::Call<'r, $($module)::+::$Request>>,
            ) -> $crate::Result<$crate::StripeData<Self>> {
                $crate::api::call(stripe, request.into()).await
            }
        }
    };
}
