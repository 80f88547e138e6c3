//! SigmaSigmaApiQuery.

kind! {
    object: "sigma.sigma_api_query",
    feature: "misc",
}
