import { useId, useLayoutEffect, useRef } from "react";

import type { PaymentIntent } from "../finances/api";
import { formatMoney } from "../money";

interface Props {
  intent: PaymentIntent;
  onAnswer: (passed: boolean) => void;
}

/** Stands for the page on which a customer's bank asks them to authenticate a payment. */
export function AuthenticationDialog({ intent, onAnswer }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const text = useId();

  // A layout effect, since the dialog must be closed while it is still in the page: closing gives the focus back.
  useLayoutEffect(() => {
    const shown = dialog.current;
    // Modal: the focus stays within, and what is behind can be neither clicked nor read.
    shown?.showModal();
    return () => shown?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      aria-describedby={text}
      onCancel={(event) => {
        // Escape, like closing the bank's page, is a refusal.
        event.preventDefault();
        onAnswer(false);
      }}
    >
      <p className="bank" aria-hidden>
        Your bank
      </p>
      <h2 id={title}>Confirm your payment</h2>
      <p id={text}>
        Your bank asks whether it is you who pays <strong>{formatMoney(intent.amount, intent.currency)}</strong>.
      </p>
      <div className="dialog-buttons">
        <button type="button" className="secondary" onClick={() => onAnswer(false)}>
          Refuse
        </button>
        <button type="button" className="primary" onClick={() => onAnswer(true)}>
          Approve
        </button>
      </div>
    </dialog>
  );
}
