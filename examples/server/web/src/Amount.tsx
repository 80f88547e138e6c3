import { formatMoney } from "./money";

export function Amount({ amount, currency }: { amount: number; currency: string }) {
  return (
    <data className="money" value={amount}>
      {formatMoney(amount, currency)}
    </data>
  );
}
