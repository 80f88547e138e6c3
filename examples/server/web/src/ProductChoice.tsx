import { useId } from "react";

import type { Product, TestProduct } from "./finances/api";
import { Amount } from "./Amount";

interface Props {
  products: Product[];
  chosen: TestProduct | undefined;
  error: string | undefined;
  disabled: boolean;
  onChoose: (product: TestProduct) => void;
}

export function ProductChoice({ products, chosen, error, disabled, onChoose }: Props) {
  const errorId = useId();
  return (
    <fieldset className="choice" disabled={disabled} aria-describedby={error === undefined ? undefined : errorId}>
      <legend>Product</legend>
      {products.map(({ product, name, amount, currency }) => (
        <label key={product} className="option">
          <input
            type="radio"
            name="product"
            value={product}
            checked={chosen === product}
            aria-invalid={error !== undefined && chosen === product}
            onChange={() => onChoose(product)}
          />
          <span className="option-name">{name}</span>
          <Amount amount={amount} currency={currency} />
        </label>
      ))}
      {error !== undefined && (
        <p className="field-error" id={errorId} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
