import { expect, test } from "vitest";

import { fieldOf, formatExpiry, formatNumber, readCard } from "./cardEntry";

const GOOD = { number: "4242 4242 4242 4242", expiry: "12 / 34", cvc: "123" };

test("a card is read as people write it", () => {
  const card = { number: "4242424242424242", expMonth: 12, expYear: 2034, cvc: "123" };
  expect(readCard(GOOD)).toEqual({ card });
  expect(readCard({ ...GOOD, number: "4242-4242-4242-4242", expiry: "12/2034" })).toEqual({ card });
  expect(readCard({ ...GOOD, expiry: "1/34" })).toEqual({ card: { ...card, expMonth: 1 } });
});

test("what is missing is said for each field", () => {
  expect(readCard({ number: "4242", expiry: "", cvc: "12" })).toEqual({
    errors: {
      number: "Your card number is incomplete.",
      expiry: "Enter the month and the year, as in 12 / 30.",
      cvc: "Your card's security code is incomplete.",
    },
  });
  expect(readCard({ ...GOOD, expiry: "12 34" })).toEqual({ errors: { expiry: expect.any(String) as string } });
});

test("the number is grouped while it is typed", () => {
  expect(formatNumber("42424")).toBe("4242 4");
  expect(formatNumber("4242 4242 4242 4242")).toBe("4242 4242 4242 4242");
});

test("the slash comes and goes by itself", () => {
  const typed = [..."1234"].reduce((before, key) => formatExpiry(before + key, before), "");
  expect(typed).toBe("12 / 34");
  expect(formatExpiry("12 /", "12 / ")).toBe("12 /");
  expect(formatExpiry("12/34", "")).toBe("12 / 34");
});

test.each([
  ["payment_method_data[card][number]", "number"],
  ["payment_method_data[card][exp_year]", "expiry"],
  ["cvc", "cvc"],
  ["payment_method", undefined],
])("the parameter %s is the field %s", (param, field) => {
  expect(fieldOf({ type: "card_error", param })).toBe(field);
});
