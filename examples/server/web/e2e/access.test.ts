import type { Page } from "playwright-core";
import { describe, expect } from "vitest";

import { BANK_ASKS, NO_FUNDS, test, VISA, type Checkout } from "./checkout";
import { lowContrast } from "./contrast";

/** What has the focus, by its label or text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.[0] : element;
    return (label?.textContent ?? "").trim();
  });
}

async function tabTo(page: Page, label: RegExp): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press("Tab");
    if (label.test(await focused(page))) return;
  }
  throw new Error(`Tab does not come to ${label}`);
}

test("keyboard only", async ({ checkout }) => {
  const { page } = checkout;
  await checkout.product("A").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await checkout.total();
  await page.keyboard.press("ArrowDown");
  await page.locator(".total data[value='1000']").waitFor();
  expect(await checkout.product("B").isChecked()).toBe(true);
  // The fields are those of the intent, which is another one's until the server has changed it.
  await page.getByLabel("Card number").and(page.locator(":enabled")).waitFor();
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Card number");
  await page.keyboard.type(BANK_ASKS.replaceAll(" ", ""));
  await page.keyboard.press("Tab");
  await page.keyboard.type("1244");
  await page.keyboard.press("Tab");
  await page.keyboard.type("123");
  await page.keyboard.press("Enter");

  // The bank's dialog holds the focus, and Escape refuses.
  await page.getByRole("dialog").waitFor();
  for (let presses = 0; presses < 5; presses += 1) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => {
      const { activeElement, body } = document;
      return activeElement !== body && activeElement?.closest("dialog") === null;
    });
    expect(outside).toBe(false);
  }
  await page.keyboard.press("Escape");
  await checkout.alert.waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
  await checkout.expectOpen(1000);

  await page.locator("button.pay:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(page, /^Approve$/);
  await page.keyboard.press("Enter");
  await checkout.expectPaidOnce(1000);
  expect(await focused(page)).toBe("Thank you");
  await tabTo(page, /^Buy something else$/);
  await page.keyboard.press("Enter");
  await checkout.product("A").waitFor();
  expect(await focused(page)).toBe("Checkout");
});

test("what a screen reader is told", async ({ checkout }) => {
  const { page } = checkout;
  await checkout.choose("A");
  await checkout.pay();
  await page.locator(".cc-number input:focus").waitFor();
  const snapshot = await page.locator("main").ariaSnapshot();
  expect(snapshot).toContain('heading "Checkout" [level=1]');
  for (const part of [/group "Product"/, /status: Total \$5.00/, /group "Card"/, /textbox "Card number"/, /button "Pay \$5.00"/]) {
    expect(snapshot).toMatch(part);
  }
  const described = await page.getByLabel("Card number").evaluate((input) => {
    return document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent;
  });
  expect(described).toBe("Your card number is incomplete.");
  await checkout.enterCard(VISA);
  await checkout.pay();
  await checkout.expectPaidOnce(500);
});

/** Everything that the page can look like, each looked at. */
async function walkThrough(checkout: Checkout, look: (state: string) => Promise<void>): Promise<void> {
  const { page } = checkout;
  await checkout.product("A").waitFor();
  await look("1 nothing chosen");
  await checkout.choose("B");
  await checkout.pay();
  await page.getByText("Your card number is incomplete.").waitFor();
  await look("2 card missing");
  await checkout.enterCard(NO_FUNDS);
  await page.getByText("Test cards").click();
  await checkout.pay();
  await checkout.alert.waitFor();
  await look("3 declined");
  await checkout.enterCard(BANK_ASKS);
  await checkout.pay();
  await page.getByRole("dialog").waitFor();
  await look("4 bank");
  await page.getByRole("button", { name: "Approve" }).click();
  await checkout.expectPaidOnce(1000);
  await look("5 paid");
}

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true };

for (const colorScheme of ["light", "dark"] as const) {
  describe.each([
    ["on a phone", { ...PHONE, colorScheme }],
    ["on a desktop", { colorScheme }],
  ])("%s", (where, device) => {
    test.override("device", device);

    test(`${colorScheme} ${where}`, async ({ checkout }) => {
      await walkThrough(checkout, async (state) => {
        await checkout.screenshot(state);
        const { page } = checkout;
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect.soft(overflow, state).toBeLessThanOrEqual(0);
        expect.soft(await lowContrast(page), state).toEqual([]);
      });
    });
  });
}
