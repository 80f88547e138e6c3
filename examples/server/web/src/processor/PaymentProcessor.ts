import type { Ref } from "react";

import type { PaymentIntent } from "../finances/api";

/** What came of an attempt to pay. */
export type Confirmation =
  /** Stripe has taken the payment; the server hears of it by webhook. */
  | { outcome: "accepted" }
  /** The customer may try again, or with another card. */
  | { outcome: "declined"; message: string }
  /** Something is missing or wrong in the card's fields, which say what. */
  | { outcome: "incomplete" }
  /** No answer: it may have been paid. */
  | { outcome: "unknown" };

/** Who takes the card and confirms the intent: Stripe.js, or the stand-in that talks to FakeStripe. */
export interface PaymentProcessor {
  /** Pays the intent with a saved card, or else with the card in the fields. */
  confirm(intent: PaymentIntent, savedCard: string | undefined): Promise<Confirmation>;
  /** Puts the focus where the customer has something to correct. */
  focus(): void;
}

/** The fields of a processor, which hands itself over through `ref` when it is ready, and stays the same from then on. */
export interface PaymentFieldsProps {
  publishableKey: string;
  intent: PaymentIntent;
  /** False while the customer pays with a saved card. */
  enterCard: boolean;
  disabled: boolean;
  ref: Ref<PaymentProcessor>;
}
