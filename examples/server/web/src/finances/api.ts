/** The example server's API, as the page calls it. */

const BASE = "/api/finances/stripe";

/** Longer than the server needs to give Stripe up. */
const TIMEOUT_MS = 60_000;

export type TestProduct = "A" | "B" | "C";

export interface Product {
  product: TestProduct;
  name: string;
  /** In the currency's minor unit. */
  amount: number;
  currency: string;
}

export interface PaymentIntent {
  id: string;
  /** In the currency's minor unit. */
  amount: number;
  currency: string;
  client_secret: string;
}

/** An intent as the server's mirror has it: without its secret. */
export interface MirroredPaymentIntent extends Omit<PaymentIntent, "client_secret"> {
  status: string;
  last_payment_error_code: string | null;
  /** The server has seen that it was paid, and has done its part. */
  fulfilled: boolean;
}

export interface SavedCard {
  id: string;
  brand: string;
  last4: string;
  exp_month: number;
  exp_year: number;
}

export interface Config {
  publishable_key: string;
  /** Where FakeStripe listens; null with the real Stripe. */
  api_base: string | null;
}

export type FieldErrors = Partial<Record<string, string[]>>;

export interface Failure {
  ok: false;
  /** 0 where no answer came. */
  status: number;
  code: string;
  message: string;
  fields: FieldErrors;
}

export type Answer<T> = { ok: true; value: T } | Failure;

export function config(): Promise<Answer<Config>> {
  return call("GET", "/config/");
}

export function products(): Promise<Answer<{ products: Product[] }>> {
  return call("GET", "/products/");
}

export function savedCards(): Promise<Answer<{ payment_methods: SavedCard[] }>> {
  return call("GET", "/payment-methods/");
}

export function createPaymentIntent(product: TestProduct): Promise<Answer<PaymentIntent>> {
  return call("POST", "/payment-intent/", { product });
}

export function updatePaymentIntent(id: string, product: TestProduct): Promise<Answer<PaymentIntent>> {
  return call("PUT", `/payment-intent/${encodeURIComponent(id)}/`, { product });
}

export function paymentIntent(id: string): Promise<Answer<MirroredPaymentIntent>> {
  return call("GET", `/payment-intent/${encodeURIComponent(id)}/`);
}

async function call<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
  let response: Response;
  let json: unknown;
  try {
    response = await fetch(BASE + path, {
      method,
      headers: body ? { "content-type": "application/json" } : {},
      body: body ? JSON.stringify(body) : null,
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // A proxy's error page is no JSON; an answer that breaks off is none at all.
    json = parse(await response.text());
  } catch {
    return failure(0, "unreachable", "The server could not be reached. Please try again.");
  }
  if (response.ok && json !== undefined) return { ok: true, value: json as T };
  const error = (json as { error?: Partial<Failure> } | undefined)?.error;
  const message = error?.message ?? "The server has a problem. Please try again in a moment.";
  return failure(response.ok ? 502 : response.status, error?.code ?? "unknown", message, error?.fields);
}

function failure(status: number, code: string, message: string, fields: FieldErrors = {}): Failure {
  return { ok: false, status, code, message, fields };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
