//! Which payments an invoice has, and which invoices a payment is of.
//!
//! Since API version 2025-03-31 an invoice may be paid in parts, and neither it nor a payment names the other: `stripe_invoice_payments`
//! has the relation, which Stripe tells of by `invoice_payment.paid`:
//! <https://docs.stripe.com/changelog/basil/2025-03-31/add-support-for-multiple-partial-payments-on-invoices>. Older versions name the
//! invoice in the payment.

use diesel::dsl::auto_type;
use diesel::prelude::*;

use crate::objects::{Charge, Invoice, PaymentIntent, stripe_invoice_payments, stripe_invoices};

/// The payments of an invoice: a query of Diesel's.
pub type Payments<'a> = PaymentsOf<'a>;

/// The invoices of a payment: a query of Diesel's.
pub type Invoices<'a> = InvoicesOf<'a>;

#[auto_type(type_case = "PascalCase")]
fn payments_of<'a>(invoice: &'a str, stripe_account: &'a str) -> _ {
    stripe_invoice_payments::table
        .filter(stripe_invoice_payments::invoice.eq(invoice))
        .filter(stripe_invoice_payments::stripe_account.eq(stripe_account))
}

#[auto_type(type_case = "PascalCase")]
fn invoices_of<'a>(
    payment_intent: Option<&'a str>,
    charge: Option<&'a str>,
    named: Option<&'a str>,
    stripe_account: &'a str,
) -> _ {
    let of_intent: stripe_invoice_payments::payment_intent = stripe_invoice_payments::payment_intent;
    let of_charge: stripe_invoice_payments::charge = stripe_invoice_payments::charge;
    let paid = stripe_invoice_payments::table
        .filter(stripe_invoice_payments::stripe_account.eq(stripe_account))
        .filter(of_intent.eq(payment_intent).or(of_charge.eq(charge)))
        .select(stripe_invoice_payments::invoice);
    stripe_invoices::table
        .filter(stripe_invoices::stripe_account.eq(stripe_account))
        .filter(stripe_invoices::id.nullable().eq_any(paid).or(stripe_invoices::id.nullable().eq(named)))
}

impl Invoice {
    /// Its payments: paid ones, open ones and canceled ones, as far as the mirror was told of them.
    ///
    /// ```no_run
    /// # #[cfg(feature = "sqlite")]
    /// # fn example(conn: &mut diesel::SqliteConnection, invoice: &diesel_stripe::objects::Invoice) -> diesel::QueryResult<()> {
    /// use diesel::prelude::*;
    /// use diesel_stripe::objects::{InvoicePayment, stripe_invoice_payments};
    ///
    /// let paid: Vec<InvoicePayment> = invoice
    ///     .payments()
    ///     .filter(stripe_invoice_payments::status.eq("paid"))
    ///     .select(InvoicePayment::as_select())
    ///     .load(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn payments(&self) -> Payments<'_> {
        payments_of(&self.id, &self.stripe_account)
    }
}

impl PaymentIntent {
    /// The invoices that it pays or is to pay: one, as a rule, or none.
    ///
    /// ```no_run
    /// # #[cfg(feature = "sqlite")]
    /// # fn example(conn: &mut diesel::SqliteConnection, intent: &diesel_stripe::objects::PaymentIntent) -> diesel::QueryResult<()> {
    /// use diesel::prelude::*;
    /// use diesel_stripe::objects::Invoice;
    ///
    /// let invoice: Option<Invoice> = intent.invoices().select(Invoice::as_select()).first(conn).optional()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn invoices(&self) -> Invoices<'_> {
        invoices_of(Some(&self.id), None, self.invoice.as_deref(), &self.stripe_account)
    }
}

impl Charge {
    /// The invoices that it pays: one, as a rule, or none.
    pub fn invoices(&self) -> Invoices<'_> {
        invoices_of(self.payment_intent.as_deref(), Some(&self.id), self.invoice.as_deref(), &self.stripe_account)
    }
}
