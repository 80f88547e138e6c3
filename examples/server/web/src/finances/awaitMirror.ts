import * as api from "./api";
import type { MirroredPaymentIntent } from "./api";

/** Between the questions. The news come by webhook, most often within a second. */
const DELAYS_MS = [150, 300, 500, 800, 1200, 2000, 3000, 4000, 5000, 5000, 5000];

/**
 * What the customer waits for. The order can be fulfilled before the intent's row says that it is paid: where two snapshots
 * are of the same second, the mirror asks Stripe which one is newer.
 */
export function isFinal(intent: MirroredPaymentIntent): boolean {
  return (intent.status === "succeeded" && intent.fulfilled) || intent.status === "canceled";
}

/**
 * Asks the server until it knows how the payment has ended, and tells each answer. Gives up after half a minute, or when
 * the signal says so.
 */
export async function awaitMirror(
  id: string,
  seen: (intent: MirroredPaymentIntent) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const delay of [0, ...DELAYS_MS]) {
    await wait(delay, signal);
    if (signal.aborted) return;
    const answer = await api.paymentIntent(id);
    if (signal.aborted) return;
    if (!answer.ok) continue;
    seen(answer.value);
    if (isFinal(answer.value)) return;
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
