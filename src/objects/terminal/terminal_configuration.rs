//! TerminalConfiguration.

kind! {
    object: "terminal.configuration",
    feature: "terminal",
    served: ["/terminal/configurations"],
    listed: "/terminal/configurations",
    references: [
        "/bbpos_wisepad3/splashscreen",
        "/bbpos_wisepos_e/splashscreen",
        "/stripe_s700/splashscreen",
        "/stripe_s710/splashscreen",
        "/verifone_m425/splashscreen",
        "/verifone_p400/splashscreen",
        "/verifone_p630/splashscreen",
        "/verifone_ux700/splashscreen",
        "/verifone_v660p/splashscreen",
    ],
}
