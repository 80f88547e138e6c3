import { expect, test, vi } from "vitest";

import { intent, ok, Server } from "../testing/server";
import { confirmationOf } from "./confirmation";
import { FakeStripe, type Card } from "./fakeStripe";

const BASE = "http://127.0.0.1:1";
const CONFIRM = `POST ${BASE}/v1/payment_intents/pi_1/confirm`;
const BANK = "POST /fake-stripe/authentication/pi_1";
const READ = `GET ${BASE}/v1/payment_intents/pi_1?client_secret=pi_1_secret_1`;
const CARD: Card = { number: "4242424242424242", expMonth: 12, expYear: 2034, cvc: "123" };

function stripe(authenticate: () => Promise<boolean> = () => Promise.reject(new Error("not asked for"))) {
  return new FakeStripe({ apiBase: BASE, publishableKey: "pk_test_1", authenticate });
}

function confirm(authenticate?: () => Promise<boolean>) {
  return stripe(authenticate).confirmPayment(intent("A"), { card: CARD }).then(confirmationOf);
}

test("a card is confirmed as Stripe.js would", async () => {
  const server = new Server().on(CONFIRM, ok({ status: "succeeded" }));
  expect(await confirm()).toEqual({ outcome: "accepted" });
  const [asked] = server.asked;
  expect(asked?.headers.get("authorization")).toBe("Bearer pk_test_1");
  expect(asked?.body).toEqual({
    client_secret: "pi_1_secret_1",
    "payment_method_data[type]": "card",
    "payment_method_data[card][number]": "4242424242424242",
    "payment_method_data[card][exp_month]": "12",
    "payment_method_data[card][exp_year]": "2034",
    "payment_method_data[card][cvc]": "123",
  });
});

test("a saved card is confirmed by its id", async () => {
  const server = new Server().on(CONFIRM, ok({ status: "succeeded" }));
  const result = await stripe().confirmPayment(intent("A"), { saved: "pm_1" });
  expect(confirmationOf(result)).toEqual({ outcome: "accepted" });
  expect(server.asked[0]?.body).toEqual({ client_secret: "pi_1_secret_1", payment_method: "pm_1" });
});

test("a decline has Stripe's reason", async () => {
  const error = { type: "card_error", code: "card_declined", message: "Your card has insufficient funds." };
  new Server().on(CONFIRM, { status: 402, json: { error } });
  expect(await confirm()).toEqual({ outcome: "declined", message: "Your card has insufficient funds." });
});

test("who passes the bank's question has paid", async () => {
  const authenticate = vi.fn(async () => true);
  const server = new Server()
    .on(CONFIRM, ok({ status: "requires_action" }))
    .on(BANK, ok({}))
    .on(READ, ok({ status: "succeeded" }));
  expect(await confirm(authenticate)).toEqual({ outcome: "accepted" });
  expect(authenticate).toHaveBeenCalledWith(intent("A"));
  expect(server.requests()).toEqual([CONFIRM, BANK, READ]);
  expect(server.asked[1]?.body).toEqual({ pass: true });
  expect(server.asked[2]?.headers.get("authorization")).toBe("Bearer pk_test_1");
});

test("who fails it is told so", async () => {
  const code = "payment_intent_authentication_failure";
  const last_payment_error = { type: "invalid_request_error", code, message: "Provide payment_method_data." };
  const server = new Server()
    .on(CONFIRM, ok({ status: "requires_action" }))
    .on(BANK, ok({}))
    .on(READ, ok({ status: "requires_payment_method", last_payment_error }));
  const message = "Your bank did not confirm the payment. Please try again, or use another card.";
  expect(await confirm(async () => false)).toEqual({ outcome: "declined", message });
  expect(server.asked[1]?.body).toEqual({ pass: false });
});

test.each([
  ["the connection is cut", "unreachable" as const],
  ["Stripe fails", { status: 500, json: { error: { type: "api_error" } } }],
  ["the answer breaks off", { status: 200, json: '{"status": "suc' }],
  ["Stripe wants fewer requests", { status: 429, json: { error: { type: "rate_limit_error" } } }],
])("when %s, the outcome is not known", async (_, reply) => {
  new Server().on(CONFIRM, reply);
  expect(await confirm()).toEqual({ outcome: "unknown" });
});

test("an intent that was paid by an attempt whose answer was lost is paid", async () => {
  const payment_intent = { status: "succeeded" };
  const error = { type: "invalid_request_error", code: "payment_intent_unexpected_state", payment_intent };
  new Server().on(CONFIRM, { status: 400, json: { error } });
  expect(await confirm()).toEqual({ outcome: "accepted" });
});

test("a card that is declined after the bank's question has Stripe's reason", async () => {
  const last_payment_error = { type: "card_error", code: "card_declined", message: "Your card has insufficient funds." };
  new Server()
    .on(CONFIRM, ok({ status: "requires_action" }))
    .on(BANK, ok({}))
    .on(READ, ok({ status: "requires_payment_method", last_payment_error }));
  expect(await confirm(async () => true)).toEqual({ outcome: "declined", message: last_payment_error.message });
});

test("what Stripe writes to programmers is not shown to customers", async () => {
  const error = { type: "invalid_request_error", code: "resource_missing", message: "No such payment_method." };
  new Server().on(CONFIRM, { status: 400, json: { error } });
  const message = "Your payment could not be made. Please try another card.";
  expect(await confirm()).toEqual({ outcome: "declined", message });
});
