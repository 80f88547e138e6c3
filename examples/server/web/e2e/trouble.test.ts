import type { Route } from "playwright-core";
import { expect } from "vitest";

import { test, VISA } from "./checkout";

const CONFIRM = "**/v1/payment_intents/*/confirm";

test("reload in the middle", async ({ checkout }) => {
  await checkout.choose("B");
  const before = await checkout.total();
  await checkout.enterCard(VISA);
  await checkout.page.reload();
  expect(await checkout.total()).toEqual(before);
  expect(await checkout.product("B").isChecked()).toBe(true);
  await checkout.expectOpen(1000);
  await checkout.enterCard(VISA);
  await checkout.pay();
  await checkout.expectPaidOnce(1000);
  // And once more: the page does not offer to pay again.
  await checkout.page.reload();
  await checkout.expectPaidOnce(1000);
  expect(checkout.confirmations).toBe(1);
});

test("reload while the payment is under way", async ({ checkout }) => {
  const { page } = checkout;
  await checkout.choose("A");
  await checkout.enterCard(VISA);
  // Stripe takes the payment, and its answer never reaches the page.
  const lost = new Promise<void>((taken) => {
    void page.route(CONFIRM, async (route) => {
      await route.fetch();
      taken();
    });
  });
  await checkout.pay();
  await lost;
  await page.reload();
  await checkout.expectPaidOnce(500);
  expect(checkout.confirmations).toBe(1);
});

test("the answer to the confirmation is lost", async ({ checkout }) => {
  const { page } = checkout;
  await checkout.choose("A");
  await checkout.enterCard(VISA);
  await page.route(CONFIRM, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await checkout.pay();
  // Either the webhook is in by now, or the page says that it does not know, and one more click finds it paid.
  const unknown = checkout.alert.getByText("not known whether you have paid");
  await unknown.or(page.locator(".receipt")).first().waitFor();
  if (await unknown.isVisible()) await checkout.pay();
  await checkout.expectPaidOnce(500);
});

test("the card's fields are slow to come", async ({ checkout }) => {
  let come = () => {};
  const late = new Promise<void>((resolve) => (come = resolve));
  await checkout.page.route("**/assets/FakeStripeFields*", async (route) => {
    await late;
    await route.continue();
  });
  await checkout.choose("A");
  expect(await checkout.payButton.getAttribute("aria-disabled")).toBe("true");
  come();
  await checkout.enterCard(VISA);
  await checkout.pay();
  await checkout.expectPaidOnce(500);
});

test("webhook arriving before the answer to the creation", async ({ checkout, server }) => {
  await server.faults({ hold_answers: true });
  await checkout.product("A").check();
  await expect.poll(() => server.paymentIntents(), { timeout: 20_000 }).toHaveLength(1);
  expect(await checkout.totalText()).toBe("Total Asking…");
  await server.faults({ hold_answers: false });
  await checkout.expectOpen(500);
  await checkout.enterCard(VISA);
  await checkout.pay();
  await checkout.expectPaidOnce(500);
});

test("webhook arriving before the answer to the confirmation", async ({ checkout, server }) => {
  await checkout.choose("A");
  await checkout.enterCard(VISA);
  const status = async () => (await server.paymentIntents())[0]?.status;
  await checkout.page.route(CONFIRM, async (route: Route) => {
    const response = await route.fetch();
    await expect.poll(status, { timeout: 20_000 }).toBe("succeeded");
    await route.fulfill({ response });
  });
  await checkout.pay();
  await checkout.expectPaidOnce(500);
});

test("Stripe down and back", async ({ checkout, server }) => {
  const tryAgain = checkout.page.getByRole("button", { name: "Try again" });
  await server.faults({ down: true });
  await checkout.product("A").check();
  await tryAgain.waitFor();
  expect(await checkout.totalText()).toBe("Total Not known");
  await checkout.screenshot("down");
  await server.faults({ down: false });
  await tryAgain.click();
  await checkout.expectOpen(500);
  expect(await checkout.alert.count()).toBe(0);

  await checkout.enterCard(VISA);
  await server.faults({ down: true });
  await checkout.product("B").check();
  await tryAgain.waitFor();
  expect(await checkout.totalText()).toBe("Total Not known");
  await checkout.payButton.click({ force: true });
  expect(checkout.confirmations).toBe(0);
  await server.faults({ down: false });
  await tryAgain.click();
  await checkout.expectOpen(1000);
  await checkout.pay();
  await checkout.receipt();
  const [row, ...others] = await server.paymentIntents();
  expect([row?.status, row?.amount, others]).toEqual(["succeeded", 1000, []]);
});

test("the order is changed in another tab", async ({ checkout, server }) => {
  await checkout.choose("A");
  await checkout.enterCard(VISA);
  const other = await checkout.page.context().newPage();
  await other.goto(server.url);
  await other.locator("input[value=C]").check();
  await other.locator(".total data[value='1500']").waitFor();
  await checkout.pay();
  // The customer sees 5.00 in this tab, and pays that.
  await checkout.expectPaidOnce(500);

  // The other tab learns that there is nothing left to pay.
  await other.getByLabel("Card number").fill(VISA);
  await other.getByLabel("Expiry date").fill("12 / 44");
  await other.getByLabel("Security code").fill("123");
  await other.locator("button.pay").click();
  await other.locator(".receipt[data-status=succeeded] data[value='500']").waitFor();
  await checkout.expectPaidOnce(500);
});

test("the visitor's cookie is lost", async ({ checkout, server }) => {
  await checkout.choose("A");
  await checkout.page.context().clearCookies();
  await checkout.choose("B");
  // Somebody else now, with an intent of their own; nobody's intent is shown to another.
  await checkout.enterCard(VISA);
  await checkout.pay();
  const paid = await checkout.receipt();
  expect(paid).toMatchObject({ status: "succeeded", amount: 1000 });
  const rows = await server.paymentIntents();
  expect(rows).toHaveLength(2);
  expect(rows).toContainEqual({ ...paid, currency: "usd" });
});
