import { expect } from "vitest";

import { BANK_ASKS, NO_FUNDS, test, VISA } from "./checkout";

test("pay", async ({ checkout }) => {
  await checkout.screenshot("nothing chosen");
  await checkout.choose("A");
  expect(await checkout.totalText()).toBe("Total $5.00");
  await checkout.enterCard(VISA);
  await checkout.screenshot("card entered");
  await checkout.pay();
  await checkout.expectPaidOnce(500);
  await checkout.screenshot("paid");
});

test("change the product, then pay", async ({ checkout }) => {
  await checkout.choose("A");
  const first = await checkout.total();
  await checkout.enterCard(VISA);
  await checkout.choose("C");
  expect(await checkout.total()).toEqual({ id: first.id, amount: 1500 });
  await checkout.choose("B");
  expect(await checkout.total()).toEqual({ id: first.id, amount: 1000 });
  // The card is still there.
  await checkout.pay();
  await checkout.expectPaidOnce(1000);
});

test("decline, then pay with another card", async ({ checkout }) => {
  await checkout.choose("B");
  await checkout.enterCard(NO_FUNDS);
  await checkout.pay();
  await checkout.alert.getByText("Your card has insufficient funds.").waitFor();
  await checkout.expectOpen(1000);
  await checkout.screenshot("declined");
  await checkout.enterCard(VISA);
  await checkout.pay();
  await checkout.expectPaidOnce(1000);
});

test("wrong card numbers are said at their fields", async ({ checkout }) => {
  await checkout.choose("A");
  await checkout.enterCard("4242 4242 4242 4241");
  await checkout.pay();
  await checkout.page.getByText("Your card number is incorrect.").waitFor();
  await checkout.page.locator(".cc-number input:focus").waitFor();
  await checkout.page.getByLabel("Card number").fill(VISA);
  expect(await checkout.page.locator(".field-error").count()).toBe(0);
  await checkout.page.getByLabel("Expiry date").fill("12 / 20");
  await checkout.pay();
  await checkout.page.getByText("Your card's expiration year is invalid.").waitFor();
  await checkout.screenshot("expired");
  await checkout.enterCard(VISA);
  await checkout.pay();
  await checkout.expectPaidOnce(500);
});

test("double click", async ({ checkout }) => {
  await checkout.product("A").dblclick();
  await checkout.total();
  await checkout.enterCard(VISA);
  await checkout.payButton.dblclick();
  await checkout.expectPaidOnce(500);
  expect(checkout.confirmations).toBe(1);
});

test("quick changes of mind end with the last product", async ({ checkout }) => {
  await checkout.product("A").waitFor();
  await checkout.page.evaluate(() => {
    const inputs = document.querySelectorAll<HTMLInputElement>("input[name=product]");
    for (const product of [0, 1, 0, 2, 1]) inputs[product]!.click();
  });
  await checkout.enterCard(VISA);
  expect((await checkout.total()).amount).toBe(1000);
  await checkout.pay();
  await checkout.expectPaidOnce(1000);
});

test("authentication passed", async ({ checkout }) => {
  await checkout.choose("C");
  await checkout.enterCard(BANK_ASKS);
  await checkout.pay();
  const dialog = checkout.page.getByRole("dialog", { name: "Confirm your payment" });
  await dialog.getByText("$15.00").waitFor();
  await checkout.screenshot("bank");
  await checkout.expectOpen(1500, "requires_action");
  await dialog.getByRole("button", { name: "Approve" }).click();
  await checkout.expectPaidOnce(1500);
});

test("authentication failed, then another card", async ({ checkout }) => {
  await checkout.choose("C");
  await checkout.enterCard(BANK_ASKS);
  await checkout.pay();
  await checkout.page.getByRole("button", { name: "Refuse" }).click();
  await checkout.alert.getByText("Your bank did not confirm the payment.").waitFor();
  await checkout.expectOpen(1500);
  await checkout.screenshot("refused");
  await checkout.enterCard(VISA);
  await checkout.pay();
  await checkout.expectPaidOnce(1500);
});

test("a saved card pays a second time", async ({ checkout, server }) => {
  const { page } = checkout;
  await checkout.choose("A");
  await checkout.enterCard(VISA);
  await checkout.pay();
  const first = await checkout.receipt();
  const saved = async () => {
    const answer = await page.request.get(`${server.url}/api/finances/stripe/payment-methods/`);
    return ((await answer.json()) as { payment_methods: unknown[] }).payment_methods;
  };
  await expect.poll(saved, { timeout: 20_000 }).toHaveLength(1);

  await page.getByRole("button", { name: "Buy something else" }).click();
  await checkout.choose("B");
  const card = page.getByRole("radio", { name: "Visa ending in 4242" });
  expect(await card.isChecked()).toBe(true);
  expect(await page.getByLabel("Card number").count()).toBe(0);
  await checkout.screenshot("saved card");
  await checkout.pay();
  await page.locator(`.receipt:not([data-payment-intent=${first.id}])`).waitFor();
  const second = await checkout.receipt();

  expect([first, second]).toMatchObject([
    { status: "succeeded", amount: 500 },
    { status: "succeeded", amount: 1000 },
  ]);
  const rows = [first, second].map((shown) => ({ ...shown, currency: "usd" }));
  expect(await server.paymentIntents()).toEqual(expect.arrayContaining(rows));
  expect(await server.paymentIntents()).toHaveLength(2);
  expect(await server.requests("POST /v1/payment_intents")).toBe(2);
  // It is the same card, and was not saved again.
  expect(await saved()).toHaveLength(1);
});
