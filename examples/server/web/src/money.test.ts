import { expect, test } from "vitest";

import { formatMoney } from "./money";

// What `Intl` puts between a code and a number is a no-break space.
const plain = (text: string) => text.replace(/\s/g, " ");

test.each([
  [500, "usd", "$5.00"],
  [1, "usd", "$0.01"],
  [0, "usd", "$0.00"],
  [123456789, "usd", "$1,234,567.89"],
  [500, "jpy", "¥500"],
  [5120, "kwd", "KWD 5.120"],
  [1000, "eur", "€10.00"],
  // Written without decimals, counted in hundredths.
  [1000, "huf", "HUF 10"],
  [1045, "huf", "HUF 10.45"],
  [500, "isk", "ISK 5"],
  [9007199254740991, "jpy", "¥9,007,199,254,740,991"],
])("%i in %s is %s", (amount, currency, written) => {
  expect(plain(formatMoney(amount, currency, "en-US"))).toBe(written);
});

test("a locale writes it its own way", () => {
  expect(plain(formatMoney(123450, "eur", "de-DE"))).toBe("1.234,50 €");
});
