import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Receipt } from "./Receipt";
import { intent, ok, Server } from "./testing/server";

const GET = "GET /payment-intent/pi_1/";
/** Longer than the page goes on asking. */
const LONG = 60_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function mirrored(status: string, fulfilled = false) {
  return ok({ ...intent("A"), status, last_payment_error_code: null, fulfilled });
}

async function open(server: Server, replies: ReturnType<typeof ok>[]) {
  server.on(GET, ...replies);
  const onPayOtherwise = vi.fn();
  const { unmount } = render(<Receipt id="pi_1" onBuyAgain={vi.fn()} onPayOtherwise={onPayOtherwise} />);
  await pass(LONG);
  return { onPayOtherwise, unmount };
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

test("what the server has not heard of is not called paid, however long it takes", async () => {
  const server = new Server();
  const { onPayOtherwise } = await open(server, [mirrored("requires_payment_method")]);
  expect(screen.queryByText("Paid")).toBeNull();
  expect(screen.queryByText("Total")).toBeNull();
  expect(screen.getByRole("status").textContent).toContain("has not heard of your payment yet");
  const asked = server.requests(GET).length;
  expect(asked).toBeLessThan(20);
  await pass(LONG);
  expect(server.requests(GET)).toHaveLength(asked);

  screen.getByRole("button", { name: "Back to the payment" }).click();
  expect(onPayOtherwise).toHaveBeenCalledOnce();
  server.on(GET, mirrored("succeeded", true));
  await act(async () => screen.getByRole("button", { name: "Check again" }).click());
  await pass(0);
  expect(screen.getByText("Paid")).toBeTruthy();
});

test("a payment that the bank still has is not called paid", async () => {
  await open(new Server(), [mirrored("processing")]);
  expect(screen.getByText("With your bank")).toBeTruthy();
  expect(screen.queryByText("Paid")).toBeNull();
  expect(screen.queryByRole("button", { name: "Back to the payment" })).toBeNull();
});

test("a payment is shown before its order is fulfilled, and says so", async () => {
  await open(new Server(), [mirrored("succeeded")]);
  expect(screen.getByText("Paid")).toBeTruthy();
  expect(screen.getByText("Not fulfilled yet")).toBeTruthy();
});

test("an order that is fulfilled before the intent's row says so is waited for", async () => {
  await open(new Server(), [mirrored("requires_payment_method", true), mirrored("succeeded", true)]);
  expect(screen.getByText("Paid")).toBeTruthy();
});

test("a payment that was canceled is said to be", async () => {
  const { onPayOtherwise } = await open(new Server(), [mirrored("canceled")]);
  expect(screen.getByRole("status").textContent).toContain("was canceled");
  screen.getByRole("button", { name: "Back to the payment" }).click();
  expect(onPayOtherwise).toHaveBeenCalledOnce();
});

test("an answer that fails is asked for again", async () => {
  await open(new Server(), [{ status: 500, json: "" }, mirrored("succeeded", true)]);
  expect(screen.getByText("Fulfilled")).toBeTruthy();
});

test("who leaves the page asks no more", async () => {
  const server = new Server().on(GET, mirrored("processing"));
  const { unmount } = render(<Receipt id="pi_1" onBuyAgain={vi.fn()} onPayOtherwise={vi.fn()} />);
  await pass(0);
  unmount();
  await pass(LONG);
  expect(server.requests(GET)).toHaveLength(1);
});
