import { render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { StrictMode } from "react";
import { beforeEach, expect, test } from "vitest";

import { Checkout } from "./Checkout";
import { loadCheckout } from "./finances/loadCheckout";
import { remember } from "./finances/openOrder";
import { AMOUNTS, held, intent, ok, refused, Server } from "./testing/server";

const BASE = "http://127.0.0.1:1";
const POST = "POST /payment-intent/";
const PUT = "PUT /payment-intent/pi_1/";
const GET = "GET /payment-intent/pi_1/";
const CONFIRM = `POST ${BASE}/v1/payment_intents/pi_1/confirm`;
const VISA = { id: "pm_1", brand: "visa", last4: "4242", exp_month: 3, exp_year: 2031 };

let server: Server;

beforeEach(() => {
  const product = (product: keyof typeof AMOUNTS) => {
    return { product, name: `Product ${product}`, amount: AMOUNTS[product], currency: "usd" };
  };
  server = new Server()
    .on("GET /config/", ok({ publishable_key: "pk_test_1", api_base: BASE }))
    .on("GET /products/", ok({ products: [product("A"), product("B"), product("C")] }))
    .on("GET /payment-methods/", ok({ payment_methods: [] }))
    .on(POST, ok(intent("A"), 201))
    .on(PUT, ok(intent("A")))
    .on(GET, ok(mirrored("succeeded", true)))
    .on(CONFIRM, ok({ status: "succeeded" }));
});

function mirrored(status: string, fulfilled = false) {
  return { ...intent("A"), status, last_payment_error_code: null, fulfilled };
}

const user = () => userEvent.setup();

function open() {
  render(
    <StrictMode>
      <Checkout first={loadCheckout()} />
    </StrictMode>,
  );
}

async function choose(product: string) {
  await user().click(await screen.findByRole("radio", { name: new RegExp(product) }));
}

async function enterCard() {
  await user().type(await screen.findByLabelText("Card number"), "4242424242424242");
  await user().type(screen.getByLabelText("Expiry date"), "1234");
  await user().type(screen.getByLabelText("Security code"), "123");
}

const payButton = () => screen.findByRole("button", { name: /^Pay \$/ });
const total = () => screen.getByText("Total").parentElement;

test("pays, and says so only when the server knows", async () => {
  const paid = held(ok(mirrored("succeeded")));
  server.on(GET, ok(mirrored("requires_payment_method")), paid.handler, ok(mirrored("succeeded", true)));
  open();
  expect(screen.getByText("Loading…")).toBeTruthy();
  await choose("Product A");
  await enterCard();
  await user().click(await payButton());
  const heading = await screen.findByRole("heading", { name: "Your payment" });
  expect(document.activeElement).toBe(heading);
  expect(screen.queryByText("Paid")).toBeNull();
  paid.release();
  expect(await screen.findByText("Paid")).toBeTruthy();
  expect(await screen.findByText("Fulfilled")).toBeTruthy();
  expect(screen.getByText("$5.00")).toBeTruthy();
  expect(server.requests(CONFIRM)).toHaveLength(1);
});

test("the total is what the server says, and no total is shown while it has not said", async () => {
  const answer = held(ok({ ...intent("A"), amount: 512 }, 201));
  server.on(POST, answer.handler).on(PUT, refused(502, "stripe_unavailable", "Please try again."), ok(intent("B")));
  open();
  await choose("Product A");
  expect(total()?.textContent).toBe("TotalAsking…");
  answer.release();
  expect(await within(total()!).findByText("$5.12")).toBeTruthy();
  await choose("Product B");
  expect((await screen.findByRole("alert")).textContent).toContain("Please try again.");
  expect(total()?.textContent).toBe("TotalNot known");
  expect(screen.getByRole("button", { name: "Pay" }).getAttribute("aria-disabled")).toBe("true");
  await user().click(screen.getByRole("button", { name: "Try again" }));
  expect(await within(total()!).findByText("$10.00")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a decline is told with its reason, and the focus stays where one tries again", async () => {
  const error = { type: "card_error", code: "card_declined", message: "Your card has insufficient funds." };
  server.on(CONFIRM, { status: 402, json: { error } }, ok({ status: "succeeded" }));
  open();
  await choose("Product A");
  await enterCard();
  await user().click(await payButton());
  expect((await screen.findByRole("alert")).textContent).toBe("Your card has insufficient funds.");
  expect(document.activeElement).toBe(await payButton());
  await user().keyboard("{Enter}");
  expect(await screen.findByText("Paid")).toBeTruthy();
});

test("what is missing in the card gets the focus and a description, and nobody is asked", async () => {
  open();
  await choose("Product A");
  await user().type(await screen.findByLabelText("Card number"), "4242424242424242");
  await user().click(await payButton());
  const expiry = screen.getByLabelText("Expiry date");
  expect(await screen.findByText(/Enter the month/)).toBeTruthy();
  expect(expiry.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(expiry.getAttribute("aria-describedby") ?? "")?.textContent).toMatch(/Enter the month/);
  expect(document.activeElement).toBe(expiry);
  expect(server.requests(CONFIRM)).toHaveLength(0);
});

test("what Stripe finds wrong in the card is said at its field", async () => {
  const error = {
    type: "card_error",
    code: "incorrect_number",
    message: "Your card number is incorrect.",
    param: "payment_method_data[card][number]",
  };
  server.on(CONFIRM, { status: 402, json: { error } });
  open();
  await choose("Product A");
  await enterCard();
  await user().click(await payButton());
  expect(await screen.findByText("Your card number is incorrect.")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText("Card number"));
});

test("two clicks pay once", async () => {
  const confirmed = held(ok({ status: "succeeded" }));
  server.on(CONFIRM, confirmed.handler);
  open();
  await choose("Product A");
  await enterCard();
  await user().dblClick(await payButton());
  const button = await screen.findByRole("button", { name: "Paying…" });
  await user().click(button);
  confirmed.release();
  expect(await screen.findByText("Paid")).toBeTruthy();
  expect(server.requests(CONFIRM)).toHaveLength(1);
  expect(server.requests(POST)).toHaveLength(1);
});

test("nobody pays another total than the one shown", async () => {
  server.on(PUT, ok({ ...intent("A"), amount: 700 }));
  open();
  await choose("Product A");
  await enterCard();
  await user().click(await payButton());
  expect((await screen.findByRole("alert")).textContent).toContain("The total is $7.00");
  expect(server.requests(CONFIRM)).toHaveLength(0);
  await user().click(await screen.findByRole("button", { name: "Pay $7.00" }));
  expect(await screen.findByText("Paid")).toBeTruthy();
});

test.each(["Approve", "Refuse"])("the bank's question is asked in a dialog: %s", async (choice) => {
  const passed = choice === "Approve";
  const code = "payment_intent_authentication_failure";
  const last_payment_error = { type: "invalid_request_error", code };
  const status = passed ? "succeeded" : "requires_payment_method";
  server
    .on(CONFIRM, ok({ status: "requires_action" }))
    .on("POST /fake-stripe/authentication/pi_1", ok({}))
    .on(`GET ${BASE}/v1/payment_intents/pi_1?client_secret=pi_1_secret_1`, ok({ status, last_payment_error }));
  open();
  await choose("Product A");
  await enterCard();
  await user().click(await payButton());
  const dialog = await screen.findByRole("dialog", { name: "Confirm your payment" });
  expect(within(dialog).getByText("$5.00")).toBeTruthy();
  await user().click(within(dialog).getByRole("button", { name: choice }));
  if (passed) expect(await screen.findByText("Paid")).toBeTruthy();
  else expect((await screen.findByRole("alert")).textContent).toContain("Your bank did not confirm");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(server.asked.find(({ path }) => path.startsWith("/fake-stripe"))?.body).toEqual({ pass: passed });
});

test("a saved card is offered and pays without being entered; so does another one", async () => {
  server.on("GET /payment-methods/", ok({ payment_methods: [VISA] }));
  open();
  await choose("Product A");
  const saved = await screen.findByRole("radio", { name: "Visa ending in 4242 expires 03 / 31" });
  expect(saved).toHaveProperty("checked", true);
  expect(screen.queryByLabelText("Card number")).toBeNull();
  await user().click(screen.getByRole("radio", { name: "Another card" }));
  expect(await screen.findByLabelText("Card number")).toBeTruthy();
  await user().click(saved);
  await user().click(await payButton());
  expect(await screen.findByText("Paid")).toBeTruthy();
  expect(server.asked.find(({ path }) => path.endsWith("/confirm"))?.body).toEqual({
    client_secret: "pi_1_secret_1",
    payment_method: "pm_1",
  });
});

test("field errors are said at the products", async () => {
  server.on(POST, refused(422, "invalid", "The form has errors.", { product: ["This product is sold out."] }));
  open();
  await choose("Product B");
  const group = screen.getByRole("group", { name: "Product" });
  expect((await within(group).findByRole("alert")).textContent).toBe("This product is sold out.");
});

test("an order that another tab has paid shows its receipt, and a new order can follow", async () => {
  server.on(POST, ok(intent("A"), 201), ok(intent("B", "pi_2"), 201)).on(PUT, refused(409, "already_paid", "Paid."));
  open();
  await choose("Product A");
  await enterCard();
  await user().click(await payButton());
  expect(await screen.findByText("Paid")).toBeTruthy();
  expect(server.requests(CONFIRM)).toHaveLength(0);
  await user().click(screen.getByRole("button", { name: "Buy something else" }));
  await choose("Product B");
  expect(await within(total()!).findByText("$10.00")).toBeTruthy();
  expect(document.querySelector("[data-payment-intent=pi_2]")).toBeTruthy();
});

test("no answer from Stripe: the server is asked, and otherwise the truth is told", async () => {
  server.on(CONFIRM, "unreachable").on(GET, ok(mirrored("requires_payment_method")), ok(mirrored("succeeded", true)));
  open();
  await choose("Product A");
  await enterCard();
  await user().click(await payButton());
  expect((await screen.findByRole("alert")).textContent).toContain("not known whether you have paid");
  await user().click(await payButton());
  expect(await screen.findByText("Paid")).toBeTruthy();
});

test("after a reload the same intent goes on", async () => {
  remember({ id: "pi_1", product: "B" });
  server.on(GET, ok(mirrored("requires_payment_method"))).on(PUT, ok(intent("B")));
  open();
  expect(await screen.findByRole("button", { name: "Pay $10.00" })).toBeTruthy();
  expect(screen.getByRole("radio", { name: /Product B/ })).toHaveProperty("checked", true);
  expect(server.requests(POST)).toHaveLength(0);
  expect(server.requests(PUT)).toHaveLength(1);
});

test("a reload after the payment does not offer to pay again", async () => {
  remember({ id: "pi_1", product: "A" });
  open();
  expect(await screen.findByText("Paid")).toBeTruthy();
  expect(screen.queryByRole("radio")).toBeNull();
});

test("an order that the server no longer has is begun anew", async () => {
  remember({ id: "pi_1", product: "A" });
  server.on(GET, refused(404, "not_found", "There is no such payment."));
  open();
  await choose("Product A");
  expect(await payButton()).toBeTruthy();
  expect(server.requests(POST)).toHaveLength(1);
});

test("the way back from a bank's page ends at that payment, and the address forgets it", async () => {
  window.history.replaceState(null, "", "/?payment_intent=pi_1&payment_intent_client_secret=s&redirect_status=succeeded");
  open();
  expect(await screen.findByText("Paid")).toBeTruthy();
  expect(window.location.search).toBe("");
});

test("who comes back from a bank that has declined is told so", async () => {
  remember({ id: "pi_1", product: "A" });
  const declined = { ...mirrored("requires_payment_method"), last_payment_error_code: "payment_intent_authentication_failure" };
  server.on(GET, ok(declined));
  open();
  expect((await screen.findByRole("alert")).textContent).toContain("did not go through");
  expect(await payButton()).toBeTruthy();
  expect(screen.getByRole("alert")).toBeTruthy();
});

test("a server that cannot be reached is said, and asked again on request", async () => {
  server.on("GET /config/", "unreachable", ok({ publishable_key: "pk_test_1", api_base: BASE }));
  open();
  expect((await screen.findByRole("alert")).textContent).toContain("could not be reached");
  await user().click(screen.getByRole("button", { name: "Try again" }));
  await choose("Product A");
  expect(await payButton()).toBeTruthy();
});
