import { useEffect, useRef, useState } from "react";

import { Alert } from "./Alert";
import type { Failure } from "./finances/api";
import { loadCheckout, type Checkout as Loaded } from "./finances/loadCheckout";
import { forget } from "./finances/openOrder";
import { Receipt } from "./Receipt";
import { StripePaymentForm } from "./StripePaymentForm";

/** `first`: begun outside of React, so that strict mode does not begin it twice. */
export function Checkout({ first }: { first: Promise<Loaded | Failure> }) {
  const [visit, setVisit] = useState({ number: 0, loading: first });
  const [loaded, setLoaded] = useState<Loaded | Failure>();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    let current = true;
    void visit.loading.then((loaded) => current && setLoaded(loaded));
    return () => {
      current = false;
    };
  }, [visit.loading]);

  // What had the focus is gone when the page begins anew.
  useEffect(() => {
    if (visit.number > 0) heading.current?.focus();
  }, [visit.number]);

  const reload = () => {
    setLoaded(undefined);
    setVisit({ number: visit.number + 1, loading: loadCheckout() });
  };
  return (
    <main>
      <h1 ref={heading} tabIndex={-1}>
        Checkout
      </h1>
      {loaded ? <Order key={visit.number} loaded={loaded} reload={reload} /> : <Placeholder />}
    </main>
  );
}

function Order({ loaded, reload }: { loaded: Loaded | Failure; reload: () => void }) {
  const [paid, setPaid] = useState(loaded.ok ? paidBefore(loaded) : undefined);

  const buyAgain = () => {
    forget();
    reload();
  };
  if (!loaded.ok) return <Alert retry={reload}>{loaded.message}</Alert>;
  if (paid !== undefined) return <Receipt id={paid} onBuyAgain={buyAgain} onPayOtherwise={reload} />;
  return <StripePaymentForm checkout={loaded} onPaid={setPaid} />;
}

function paidBefore({ open }: Loaded): string | undefined {
  const over = ["succeeded", "processing", "requires_capture"];
  return open && over.includes(open.intent.status) ? open.intent.id : undefined;
}

function Placeholder() {
  return (
    <div className="panel placeholder" role="status" aria-busy>
      <p>Loading…</p>
    </div>
  );
}
