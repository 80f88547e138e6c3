import { act, renderHook } from "@testing-library/react";
import { StrictMode, useEffect } from "react";
import { expect, test, vi } from "vitest";

import { held, intent, ok, refused, Server } from "../testing/server";
import type { TestProduct } from "./api";
import { useStripePaymentIntent } from "./useStripePaymentIntent";

const POST = "POST /payment-intent/";
const PUT = "PUT /payment-intent/pi_1/";
const DOWN = refused(502, "stripe_unavailable", "Stripe cannot be reached. Please try again.");

function hook(known?: string) {
  const { result } = renderHook(() => useStripePaymentIntent(known), { wrapper: StrictMode });
  return (product: TestProduct) => result.current.updateOrCreatePaymentIntent(product);
}

test("the first call makes an intent, later ones change it", async () => {
  const server = new Server().on(POST, ok(intent("A"), 201)).on(PUT, ok(intent("B")), ok(intent("C")));
  const call = hook();
  expect(await call("A")).toEqual({ ok: true, intent: intent("A") });
  expect(await call("B")).toEqual({ ok: true, intent: intent("B") });
  expect(await call("C")).toEqual({ ok: true, intent: intent("C") });
  expect(server.requests()).toEqual([POST, PUT, PUT]);
  expect(server.asked.map(({ body }) => body)).toEqual([{ product: "A" }, { product: "B" }, { product: "C" }]);
});

test("with an intent from before, the first call changes that one", async () => {
  const server = new Server().on(PUT, ok(intent("A")));
  expect(await hook("pi_1")("A")).toEqual({ ok: true, intent: intent("A") });
  expect(server.requests()).toEqual([PUT]);
});

test("two clicks at the same moment make one request, and have the same answer", async () => {
  const answer = held(ok(intent("A"), 201));
  const server = new Server().on(POST, answer.handler);
  const call = hook();
  const [first, second] = [call("A"), call("A")];
  answer.release();
  expect(await first).toEqual({ ok: true, intent: intent("A") });
  expect(await second).toEqual(await first);
  expect(server.requests()).toEqual([POST]);
});

test("another product chosen meanwhile waits, and changes the same intent", async () => {
  const answer = held(ok(intent("A"), 201));
  const server = new Server().on(POST, answer.handler).on(PUT, ok(intent("B")), ok(intent("A")));
  const call = hook();
  const calls = [call("A"), call("B"), call("A")];
  await vi.waitFor(() => expect(server.requests()).toEqual([POST]));
  answer.release();
  const products = (await Promise.all(calls)).map((answer) => answer.ok && answer.intent.amount);
  expect(products).toEqual([500, 1000, 500]);
  expect(server.requests()).toEqual([POST, PUT, PUT]);
});

test("strict mode's second effect makes no second intent", async () => {
  const server = new Server().on(POST, ok(intent("A"), 201)).on(PUT, ok(intent("A")));
  let effects = 0;
  const once = () => {
    const { updateOrCreatePaymentIntent } = useStripePaymentIntent();
    useEffect(() => {
      effects += 1;
      void updateOrCreatePaymentIntent("A");
    }, [updateOrCreatePaymentIntent]);
  };
  await act(async () => renderHook(once, { wrapper: StrictMode }));
  expect(effects).toBe(2);
  expect(server.requests()).toEqual([POST]);
});

test("the function stays the same, so that effects may depend on it", () => {
  new Server();
  const { result, rerender } = renderHook(() => useStripePaymentIntent());
  const before = result.current.updateOrCreatePaymentIntent;
  rerender();
  expect(result.current.updateOrCreatePaymentIntent).toBe(before);
});

test("field errors come by field", async () => {
  const fields = { product: ["There is no such product."] };
  new Server().on(POST, refused(422, "invalid", "The form has errors.", fields));
  expect(await hook()("C")).toEqual({
    ok: false,
    reason: "invalid",
    message: "The form has errors.",
    fieldErrors: fields,
    retryable: false,
  });
});

test.each([
  ["Stripe is down", DOWN, "Stripe cannot be reached. Please try again."],
  ["the network fails", "unreachable" as const, "The server could not be reached. Please try again."],
  ["a proxy answers", { status: 502, json: "<html>" }, "The server has a problem. Please try again in a moment."],
  ["the answer is not JSON", { status: 200, json: "" }, "The server has a problem. Please try again in a moment."],
])("when %s, one may try again, and does", async (_, failure, message) => {
  const server = new Server().on(POST, failure, ok(intent("A"), 201)).on(PUT, failure, ok(intent("B")));
  const call = hook();
  const failed = { ok: false, reason: "unavailable", message, retryable: true };
  expect(await call("A")).toEqual(failed);
  expect(await call("A")).toEqual({ ok: true, intent: intent("A") });
  expect(await call("B")).toEqual(failed);
  expect(await call("B")).toEqual({ ok: true, intent: intent("B") });
  expect(server.requests()).toEqual([POST, POST, PUT, PUT]);
});

test.each([
  ["gone", refused(404, "not_found", "There is no such payment.")],
  ["canceled", refused(409, "canceled", "This payment was canceled.")],
])("an intent that is %s is replaced", async (_, gone) => {
  const server = new Server()
    .on(POST, ok(intent("A"), 201), ok(intent("B", "pi_2"), 201))
    .on(PUT, gone)
    .on("PUT /payment-intent/pi_2/", ok(intent("C", "pi_2")));
  const call = hook();
  await call("A");
  expect(await call("B")).toEqual({ ok: true, intent: intent("B", "pi_2") });
  expect(await call("C")).toEqual({ ok: true, intent: intent("C", "pi_2") });
  expect(server.requests()).toEqual([POST, PUT, POST, "PUT /payment-intent/pi_2/"]);
});

test("an intent that is paid is not replaced unasked; the next call begins a new order", async () => {
  const server = new Server()
    .on(POST, ok(intent("A"), 201), ok(intent("B", "pi_2"), 201))
    .on(PUT, refused(409, "already_paid", "This order is paid."));
  const call = hook();
  await call("A");
  expect(await call("B")).toEqual({
    ok: false,
    reason: "already_paid",
    message: "This order is paid.",
    id: "pi_1",
    retryable: false,
  });
  expect(server.requests()).toEqual([POST, PUT]);
  expect(await call("B")).toEqual({ ok: true, intent: intent("B", "pi_2") });
});

test("another refusal is told, and not tried again", async () => {
  new Server().on(POST, refused(403, "forbidden", "You may not."));
  expect(await hook()("A")).toEqual({ ok: false, reason: "refused", message: "You may not.", retryable: false });
});
