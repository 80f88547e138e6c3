import { useId, type RefObject } from "react";

import { formatExpiry, formatNumber, type CardEntry, type CardErrors, type CardField } from "./cardEntry";

export type CardInputs = Record<CardField, RefObject<HTMLInputElement | null>>;

interface Props {
  entry: CardEntry;
  errors: CardErrors;
  inputs: CardInputs;
  disabled: boolean;
  onChange: (entry: CardEntry) => void;
}

export function CardFields({ entry, errors, inputs, disabled, onChange }: Props) {
  const field = (name: CardField) => ({ error: errors[name], input: inputs[name], value: entry[name] });
  return (
    <fieldset className="card-fields" disabled={disabled}>
      <legend>Card</legend>
      <Field
        {...field("number")}
        label="Card number"
        autoComplete="cc-number"
        placeholder="1234 1234 1234 1234"
        onChange={(number, caretAtEnd) => onChange({ ...entry, number: caretAtEnd ? formatNumber(number) : number })}
      />
      <Field
        {...field("expiry")}
        label="Expiry date"
        autoComplete="cc-exp"
        placeholder="MM / YY"
        onChange={(expiry) => onChange({ ...entry, expiry: formatExpiry(expiry, entry.expiry) })}
      />
      <Field
        {...field("cvc")}
        label="Security code"
        autoComplete="cc-csc"
        placeholder="CVC"
        onChange={(cvc) => onChange({ ...entry, cvc: cvc.slice(0, 4) })}
      />
    </fieldset>
  );
}

interface FieldProps {
  label: string;
  value: string;
  error: string | undefined;
  autoComplete: string;
  placeholder: string;
  input: RefObject<HTMLInputElement | null>;
  /** To format what is edited in its middle would move the caret. */
  onChange: (value: string, caretAtEnd: boolean) => void;
}

function Field({ label, value, error, autoComplete, placeholder, input, onChange }: FieldProps) {
  const id = useId();
  const errorId = `${id}-error`;
  return (
    <div className={`field ${autoComplete}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={input}
        inputMode="numeric"
        autoComplete={autoComplete}
        placeholder={placeholder}
        value={value}
        aria-required
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        onChange={({ target }) => onChange(target.value, target.selectionStart === target.value.length)}
      />
      {error !== undefined && (
        <p className="field-error" id={errorId}>
          {error}
        </p>
      )}
    </div>
  );
}
