import { useImperativeHandle, useLayoutEffect, useRef, useState } from "react";

import type { PaymentIntent } from "../finances/api";
import { AuthenticationDialog } from "./AuthenticationDialog";
import { EMPTY, FIELDS, fieldOf, readCard, type CardEntry, type CardErrors, type CardField } from "./cardEntry";
import { CardFields, type CardInputs } from "./CardFields";
import { confirmationOf } from "./confirmation";
import { FakeStripe, type PaymentMethod } from "./fakeStripe";
import type { Confirmation, PaymentFieldsProps } from "./PaymentProcessor";

interface Question {
  intent: PaymentIntent;
  answer: (passed: boolean) => void;
}

/** What stands in for Stripe's Payment Element where FakeStripe stands in for Stripe. */
export default function FakeStripeFields(props: PaymentFieldsProps & { apiBase: string }) {
  const { apiBase, publishableKey, enterCard, disabled, ref } = props;
  const [entry, setEntry] = useState(EMPTY);
  const [errors, setErrors] = useState<CardErrors>({});
  const [question, setQuestion] = useState<Question>();
  const inputs: CardInputs = {
    number: useRef<HTMLInputElement>(null),
    expiry: useRef<HTMLInputElement>(null),
    cvc: useRef<HTMLInputElement>(null),
  };

  const edit = (edited: CardEntry) => {
    setEntry(edited);
    // What was said of a field is not true of what is typed there now.
    setErrors(keepErrors(errors, FIELDS.filter((name) => edited[name] === entry[name])));
  };

  const show = (errors: CardErrors): Confirmation => {
    setErrors(errors);
    return { outcome: "incomplete" };
  };

  const authenticate = (intent: PaymentIntent) =>
    new Promise<boolean>((answer) => setQuestion({ intent, answer })).finally(() => setQuestion(undefined));

  const confirm = async (intent: PaymentIntent, savedCard: string | undefined): Promise<Confirmation> => {
    let method: PaymentMethod;
    if (savedCard === undefined) {
      const read = readCard(entry);
      if ("errors" in read) return show(read.errors);
      method = read;
    } else {
      method = { saved: savedCard };
    }
    setErrors({});
    const result = await new FakeStripe({ apiBase, publishableKey, authenticate }).confirmPayment(intent, method);
    const confirmation = confirmationOf(result);
    const field = result.error && fieldOf(result.error);
    if (confirmation.outcome === "declined" && field && "card" in method) return show({ [field]: confirmation.message });
    return confirmation;
  };

  const focus = () => {
    const first = FIELDS.find((name) => inputs[name].current?.getAttribute("aria-invalid") === "true");
    if (first) inputs[first].current?.focus();
  };

  const latest = useRef({ confirm, focus });
  useLayoutEffect(() => {
    latest.current = { confirm, focus };
  });
  useImperativeHandle(
    ref,
    () => ({
      confirm: (...payment) => latest.current.confirm(...payment),
      focus: () => latest.current.focus(),
    }),
    [],
  );

  return (
    <>
      {enterCard && (
        <>
          <CardFields entry={entry} errors={errors} inputs={inputs} disabled={disabled} onChange={edit} />
          <TestCards />
        </>
      )}
      {question && <AuthenticationDialog intent={question.intent} onAnswer={question.answer} />}
    </>
  );
}

function keepErrors(errors: CardErrors, fields: CardField[]): CardErrors {
  return Object.fromEntries(fields.map((name) => [name, errors[name]])) as CardErrors;
}

function TestCards() {
  return (
    <details className="test-cards">
      <summary>Test cards: no money moves here</summary>
      <dl>
        <dt>4242 4242 4242 4242</dt>
        <dd>pays</dd>
        <dt>4000 0000 0000 9995</dt>
        <dd>has insufficient funds</dd>
        <dt>4000 0027 6000 3184</dt>
        <dd>the bank asks first</dd>
      </dl>
      <p>With any month to come, and any security code.</p>
    </details>
  );
}
