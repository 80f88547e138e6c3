import type { Stripe, StripeElements as Elements } from "@stripe/stripe-js";
import { loadStripe } from "@stripe/stripe-js/pure";
import { render, screen, waitFor } from "@testing-library/react";
import { createRef, type ReactNode } from "react";
import { beforeEach, expect, test, vi } from "vitest";

import { intent } from "../testing/server";
import type { PaymentProcessor } from "./PaymentProcessor";
import StripeElements from "./StripeElements";

// Stripe.js itself comes from Stripe's server and needs a browser: these are its answers.
const elements = { fetchUpdates: vi.fn(), submit: vi.fn(), getElement: vi.fn() };
const stripe = { confirmPayment: vi.fn() };

vi.mock("@stripe/stripe-js/pure", () => ({ loadStripe: vi.fn() }));
vi.mock("@stripe/react-stripe-js", () => ({
  Elements: ({ options, children }: { options: { clientSecret: string }; children: ReactNode }) => (
    <div data-testid={options.clientSecret}>{children}</div>
  ),
  PaymentElement: () => <div data-testid="payment-element" />,
  useStripe: () => stripe as unknown as Stripe,
  useElements: () => elements as unknown as Elements,
}));

beforeEach(() => {
  vi.resetAllMocks();
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  vi.mocked(loadStripe).mockResolvedValue(stripe as unknown as Stripe);
  elements.fetchUpdates.mockResolvedValue({});
  elements.submit.mockResolvedValue({ selectedPaymentMethod: "card" });
  stripe.confirmPayment.mockResolvedValue({ paymentIntent: { status: "succeeded" } });
});

const ref = createRef<PaymentProcessor>();
const fields = (shown: ReturnType<typeof intent>, enterCard = true) => (
  <StripeElements ref={ref} publishableKey="pk_test_1" intent={shown} enterCard={enterCard} disabled={false} />
);

test("the element is for the visitor's intent, and learns of a new amount", async () => {
  const { rerender } = render(fields(intent("A")));
  expect(await screen.findByTestId("pi_1_secret_1")).toBeTruthy();
  expect(loadStripe).toHaveBeenCalledWith("pk_test_1");
  expect(elements.fetchUpdates).not.toHaveBeenCalled();
  rerender(fields(intent("B")));
  await waitFor(() => expect(elements.fetchUpdates).toHaveBeenCalledTimes(1));
  rerender(fields(intent("B")));
  expect(elements.fetchUpdates).toHaveBeenCalledTimes(1);
});

test("there is nothing to pay with before Stripe.js has come", async () => {
  let come = (_: Stripe) => {};
  vi.mocked(loadStripe).mockReturnValue(new Promise((resolve) => (come = resolve)));
  render(fields(intent("A")));
  expect(ref.current).toBeNull();
  come(stripe as unknown as Stripe);
  await waitFor(() => expect(ref.current).not.toBeNull());
});

test("an entered card is validated, then confirmed", async () => {
  render(fields(intent("A")));
  await screen.findByTestId("payment-element");
  expect(await ref.current?.confirm(intent("A"), undefined)).toEqual({ outcome: "accepted" });
  const confirmParams = { return_url: "http://localhost:3000/" };
  expect(stripe.confirmPayment).toHaveBeenCalledWith({ elements, confirmParams, redirect: "if_required" });
  expect(elements.submit.mock.invocationCallOrder[0]).toBeGreaterThan(elements.fetchUpdates.mock.invocationCallOrder[0] ?? 0);
});

test("an incomplete card is not confirmed", async () => {
  elements.submit.mockResolvedValue({ error: { type: "validation_error" } });
  render(fields(intent("A")));
  await screen.findByTestId("payment-element");
  expect(await ref.current?.confirm(intent("A"), undefined)).toEqual({ outcome: "incomplete" });
  expect(stripe.confirmPayment).not.toHaveBeenCalled();
});

test("a saved card needs no element", async () => {
  render(fields(intent("A"), false));
  await screen.findByTestId("pi_1_secret_1");
  expect(screen.queryByTestId("payment-element")).toBeNull();
  expect(await ref.current?.confirm(intent("A"), "pm_1")).toEqual({ outcome: "accepted" });
  const confirmParams = { payment_method: "pm_1", return_url: "http://localhost:3000/" };
  const expected = { clientSecret: "pi_1_secret_1", confirmParams, redirect: "if_required" };
  expect(stripe.confirmPayment).toHaveBeenCalledWith(expected);
});

test.each([
  [{ type: "card_error", message: "Your card was declined." }, { outcome: "declined", message: "Your card was declined." }],
  [{ type: "api_connection_error" }, { outcome: "unknown" }],
  [{ type: "invalid_request_error", payment_intent: { status: "succeeded" } }, { outcome: "accepted" }],
])("Stripe's error %o is %o", async (error, confirmation) => {
  stripe.confirmPayment.mockResolvedValue({ error });
  render(fields(intent("A")));
  await screen.findByTestId("payment-element");
  expect(await ref.current?.confirm(intent("A"), undefined)).toEqual(confirmation);
});

test("Stripe.js that cannot be loaded is said, and asked for again", async () => {
  vi.mocked(loadStripe).mockRejectedValueOnce(new Error("Failed to load Stripe.js"));
  render(fields(intent("A")));
  (await screen.findByRole("button", { name: "Try again" })).click();
  expect(await screen.findByTestId("payment-element")).toBeTruthy();
});
