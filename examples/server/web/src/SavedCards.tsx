import type { SavedCard } from "./finances/api";

interface Props {
  cards: SavedCard[];
  /** The id of a saved card; undefined for another card. */
  chosen: string | undefined;
  disabled: boolean;
  onChoose: (card: string | undefined) => void;
}

export function SavedCards({ cards, chosen, disabled, onChoose }: Props) {
  return (
    <fieldset className="choice" disabled={disabled}>
      <legend>Pay with</legend>
      {cards.map((card) => (
        <label key={card.id} className="option">
          <input type="radio" name="card" checked={chosen === card.id} onChange={() => onChoose(card.id)} />
          <span className="option-name">
            {brandName(card.brand)} <span aria-hidden>••••</span> <span className="visually-hidden">ending in</span>{" "}
            {card.last4}
          </span>
          <span className="option-detail">
            <span className="visually-hidden">expires</span> {expiry(card)}
          </span>
        </label>
      ))}
      <label className="option">
        <input type="radio" name="card" checked={chosen === undefined} onChange={() => onChoose(undefined)} />
        <span className="option-name">Another card</span>
      </label>
    </fieldset>
  );
}

function expiry({ exp_month, exp_year }: SavedCard): string {
  return `${String(exp_month).padStart(2, "0")} / ${String(exp_year).slice(-2)}`;
}

const BRANDS: Partial<Record<string, string>> = {
  amex: "American Express",
  cartes_bancaires: "Cartes Bancaires",
  diners: "Diners Club",
  eftpos_au: "Eftpos",
  jcb: "JCB",
  unionpay: "UnionPay",
};

function brandName(brand: string): string {
  return BRANDS[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1);
}
