import type { Page } from "playwright-core";
import { expect } from "vitest";

import { test, VISA } from "./checkout";

/**
 * What Stripe.js does at Stripe, done at FakeStripe: enough of it for Stripe's React components to run as they are. The
 * real one comes from Stripe's server only.
 */
function stripeJs(apiBase: string): string {
  return `
    window.asked = [];
    window.Stripe = (key) => {
      const element = { mount: (at) => (at.textContent = "Payment Element"), on() {}, once() {}, off() {}, update() {}, destroy() {}, focus() {} };
      const elements = (options) => ({
        options, create: () => element, getElement: () => element, update() {}, on() {}, once() {}, off() {},
        fetchUpdates: async () => (window.asked.push("fetchUpdates"), {}),
        submit: async () => (window.asked.push("submit"), {}),
      });
      const confirmPayment = async ({ elements, clientSecret, confirmParams, redirect }) => {
        window.asked.push("confirmPayment " + redirect + " " + confirmParams.return_url);
        const secret = clientSecret ?? elements.options.clientSecret;
        const form = new URLSearchParams({ client_secret: secret });
        if (confirmParams.payment_method) form.set("payment_method", confirmParams.payment_method);
        else form.set("payment_method", "pm_card_visa");
        const answer = await fetch(${JSON.stringify(apiBase)} + "/v1/payment_intents/" + secret.split("_secret")[0] + "/confirm", {
          method: "POST", body: form, headers: { authorization: "Bearer " + key },
        });
        const json = await answer.json();
        return answer.ok ? { paymentIntent: json } : { error: json.error };
      };
      return { elements, confirmPayment, createToken() {}, createPaymentMethod() {}, confirmCardPayment() {}, registerAppInfo() {}, _registerWrapper() {} };
    };`;
}

/** The page as it is with the real Stripe, whose Stripe.js can be had or not. */
async function withStripe(page: Page, available: () => boolean): Promise<void> {
  let apiBase = "";
  await page.route("**/api/finances/stripe/config/", async (route) => {
    const response = await route.fetch();
    const config = (await response.json()) as { api_base: string };
    apiBase = config.api_base;
    await route.fulfill({ response, json: { ...config, api_base: null } });
  });
  await page.route("https://js.stripe.com/**", async (route) => {
    if (!available()) return route.abort();
    return route.fulfill({ contentType: "text/javascript", body: stripeJs(apiBase) });
  });
  await page.reload();
}

test("with Stripe's own elements: change the product, then pay", async ({ checkout }) => {
  const { page } = checkout;
  await withStripe(page, () => true);
  await checkout.choose("A");
  await page.getByText("Payment Element").waitFor();
  expect(await page.getByLabel("Card number").count()).toBe(0);
  await checkout.choose("C");
  await expect.poll(() => page.evaluate("asked")).toEqual(["fetchUpdates"]);
  await checkout.pay();
  await checkout.expectPaidOnce(1500);
  const address = `${new URL(page.url()).origin}/`;
  const asked = ["fetchUpdates", "fetchUpdates", "submit", `confirmPayment if_required ${address}`];
  expect(await page.evaluate("asked")).toEqual(asked);
});

test("Stripe.js cannot be loaded at first", async ({ checkout }) => {
  const { page } = checkout;
  let available = false;
  await withStripe(page, () => available);
  await checkout.choose("B");
  await checkout.alert.getByText("Stripe could not be loaded").waitFor();
  available = true;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Payment Element").waitFor();
  await checkout.pay();
  await checkout.expectPaidOnce(1000);
});

test("with FakeStripe, nobody else is asked for anything", async ({ checkout }) => {
  const { page } = checkout;
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).hostname));
  await page.reload();
  await checkout.choose("A");
  await checkout.enterCard(VISA);
  await checkout.pay();
  await checkout.expectPaidOnce(500);
  expect([...hosts]).toEqual(["127.0.0.1"]);
});
