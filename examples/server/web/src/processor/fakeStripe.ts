/**
 * What Stripe.js would ask Stripe, asked of FakeStripe: the same paths, parameters and answers, with nothing but the
 * publishable key and the client secret.
 */

import type { PaymentIntent } from "../finances/api";
import type { ConfirmResult, StripeFailure } from "./confirmation";

/** As long as a customer may be expected to wait for a bank. */
const TIMEOUT_MS = 60_000;

export interface Card {
  number: string;
  expMonth: number;
  expYear: number;
  cvc: string;
}

export type PaymentMethod = { card: Card } | { saved: string };

export interface FakeStripeOptions {
  apiBase: string;
  publishableKey: string;
  /** Shows the bank's page, and tells whether the customer passed. */
  authenticate: (intent: PaymentIntent) => Promise<boolean>;
}

export class FakeStripe {
  constructor(private readonly options: FakeStripeOptions) {}

  /** As `stripe.confirmPayment`: it ends when the customer has authenticated the payment, too. */
  async confirmPayment(intent: PaymentIntent, method: PaymentMethod): Promise<ConfirmResult> {
    const form = new URLSearchParams({ client_secret: intent.client_secret });
    if ("saved" in method) {
      form.set("payment_method", method.saved);
    } else {
      form.set("payment_method_data[type]", "card");
      form.set("payment_method_data[card][number]", method.card.number);
      form.set("payment_method_data[card][exp_month]", String(method.card.expMonth));
      form.set("payment_method_data[card][exp_year]", String(method.card.expYear));
      form.set("payment_method_data[card][cvc]", method.card.cvc);
    }
    const confirmed = await this.ask(`${path(intent)}/confirm`, { method: "POST", body: form });
    if (confirmed.paymentIntent?.status !== "requires_action") return confirmed;
    return this.authenticatePayment(intent);
  }

  private async authenticatePayment(intent: PaymentIntent): Promise<ConfirmResult> {
    const passed = await this.options.authenticate(intent);
    // The example server plays the bank.
    const bank = await request(`/fake-stripe/authentication/${encodeURIComponent(intent.id)}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ pass: passed }),
    });
    if (!bank?.ok) return { error: { type: "api_connection_error", message: "Your bank could not be reached." } };
    const secret = new URLSearchParams({ client_secret: intent.client_secret });
    return this.ask(`${path(intent)}?${secret}`, { method: "GET" });
  }

  private async ask(path: string, init: RequestInit): Promise<ConfirmResult> {
    const headers = { authorization: `Bearer ${this.options.publishableKey}` };
    const answer = await request(this.options.apiBase + path, { ...init, headers });
    if (!answer?.json) return { error: { type: "api_connection_error" } };
    return answer.ok ? { paymentIntent: answer.json as ConfirmedIntent } : { error: errorOf(answer.json) };
  }
}

type ConfirmedIntent = NonNullable<ConfirmResult["paymentIntent"]>;

function path(intent: PaymentIntent): string {
  return `/v1/payment_intents/${encodeURIComponent(intent.id)}`;
}

function errorOf(json: unknown): StripeFailure {
  return (json as { error?: StripeFailure }).error ?? { type: "api_error" };
}

/** Undefined if no answer came. */
async function request(url: string, init: RequestInit): Promise<{ ok: boolean; json: unknown } | undefined> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    return { ok: response.ok, json: text === "" ? undefined : (JSON.parse(text) as unknown) };
  } catch {
    return undefined;
  }
}
