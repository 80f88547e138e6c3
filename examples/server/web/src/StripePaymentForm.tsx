import { useRef, useState, type FormEvent } from "react";

import { Alert } from "./Alert";
import type { Checkout } from "./finances/loadCheckout";
import { Amount } from "./Amount";
import { formatMoney } from "./money";
import { PaymentFields } from "./processor/PaymentFields";
import type { PaymentProcessor } from "./processor/PaymentProcessor";
import { ProductChoice } from "./ProductChoice";
import { SavedCards } from "./SavedCards";
import { usePayment, type Payment } from "./usePayment";

interface Props {
  checkout: Checkout;
  /** Stripe has taken the payment of this intent. */
  onPaid: (id: string) => void;
}

export function StripePaymentForm({ checkout, onPaid }: Props) {
  const { config, products, savedCards } = checkout;
  const [processor, setProcessor] = useState<PaymentProcessor | null>(null);
  const payButton = useRef<HTMLButtonElement>(null);
  const [card, setCard] = useState(savedCards[0]?.id);
  const payment = usePayment(checkout, processor, onPaid);
  const { product, intent, lastIntent, busy, problem } = payment;
  const paying = busy === "paying";
  const problemAt = (at: "product" | "payment") => (problem?.at === at ? problem : undefined);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The fields are disabled meanwhile. The button is not, so it can keep the focus that would be lost with them.
    payButton.current?.focus();
    void payment.pay(card);
  };

  return (
    <form className="panel" onSubmit={submit} noValidate aria-busy={busy !== undefined}>
      <ProductChoice
        products={products}
        chosen={product}
        error={problemAt("product")?.message}
        disabled={paying}
        onChoose={(product) => void payment.choose(product)}
      />
      <Total payment={payment} />
      {lastIntent ? (
        <>
          {savedCards.length > 0 && (
            <SavedCards cards={savedCards} chosen={card} disabled={paying} onChoose={setCard} />
          )}
          <PaymentFields
            ref={setProcessor}
            config={config}
            intent={lastIntent}
            enterCard={card === undefined}
            disabled={paying}
          />
        </>
      ) : (
        !product && <p className="hint">Choose a product to see the total and to pay.</p>
      )}
      {problemAt("payment") && <Alert retry={problem?.retry}>{problem?.message}</Alert>}
      {lastIntent && (
        <button ref={payButton} type="submit" className="primary pay" aria-disabled={!intent || !processor || busy !== undefined}>
          {paying ? "Paying…" : intent ? `Pay ${formatMoney(intent.amount, intent.currency)}` : "Pay"}
        </button>
      )}
    </form>
  );
}

/** Only ever the amount of the intent that the server has answered with for this product. */
function Total({ payment: { product, intent, busy } }: { payment: Payment }) {
  return (
    <p className="total" role="status" data-payment-intent={intent?.id}>
      <span>Total</span>
      {intent && busy !== "updating" ? (
        <Amount amount={intent.amount} currency={intent.currency} />
      ) : (
        <span className="unknown">{busy === "updating" ? "Asking…" : product ? "Not known" : "–"}</span>
      )}
    </p>
  );
}
