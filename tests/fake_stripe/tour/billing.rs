//! Subscriptions, invoices, and what belongs to them.

use std::time::Duration;

use diesel_stripe::testing::FakeStripe;

use crate::caller::Caller;

const DAY: u64 = 86_400;

pub async fn tour(stripe: &FakeStripe, caller: &Caller) {
    let form = "email=jenny@example.com&payment_method=pm_card_mastercard\
        &invoice_settings[default_payment_method]=pm_card_visa";
    let customer = caller.post("/v1/customers", form).await.id();
    let mut prices = Vec::new();
    for amount in [1000, 300] {
        let form =
            format!("currency=usd&unit_amount={amount}&recurring[interval]=month&product_data[name]=Gold {amount}");
        prices.push(caller.post("/v1/prices", &form).await.id());
    }
    subscriptions(stripe, caller, &customer, &prices).await;
    unpaid(stripe, caller, &prices).await;
    invoices(caller, &customer).await;
}

async fn subscriptions(stripe: &FakeStripe, caller: &Caller, customer: &str, prices: &[String]) {
    let coupon = caller.post("/v1/coupons", "percent_off=10&duration=forever").await.id();
    let method = caller.get(&format!("/v1/customers/{customer}/payment_methods")).await.json["data"][0]["id"].clone();
    let method = method.as_str().unwrap();
    let form = format!(
        "customer={customer}&items[0][price]={}&items[0][quantity]=2&items[0][metadata][a]=1&metadata[a]=1&description=x\
         &currency=usd&default_payment_method={method}&discounts[0][coupon]={coupon}&off_session=true\
         &payment_behavior=allow_incomplete&payment_settings[save_default_payment_method]=on_subscription\
         &collection_method=charge_automatically&cancel_at_period_end=false&proration_behavior=none\
         &expand[]=latest_invoice.payments&expand[]=discounts&expand[]=items.data.price.product",
        prices[0]
    );
    let discounted = caller.post("/v1/subscriptions", &form).await.id();
    caller
        .get(&format!("/v1/subscriptions/{discounted}?expand[]=discounts.source.coupon&expand[]=customer"))
        .await
        .id();
    caller.post(&format!("/v1/subscriptions/{discounted}"), "discounts=&description=&metadata[a]=").await.id();

    // Through a trial, some periods and changes to its end.
    let form = format!(
        "customer={customer}&items[0][price]={}&trial_period_days=5\
         &trial_settings[end_behavior][missing_payment_method]=create_invoice",
        prices[0]
    );
    let id = caller.post("/v1/subscriptions", &form).await.id();
    let path = format!("/v1/subscriptions/{id}");
    stripe.clock().advance(Duration::from_secs(10 * DAY));
    let read = caller.get(&format!("{path}?expand[]=latest_invoice.lines&expand[]=default_payment_method")).await;
    let item = read.json["items"]["data"][0]["id"].as_str().unwrap().to_owned();
    caller.post(&path, &format!("items[0][id]={item}&items[0][quantity]=3")).await.id();
    stripe.clock().advance(Duration::from_secs(5 * DAY));
    let form = format!("items[0][id]={item}&items[0][quantity]=1&proration_behavior=always_invoice&off_session=true");
    caller.post(&path, &form).await.id();
    let form = format!("subscription={id}&price={}&quantity=2&proration_behavior=none&metadata[a]=1", prices[1]);
    let second = caller.post("/v1/subscription_items", &form).await.id();
    let second = format!("/v1/subscription_items/{second}");
    caller.post(&second, "quantity=5&metadata[a]=").await.id();
    caller.get(&format!("{second}?expand[]=discounts")).await.id();
    caller.get(&format!("/v1/subscription_items?subscription={id}&limit=1")).await;
    assert_eq!(caller.delete(&format!("{second}?proration_behavior=create_prorations")).await.status, 200);
    stripe.clock().advance(Duration::from_secs(31 * DAY));
    caller.get("/v1/invoiceitems?limit=100&expand[]=data.customer").await;
    caller.get(&format!("/v1/invoices?subscription={id}&limit=100&expand[]=data.payments")).await;
    caller.post(&path, "cancel_at_period_end=true&cancellation_details[comment]=x").await.id();
    stripe.clock().advance(Duration::from_secs(31 * DAY));
    caller.get(&path).await.id();
    caller.post(&path, "metadata[a]=2").await.id();

    caller.get(&format!("/v1/customers/{customer}/subscriptions?limit=1")).await;
    caller.get(&format!("/v1/customers/{customer}?expand[]=subscriptions")).await.id();
    caller.get(&format!("/v1/subscriptions?customer={customer}&status=all&price={}&limit=100", prices[0])).await;
    let filters = "automatic_tax[enabled]=false&current_period_start[gte]=1&current_period_end[gt]=1";
    caller.get(&format!("/v1/subscriptions?{filters}")).await;
    let form = "expand[]=latest_invoice&cancellation_details[feedback]=unused&invoice_now=false&prorate=false";
    caller.delete(&format!("/v1/subscriptions/{discounted}?{form}")).await.id();
    caller.get("/v1/events?limit=100").await;
}

async fn unpaid(stripe: &FakeStripe, caller: &Caller, prices: &[String]) {
    let form = "invoice_settings[default_payment_method]=pm_card_chargeCustomerFail";
    let customer = caller.post("/v1/customers", form).await.id();
    let form = format!("customer={customer}&items[0][price]={}", prices[0]);
    caller.post("/v1/subscriptions", &format!("{form}&payment_behavior=error_if_incomplete")).await;
    caller.post("/v1/subscriptions?expand[]=latest_invoice.confirmation_secret", &form).await.id();
    let incomplete = format!("{form}&payment_behavior=default_incomplete&expand[]=latest_invoice");
    caller.post("/v1/subscriptions", &incomplete).await.id();
    let trial = caller.post("/v1/subscriptions", &format!("{form}&trial_period_days=1")).await.id();
    stripe.clock().advance(Duration::from_secs(2 * DAY));
    let read = caller.get(&format!("/v1/subscriptions/{trial}?expand[]=latest_invoice")).await;
    let invoice = format!("/v1/invoices/{}", read.json["latest_invoice"]["id"].as_str().unwrap());
    caller.post(&format!("{invoice}/pay"), "off_session=true").await;
    caller.post(&format!("{invoice}/mark_uncollectible"), "expand[]=customer").await.id();
    caller.get("/v1/subscriptions?limit=100").await;
    caller.get("/v1/events?limit=100").await;
}

async fn invoices(caller: &Caller, customer: &str) {
    let mut paths = Vec::new();
    for amount in [700, 800, 900, 1000] {
        let form =
            format!("customer={customer}&amount={amount}&currency=usd&description=x&discountable=false&metadata[a]=1");
        caller.post("/v1/invoiceitems", &form).await.id();
        let form = format!(
            "customer={customer}&pending_invoice_items_behavior=include&auto_advance=true&description=x&footer=x&metadata[a]=1\
             &collection_method=charge_automatically&currency=usd&statement_descriptor=x"
        );
        paths.push(format!("/v1/invoices/{}", caller.post("/v1/invoices", &form).await.id()));
    }
    let [paid, void, elsewhere, deleted] = &paths[..] else { panic!("four") };
    caller.post(paid, "description=&metadata[a]=&auto_advance=false").await.id();
    caller.post(&format!("{paid}/finalize"), "auto_advance=false").await.id();
    caller.post(&format!("{paid}/pay"), "expand[]=payments").await.id();
    caller.get(&format!("{paid}?expand[]=customer&expand[]=payments&expand[]=confirmation_secret")).await.id();
    let payments = caller.get(&format!("/v1/invoice_payments?invoice={}&status=paid", &paid[13..])).await;
    let payment = payments.json["data"][0]["id"].as_str().unwrap();
    let whole = "expand[]=invoice&expand[]=payment.payment_intent";
    caller.get(&format!("/v1/invoice_payments/{payment}?{whole}")).await.id();
    caller.get(&format!("{paid}/lines?limit=1")).await;
    caller.post(&format!("{void}/finalize"), "auto_advance=false").await.id();
    caller.post(&format!("{void}/void"), "").await.id();
    caller.post(&format!("{elsewhere}/pay"), "paid_out_of_band=true").await.id();
    assert_eq!(caller.delete(deleted).await.status, 200);
    caller.get(&format!("/v1/invoices?customer={customer}&status=paid&collection_method=charge_automatically")).await;
    caller.get("/v1/invoices?created[gte]=1&limit=100").await;
    caller.get("/v1/invoices?due_date[lte]=1").await;
    caller.get("/v1/invoice_payments?payment[type]=payment_intent&payment[payment_intent]=pi_1").await;

    let form = format!("customer={customer}&amount=500&currency=usd");
    let item = format!("/v1/invoiceitems/{}", caller.post("/v1/invoiceitems", &form).await.id());
    caller.get(&item).await.id();
    assert_eq!(caller.delete(&item).await.status, 200);
    let form = "currency=usd&unit_amount=250&product_data[name]=Pen";
    let price = caller.post("/v1/prices", form).await.id();
    let form = format!("customer={customer}&pricing[price]={price}&quantity=3");
    caller.post("/v1/invoiceitems", &form).await.id();
    caller.get(&format!("/v1/invoiceitems?customer={customer}&pending=true")).await;
    caller.get("/v1/events?limit=100").await;
}
