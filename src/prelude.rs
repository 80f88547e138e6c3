//! The traits that a caller needs: `use diesel_stripe::prelude::*`.
