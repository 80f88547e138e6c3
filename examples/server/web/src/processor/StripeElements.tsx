import { Elements as ElementsProvider, PaymentElement, useElements, useStripe } from "@stripe/react-stripe-js";
import type { Appearance, PaymentIntentResult, Stripe, StripeElements as Elements } from "@stripe/stripe-js";
// `pure`: Stripe.js is fetched when it is asked for, and not as soon as this file is loaded.
import { loadStripe } from "@stripe/stripe-js/pure";
import { useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";

import { Alert } from "../Alert";
import type { PaymentIntent } from "../finances/api";
import { confirmationOf, type ConfirmResult } from "./confirmation";
import type { Confirmation, PaymentFieldsProps, PaymentProcessor } from "./PaymentProcessor";

/** Stripe's Payment Element, for a visitor's own intent. */
export default function StripeElements(props: PaymentFieldsProps) {
  const { publishableKey, intent } = props;
  const [attempt, setAttempt] = useState(0);
  const [stripe, setStripe] = useState<Stripe | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let current = true;
    loadStripe(publishableKey).then(
      (loaded) => current && (loaded ? setStripe(loaded) : setFailed(true)),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [publishableKey, attempt]);

  const retry = () => {
    setFailed(false);
    setAttempt(attempt + 1);
  };
  if (failed) return <Alert retry={retry}>Stripe could not be loaded. Nothing was charged.</Alert>;
  if (!stripe) return <p className="hint">Loading Stripe…</p>;
  // Elements keep the client secret that they were made with: another intent needs other elements.
  return (
    <ElementsProvider key={intent.id} stripe={stripe} options={{ clientSecret: intent.client_secret, appearance: appearance() }}>
      <Fields {...props} />
    </ElementsProvider>
  );
}

function Fields({ intent, enterCard, disabled, ref }: PaymentFieldsProps) {
  const stripe = useStripe();
  const elements = useElements();
  const { amount, currency } = intent;
  const shown = useRef({ amount, currency });

  // Wallets show the amount, so the element has to learn that the server has changed it.
  useEffect(() => {
    if (!elements || (shown.current.amount === amount && shown.current.currency === currency)) return;
    shown.current = { amount, currency };
    void elements.fetchUpdates();
  }, [elements, amount, currency]);

  const processor = useMemo(() => (stripe && elements ? processorOf(stripe, elements) : null), [stripe, elements]);
  useImperativeHandle<PaymentProcessor | null, PaymentProcessor | null>(ref, () => processor, [processor]);

  return enterCard ? <PaymentElement options={{ layout: "tabs", readOnly: disabled }} /> : null;
}

function processorOf(stripe: Stripe, elements: Elements): PaymentProcessor {
  // Where a bank wants the customer on a page of its own, this is where they come back to.
  const return_url = window.location.origin + window.location.pathname;

  async function paySaved({ client_secret: clientSecret }: PaymentIntent, payment_method: string): Promise<Confirmation> {
    const confirmParams = { payment_method, return_url };
    return answer(await stripe.confirmPayment({ clientSecret, confirmParams, redirect: "if_required" }));
  }

  async function payEntered(): Promise<Confirmation> {
    const updated = await elements.fetchUpdates();
    if (updated.error) return { outcome: "declined", message: updated.error.message };
    const submitted = await elements.submit();
    if (submitted.error) return confirmationOf({ error: submitted.error });
    return answer(await stripe.confirmPayment({ elements, confirmParams: { return_url }, redirect: "if_required" }));
  }

  return {
    confirm: (intent, savedCard) => (savedCard === undefined ? payEntered() : paySaved(intent, savedCard)),
    focus: () => elements.getElement("payment")?.focus(),
  };
}

function answer({ paymentIntent, error }: PaymentIntentResult): Confirmation {
  const result: ConfirmResult = {};
  if (error) result.error = error;
  if (paymentIntent) {
    const { status, last_payment_error } = paymentIntent;
    result.paymentIntent = { status, last_payment_error };
  }
  return confirmationOf(result);
}

function appearance(): Appearance {
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return {
    theme: dark ? "night" : "stripe",
    variables: {
      colorPrimary: color("--accent"),
      colorBackground: color("--field"),
      colorText: color("--text"),
      colorDanger: color("--danger"),
      borderRadius: "8px",
      fontFamily: "system-ui, sans-serif",
    },
  };
}
