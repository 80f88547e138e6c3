import * as api from "./api";
import type { Config, Failure, MirroredPaymentIntent, Product, SavedCard, TestProduct } from "./api";
import { forget, recall } from "./openOrder";

/** What the page has to know before it can show anything. */
export interface Checkout {
  ok: true;
  config: Config;
  products: Product[];
  savedCards: SavedCard[];
  /** The order that this tab was paying before it was reloaded. */
  open: { intent: MirroredPaymentIntent; product: TestProduct | undefined } | undefined;
}

export async function loadCheckout(): Promise<Checkout | Failure> {
  // Alone and first: its answer brings the visitor's cookie, and requests side by side would be several visitors.
  const config = await api.config();
  if (!config.ok) return config;
  const [products, cards, open] = await Promise.all([api.products(), api.savedCards(), openOrder()]);
  if (!products.ok) return products;
  if (!cards.ok) return cards;
  if (open && !("intent" in open)) return open;
  return {
    ok: true,
    config: config.value,
    products: products.value.products,
    savedCards: cards.value.payment_methods,
    open,
  };
}

async function openOrder(): Promise<Checkout["open"] | Failure> {
  const order = recall();
  if (!order) return undefined;
  const answer = await api.paymentIntent(order.id);
  if (answer.ok && answer.value.status !== "canceled") return { intent: answer.value, product: order.product };
  if (!answer.ok && answer.status !== 404) return answer;
  forget();
  return undefined;
}
