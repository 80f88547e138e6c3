import * as api from "./api";
import type { Answer, FieldErrors, PaymentIntent, TestProduct } from "./api";

export type ApiFormSubmitResponse =
  | { ok: true; intent: PaymentIntent }
  /** What was entered is wrong, by field. */
  | { ok: false; reason: "invalid"; message: string; fieldErrors: FieldErrors; retryable: false }
  /** The intent was paid already, perhaps in another tab. The next call begins a new order. */
  | { ok: false; reason: "already_paid"; message: string; id: string; retryable: false }
  /** Nothing was done, or it will be found done: the same call again is right. */
  | { ok: false; reason: "unavailable"; message: string; retryable: true }
  | { ok: false; reason: "refused"; message: string; retryable: false };

/**
 * The calls that make and change one visitor's intent: one at a time, in the order in which they were asked for.
 *
 * Without the order, two quick clicks would make two intents, or the slower answer of the earlier click would win.
 */
export class PaymentIntentCalls {
  /** The intent as far as is known; undefined before the first call has been answered. */
  private id: string | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private waiting: { product: TestProduct; answer: Promise<ApiFormSubmitResponse> } | undefined;

  /** With an intent that was made earlier, the first call updates that one. */
  constructor(known?: string) {
    this.id = known;
  }

  updateOrCreate = (product: TestProduct): Promise<ApiFormSubmitResponse> => {
    // A second click asks for what is under way already.
    if (this.waiting?.product === product) return this.waiting.answer;
    const answer = this.last.then(() => this.call(product));
    const waiting = { product, answer };
    this.waiting = waiting;
    this.last = answer.finally(() => {
      if (this.waiting === waiting) this.waiting = undefined;
    });
    return answer;
  };

  private async call(product: TestProduct): Promise<ApiFormSubmitResponse> {
    if (this.id === undefined) return this.remember(await api.createPaymentIntent(product));
    const id = this.id;
    const answer = await api.updatePaymentIntent(id, product);
    // Nobody can pay this one any more, so another one is not a second one.
    if (!answer.ok && (answer.status === 404 || answer.code === "canceled")) {
      this.id = undefined;
      return this.remember(await api.createPaymentIntent(product));
    }
    // Paid: to make another one now would offer the customer to pay twice. They are told, and may choose again.
    if (!answer.ok && answer.code === "already_paid") {
      this.id = undefined;
      return { ok: false, reason: "already_paid", message: answer.message, id, retryable: false };
    }
    return this.remember(answer);
  }

  private remember(answer: Answer<PaymentIntent>): ApiFormSubmitResponse {
    if (answer.ok) {
      this.id = answer.value.id;
      return { ok: true, intent: answer.value };
    }
    const { status, message, fields } = answer;
    if (status === 422) return { ok: false, reason: "invalid", message, fieldErrors: fields, retryable: false };
    if (status === 0 || status === 429 || status >= 500) {
      return { ok: false, reason: "unavailable", message, retryable: true };
    }
    return { ok: false, reason: "refused", message, retryable: false };
  }
}
