/** The page as a customer uses it, and what it claims. */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from "playwright-core";
import { expect, onTestFailed, test as base } from "vitest";

import { Server, type PaymentIntentRow } from "./server";

export const VISA = "4242 4242 4242 4242";
export const NO_FUNDS = "4000 0000 0000 9995";
export const BANK_ASKS = "4000 0027 6000 3184";

const SCREENSHOTS = join(import.meta.dirname, "../screenshots");
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking";
const MORE_FLAGS = "--disable-component-update --disable-sync";
/** For whatever the page shows next. */
const SHOWN_WITHIN_MS = 20_000;

interface Fixtures {
  browser: Browser;
  server: Server;
  /** How the browser is: its size, its colours. A test sets its own with `test.override`. */
  device: BrowserContextOptions;
  checkout: Checkout;
}

export const test = base.extend<Fixtures>({
  browser: [
    async ({}, use) => {
      const args = `${FLAGS} ${MORE_FLAGS}`.split(" ");
      const browser = await chromium.launch({ executablePath: CHROMIUM, args });
      await use(browser);
      await browser.close();
    },
    { scope: "file" },
  ],
  server: async ({}, use) => {
    const server = await Server.start();
    onTestFailed(() => console.error(server.log()));
    await use(server);
    await server.stop();
  },
  device: {},
  checkout: async ({ browser, server, device, task }, use) => {
    // Nobody else's address: the page needs nothing but its server and the Stripe that it names.
    const context = await browser.newContext({ locale: "en-US", viewport: { width: 1180, height: 860 }, ...device });
    context.setDefaultTimeout(SHOWN_WITHIN_MS);
    const page = await context.newPage();
    const errors: Error[] = [];
    page.on("pageerror", (error) => errors.push(error));
    const checkout = new Checkout(page, server, task.name);
    await page.goto(server.url);
    await use(checkout);
    if (task.result?.state === "fail") await checkout.screenshot("failed");
    await context.close();
    expect(errors).toEqual([]);
  },
});

export class Checkout {
  /** The confirmations that the browser has sent. */
  confirmations = 0;

  constructor(
    readonly page: Page,
    readonly server: Server,
    private readonly name: string,
  ) {
    page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/confirm")) this.confirmations += 1;
    });
  }

  product(product: string): Locator {
    return this.page.locator(`input[name=product][value=${product}]`);
  }

  get payButton(): Locator {
    return this.page.locator("button.pay");
  }

  get alert(): Locator {
    return this.page.getByRole("alert");
  }

  /** Chooses a product, and waits for the server's total. */
  async choose(product: string): Promise<void> {
    await this.product(product).check();
    await this.total();
  }

  async enterCard(number: string): Promise<void> {
    await this.page.getByLabel("Card number").fill(number);
    await this.page.getByLabel("Expiry date").fill("12 / 44");
    await this.page.getByLabel("Security code").fill("123");
  }

  async pay(): Promise<void> {
    await this.payButton.click();
  }

  /** Waits until a total is shown, and returns the intent that it is of. */
  async total(): Promise<{ id: string; amount: number }> {
    const amount = await this.page.locator(".total data").getAttribute("value");
    const id = await this.page.locator(".total").getAttribute("data-payment-intent");
    return { id: id ?? "", amount: Number(amount) };
  }

  async totalText(): Promise<string> {
    return (await this.page.locator(".total").innerText()).replace(/\s+/g, " ");
  }

  /** Waits for the receipt of a payment that the server knows of, and whose order it has fulfilled. */
  async receipt(): Promise<Pick<PaymentIntentRow, "id" | "status" | "amount">> {
    const receipt = this.page.locator(".receipt");
    await receipt.getByText("Fulfilled", { exact: true }).waitFor();
    await receipt.getByText("Paid", { exact: true }).waitFor();
    const id = await receipt.getAttribute("data-payment-intent");
    const status = await receipt.getAttribute("data-status");
    const amount = await receipt.locator("data").getAttribute("value");
    return { id: id ?? "", status: status ?? "", amount: Number(amount) };
  }

  /** The payment's end: the receipt is the only row, and Stripe was asked for one intent. */
  async expectPaidOnce(amount: number): Promise<void> {
    const { id, ...shown } = await this.receipt();
    expect(shown).toEqual({ status: "succeeded", amount });
    expect(await this.server.paymentIntents()).toEqual([{ id, status: "succeeded", amount, currency: "usd" }]);
    expect(await this.server.requests("POST /v1/payment_intents")).toBe(1);
  }

  /** The payment goes on: the total that is shown is the row's, once the webhook is in. */
  async expectOpen(amount: number, status = "requires_payment_method"): Promise<void> {
    const total = await this.total();
    expect(total.amount).toBe(amount);
    await expect
      .poll(() => this.server.paymentIntents(), { timeout: SHOWN_WITHIN_MS })
      .toEqual([{ id: total.id, status, amount, currency: "usd" }]);
  }

  async screenshot(state: string): Promise<void> {
    await mkdir(SCREENSHOTS, { recursive: true });
    const name = `${this.name} ${state}`.replace(/\W+/g, "-").toLowerCase();
    // A dialog is drawn over what the window shows, and not over the whole page.
    const fullPage = (await this.page.locator("dialog[open]").count()) === 0;
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage });
  }
}
