/** A card as it is typed, and what is wrong with it before anybody is asked. */

import type { StripeFailure } from "./confirmation";
import type { Card } from "./fakeStripe";

export type CardField = "number" | "expiry" | "cvc";
export type CardEntry = Record<CardField, string>;
export type CardErrors = Partial<Record<CardField, string>>;

export const EMPTY: CardEntry = { number: "", expiry: "", cvc: "" };
/** In the order of the fields, so that the first wrong one gets the focus. */
export const FIELDS: readonly CardField[] = ["number", "expiry", "cvc"];

export function readCard(entry: CardEntry): { card: Card } | { errors: CardErrors } {
  const number = digits(entry.number);
  const expiry = readExpiry(entry.expiry);
  const cvc = entry.cvc.trim();
  const errors: CardErrors = {};
  if (!/^\d{13,19}$/.test(number)) errors.number = "Your card number is incomplete.";
  if (!expiry) errors.expiry = "Enter the month and the year, as in 12 / 30.";
  if (!/^\d{3,4}$/.test(cvc)) errors.cvc = "Your card's security code is incomplete.";
  if (!expiry || Object.keys(errors).length > 0) return { errors };
  return { card: { number, ...expiry, cvc } };
}

function readExpiry(text: string): Pick<Card, "expMonth" | "expYear"> | undefined {
  const [, month, year] = /^\s*(\d{1,2})\s*\/\s*(\d{4}|\d{2})\s*$/.exec(text) ?? [];
  if (month === undefined || year === undefined) return undefined;
  return { expMonth: Number(month), expYear: Number(year.length === 2 ? `20${year}` : year) };
}

/** Stripe names the parameter that it refuses; this is the field that it came from. */
export function fieldOf(error: StripeFailure): CardField | undefined {
  const name = error.param?.match(/(\w+)\]?$/)?.[1];
  if (name === "number" || name === "cvc") return name;
  return name === "exp_month" || name === "exp_year" ? "expiry" : undefined;
}

/** In groups of four, as on the card. */
export function formatNumber(text: string): string {
  return digits(text).slice(0, 19).replace(/(\d{4})(?=\d)/g, "$1 ");
}

/** The slash appears by itself after the month, and goes away with it. */
export function formatExpiry(text: string, before: string): string {
  if (text.length < before.length) return text;
  const [, month, rest = ""] = /^\s*(\d\d)\s*\/?\s*(\d*)/.exec(text) ?? [];
  return month === undefined ? text : `${month} / ${rest.slice(0, 4)}`;
}

function digits(text: string): string {
  return text.replace(/[\s-]/g, "");
}
