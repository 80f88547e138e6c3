import { useEffect, useRef, useState } from "react";

import type { MirroredPaymentIntent } from "./finances/api";
import { awaitMirror, isFinal } from "./finances/awaitMirror";
import { Amount } from "./Amount";

interface Props {
  id: string;
  onBuyAgain: () => void;
  onPayOtherwise: () => void;
}

/** How the payment has ended, as the server knows it: what Stripe told the browser is no proof of anything. */
export function Receipt({ id, onBuyAgain, onPayOtherwise }: Props) {
  const [mirrored, setMirrored] = useState<MirroredPaymentIntent>();
  const [round, setRound] = useState({ number: 0, over: false });
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const leaving = new AbortController();
    void awaitMirror(id, setMirrored, leaving.signal).then(() => {
      if (!leaving.signal.aborted) setRound((round) => ({ ...round, over: true }));
    });
    return () => leaving.abort();
  }, [id, round.number]);

  useEffect(() => heading.current?.focus(), []);

  const status = mirrored?.status;
  const known = status === "succeeded" || status === "processing";
  const final = mirrored !== undefined && isFinal(mirrored);
  const waiting = !round.over && !final;
  return (
    <section
      className="panel receipt"
      aria-busy={waiting}
      data-status={status}
      data-payment-intent={id}
    >
      <h2 ref={heading} tabIndex={-1}>
        {status === "succeeded" && <Tick />}
        {status === "succeeded" ? "Thank you" : "Your payment"}
      </h2>
      <p role="status">{story(mirrored, waiting)}</p>
      {mirrored && known && (
        <dl>
          <dt>Total</dt>
          <dd>
            <Amount amount={mirrored.amount} currency={mirrored.currency} />
          </dd>
          <dt>Payment</dt>
          <dd>{status === "succeeded" ? "Paid" : "With your bank"}</dd>
          <dt>Order</dt>
          <dd>{mirrored.fulfilled ? "Fulfilled" : "Not fulfilled yet"}</dd>
        </dl>
      )}
      <div className="buttons">
        {!waiting && !final && (
          <button type="button" className="primary" onClick={() => setRound({ number: round.number + 1, over: false })}>
            Check again
          </button>
        )}
        {!waiting && !known && (
          <button type="button" className="secondary" onClick={onPayOtherwise}>
            Back to the payment
          </button>
        )}
        {known && (
          <button type="button" className="secondary" onClick={onBuyAgain}>
            Buy something else
          </button>
        )}
      </div>
    </section>
  );
}

function Tick() {
  return (
    <svg className="tick" viewBox="0 0 24 24" aria-hidden focusable={false}>
      <circle cx="12" cy="12" r="12" />
      <path d="m7 12.5 3.4 3.4L17 9" />
    </svg>
  );
}

function story(mirrored: MirroredPaymentIntent | undefined, waiting: boolean): string {
  if (mirrored?.status === "succeeded") {
    const order = mirrored.fulfilled ? ", and your order is on its way." : ". Your order comes next.";
    return `We have your payment${order}`;
  }
  if (mirrored?.status === "canceled") return "This payment was canceled. Nothing was charged.";
  if (mirrored?.status === "processing") return "Your bank has your payment, and tells us when it is done.";
  if (waiting) return "Stripe has taken your payment. Waiting for our server to hear of it…";
  return "Our server has not heard of your payment yet. You can check again; you are not charged twice for this order.";
}
