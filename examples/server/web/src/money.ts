/** Stripe's minor units: <https://docs.stripe.com/currencies>. Every other currency has two decimals. */
const NO_DECIMALS = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const THREE_DECIMALS = new Set("bhd jod kwd omr tnd".split(" "));

/**
 * An amount of Stripe's, an integer in the currency's minor unit, as people write it.
 *
 * `Intl` knows how many decimals a currency is written with. That is not always the unit that Stripe counts in: 1000 HUF
 * are ten forint, which are written without decimals. So the divisor is Stripe's, and the decimals are `Intl`'s, or more
 * where the amount has more.
 */
export function formatMoney(amount: number, currency: string, locale?: string): string {
  const divisor = 10 ** stripeDecimals(currency);
  const usual = new Intl.NumberFormat(locale, { style: "currency", currency });
  const decimals = usual.resolvedOptions().maximumFractionDigits ?? 0;
  if (amount % (divisor / 10 ** decimals) === 0) return usual.format(amount / divisor);
  const exact = { minimumFractionDigits: stripeDecimals(currency) };
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...exact }).format(amount / divisor);
}

function stripeDecimals(currency: string): number {
  const code = currency.toLowerCase();
  if (NO_DECIMALS.has(code)) return 0;
  return THREE_DECIMALS.has(code) ? 3 : 2;
}
