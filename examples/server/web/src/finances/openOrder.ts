/**
 * Which intent this tab is paying, over a reload and over the way back from a bank's page.
 *
 * A page that forgot would offer to pay again what may just have been paid.
 */

import type { TestProduct } from "./api";

export interface OpenOrder {
  id: string;
  product: TestProduct | undefined;
}

const KEY = "diesel-stripe-open-order";

export function remember(order: OpenOrder): void {
  sessionStorage.setItem(KEY, JSON.stringify(order));
}

export function forget(): void {
  sessionStorage.removeItem(KEY);
}

export function recall(): OpenOrder | undefined {
  const stored = storedOrder();
  const returned = returnedFromBank();
  return returned && returned !== stored?.id ? { id: returned, product: undefined } : stored;
}

function storedOrder(): OpenOrder | undefined {
  try {
    const order = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Partial<OpenOrder> | null;
    return typeof order?.id === "string" ? { id: order.id, product: order.product } : undefined;
  } catch {
    return undefined;
  }
}

/** Stripe sends the customer back with the intent in the address. It is taken out, so that it stays in no history. */
function returnedFromBank(): string | undefined {
  const address = new URL(window.location.href);
  const id = address.searchParams.get("payment_intent") ?? undefined;
  if (id === undefined) return undefined;
  for (const name of ["payment_intent", "payment_intent_client_secret", "redirect_status"]) {
    address.searchParams.delete(name);
  }
  window.history.replaceState(null, "", address);
  return id;
}
