import type { Confirmation } from "./PaymentProcessor";

/** Why a payment was declined. */
interface Reason {
  type: string;
  code?: string | undefined;
  message?: string | undefined;
}

/** The part of Stripe's errors that decides how the page goes on. */
export interface StripeFailure extends Reason {
  param?: string | undefined;
  payment_intent?: { status: string } | undefined;
}

/** What `stripe.confirmPayment` returns, as far as the page is concerned. */
export interface ConfirmResult {
  paymentIntent?: { status: string; last_payment_error?: Reason | null };
  error?: StripeFailure;
}

const ACCEPTED = ["succeeded", "processing", "requires_capture"];
const DECLINED = "Your payment could not be made. Please try another card.";
const NOT_AUTHENTICATED = "Your bank did not confirm the payment. Please try again, or use another card.";

export function confirmationOf({ paymentIntent, error }: ConfirmResult): Confirmation {
  if (error) return failureOf(error);
  if (paymentIntent && ACCEPTED.includes(paymentIntent.status)) return { outcome: "accepted" };
  return declined(paymentIntent?.last_payment_error);
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
      return declined(error);
  }
}

/** Stripe writes to customers about their cards. What it writes about requests is for those who program them. */
function declined(reason: Reason | null | undefined): Confirmation {
  if (reason?.code === "payment_intent_authentication_failure") return { outcome: "declined", message: NOT_AUTHENTICATED };
  const message = reason?.type === "card_error" ? reason.message : undefined;
  return { outcome: "declined", message: message ?? DECLINED };
}
