import type { Confirmation } from "./PaymentProcessor";

/** The part of Stripe's errors that decides how the page goes on. */
export interface StripeFailure {
  type: string;
  code?: string | undefined;
  message?: string | undefined;
  param?: string | undefined;
  payment_intent?: { status: string } | undefined;
}

/** What `stripe.confirmPayment` returns, as far as the page is concerned. */
export interface ConfirmResult {
  paymentIntent?: { status: string; last_payment_error?: { message?: string | undefined } | null };
  error?: StripeFailure;
}

const ACCEPTED = ["succeeded", "processing", "requires_capture"];
const DECLINED = "Your payment was declined. Please try another card.";

export function confirmationOf({ paymentIntent, error }: ConfirmResult): Confirmation {
  if (error) return failureOf(error);
  if (paymentIntent && ACCEPTED.includes(paymentIntent.status)) return { outcome: "accepted" };
  return { outcome: "declined", message: paymentIntent?.last_payment_error?.message ?? DECLINED };
}

function failureOf(error: StripeFailure): Confirmation {
  // An attempt before this one has paid, though its answer was lost.
  if (error.payment_intent && ACCEPTED.includes(error.payment_intent.status)) return { outcome: "accepted" };
  switch (error.type) {
    case "validation_error":
      return { outcome: "incomplete" };
    case "api_connection_error":
    case "api_error":
    case "rate_limit_error":
    case "idempotency_error":
      return { outcome: "unknown" };
    default:
      return { outcome: "declined", message: error.message ?? DECLINED };
  }
}
