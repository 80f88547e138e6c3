import { lazy, Suspense } from "react";

import { Alert } from "../Alert";
import type { Config } from "../finances/api";
import type { PaymentFieldsProps } from "./PaymentProcessor";

// Each in a file of its own for the browser, too: who pays by Stripe loads nothing of the stand-in, and the reverse.
const FakeStripeFields = lazy(() => import("./FakeStripeFields").catch(() => ({ default: NotLoaded })));
const StripeElements = lazy(() => import("./StripeElements").catch(() => ({ default: NotLoaded })));

type Props = Omit<PaymentFieldsProps, "publishableKey"> & { config: Config };

/** The processor that the server's configuration asks for. */
export function PaymentFields({ config, ...props }: Props) {
  const { api_base: apiBase, publishable_key: publishableKey } = config;
  const fields =
    apiBase === null ? (
      <StripeElements {...props} publishableKey={publishableKey} />
    ) : (
      <FakeStripeFields {...props} publishableKey={publishableKey} apiBase={apiBase} />
    );
  return <Suspense fallback={<p className="hint">Loading…</p>}>{fields}</Suspense>;
}

/** React keeps a part that could not be loaded: only a new page asks for it again. */
function NotLoaded() {
  return <Alert retry={() => window.location.reload()}>A part of this page could not be loaded.</Alert>;
}
