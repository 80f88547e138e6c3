import { useEffect, useRef, useState } from "react";

import * as api from "./finances/api";
import type { MirroredPaymentIntent, PaymentIntent, TestProduct } from "./finances/api";
import type { Checkout } from "./finances/loadCheckout";
import { remember } from "./finances/openOrder";
import type { ApiFormSubmitResponse } from "./finances/paymentIntentCalls";
import { useStripePaymentIntent } from "./finances/useStripePaymentIntent";
import { formatMoney } from "./money";
import type { PaymentProcessor } from "./processor/PaymentProcessor";

export interface Problem {
  /** Where it is shown. */
  at: "product" | "payment";
  message: string;
  retry?: (() => void) | undefined;
}

/** What the server has answered for a product. */
interface Agreed {
  product: TestProduct;
  intent: PaymentIntent;
}

export interface Payment {
  product: TestProduct | undefined;
  /** The intent, if it is known to be for the chosen product. Only then there is a total to show. */
  intent: PaymentIntent | undefined;
  /** The last intent that the server has answered with: the fields stay while its amount changes. */
  lastIntent: PaymentIntent | undefined;
  busy: "updating" | "paying" | undefined;
  problem: Problem | undefined;
  choose: (product: TestProduct) => Promise<void>;
  /** With a saved card, or with what is in the processor's fields. */
  pay: (savedCard: string | undefined) => Promise<void>;
}

const UNKNOWN =
  "Stripe did not answer, so it is not known whether you have paid. Please try again: you are not charged twice for this order.";

/**
 * The way from a product to a payment that Stripe has accepted, which `onPaid` is told of. `processor` is null while it is not
 * ready.
 */
export function usePayment(
  { open }: Checkout,
  processor: PaymentProcessor | null,
  onPaid: (id: string) => void,
): Payment {
  const { updateOrCreatePaymentIntent } = useStripePaymentIntent(open?.intent.id);
  const [product, setProduct] = useState<TestProduct>();
  const [agreed, setAgreed] = useState<Agreed>();
  const [busy, setBusy] = useState<Payment["busy"]>();
  const [problem, setProblem] = useState(open && problemOf(open.intent));
  const [misfilled, setMisfilled] = useState(false);
  const choices = useRef(0);
  const paying = useRef(false);

  /** Takes the server's word for the product that it was asked for; undefined if it has refused. */
  const accept = (product: TestProduct, answer: ApiFormSubmitResponse): PaymentIntent | undefined => {
    if (answer.ok) {
      setAgreed({ product, intent: answer.intent });
      remember({ id: answer.intent.id, product });
      return answer.intent;
    }
    if (answer.reason === "already_paid") {
      onPaid(answer.id);
    } else if (answer.reason === "invalid") {
      const messages = Object.values(answer.fieldErrors).flatMap((errors) => errors ?? []);
      setProblem({ at: "product", message: messages.join(" ") || answer.message });
    } else {
      const retry = answer.retryable ? () => void choose(product) : undefined;
      setProblem({ at: "payment", message: answer.message, retry });
    }
    return undefined;
  };

  const choose = async (product: TestProduct) => {
    if (paying.current) return;
    setProblem(undefined);
    await ask(product);
  };

  const ask = async (product: TestProduct) => {
    const choice = ++choices.current;
    setProduct(product);
    setBusy("updating");
    const answer = await updateOrCreatePaymentIntent(product);
    // The customer has chosen again since, and that answer is still to come.
    if (choice !== choices.current) return;
    setBusy(undefined);
    accept(product, answer);
  };

  /** Tries once. Whatever comes of it is shown. */
  const attempt = async (processor: PaymentProcessor, agreed: Agreed, savedCard: string | undefined) => {
    // Another tab may have changed the order: nobody pays anything but the total that they see.
    const intent = accept(agreed.product, await updateOrCreatePaymentIntent(agreed.product));
    if (!intent) return;
    if (!same(intent, agreed.intent)) {
      const total = formatMoney(intent.amount, intent.currency);
      setProblem({ at: "payment", message: `The order has changed. The total is ${total}: please check it, and pay again.` });
      return;
    }
    const confirmation = await processor.confirm(intent, savedCard);
    switch (confirmation.outcome) {
      case "accepted":
        return onPaid(intent.id);
      case "declined":
        return setProblem({ at: "payment", message: confirmation.message });
      case "incomplete":
        return setMisfilled(true);
      case "unknown": {
        const mirrored = await api.paymentIntent(intent.id);
        if (mirrored.ok && mirrored.value.status === "succeeded") return onPaid(intent.id);
        return setProblem({ at: "payment", message: UNKNOWN });
      }
    }
  };

  const pay = async (savedCard: string | undefined) => {
    // Not state: the second click of a double click comes before the page is drawn again.
    if (paying.current || busy || !processor || !agreed || agreed.product !== product) return;
    paying.current = true;
    setBusy("paying");
    setProblem(undefined);
    await attempt(processor, agreed, savedCard);
    paying.current = false;
    setBusy(undefined);
  };

  // Once the fields take input again, since they are disabled while a payment is under way.
  useEffect(() => {
    if (!misfilled || busy) return;
    setMisfilled(false);
    processor?.focus();
  }, [misfilled, busy, processor]);

  // What was chosen before a reload is chosen again.
  const resumed = useRef(false);
  useEffect(() => {
    if (resumed.current || !open?.product) return;
    resumed.current = true;
    void ask(open.product);
  });

  const intent = agreed && agreed.product === product ? agreed.intent : undefined;
  return { product, intent, lastIntent: agreed?.intent, busy, problem, choose, pay };
}

/** Why an order from before is still open: Stripe, or a bank on whose page the customer was, has declined it. */
function problemOf(intent: MirroredPaymentIntent): Problem | undefined {
  if (intent.status !== "requires_payment_method" || intent.last_payment_error_code === null) return undefined;
  return { at: "payment", message: "The last attempt to pay did not go through. You can try again, or use another card." };
}

function same(one: PaymentIntent, other: PaymentIntent): boolean {
  return one.id === other.id && one.amount === other.amount && one.currency === other.currency;
}
