import { useState } from "react";

import type { TestProduct } from "./api";
import { PaymentIntentCalls, type ApiFormSubmitResponse } from "./paymentIntentCalls";

export interface StripePaymentIntent {
  /**
   * Makes the visitor's intent on the first call, and changes that same intent afterwards. It may be called at any time
   * and does not throw; `retryable` says that the same call again is right.
   */
  updateOrCreatePaymentIntent: (product: TestProduct) => Promise<ApiFormSubmitResponse>;
}

/** `known`: an intent that this visitor made earlier, for example before a reload. */
export function useStripePaymentIntent(known?: string): StripePaymentIntent {
  // State, so that strict mode's second mount finds the calls of the first one, and neither makes an intent of its own.
  const [stripePaymentIntent] = useState(() => {
    const calls = new PaymentIntentCalls(known);
    return { updateOrCreatePaymentIntent: calls.updateOrCreate };
  });
  return stripePaymentIntent;
}
