/** A server of the page's for tests: answers by method and path, in order, and a record of what was asked. */

import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
}

type Reply = { status: number; json: unknown } | "unreachable";
type Handler = (asked: Asked) => Reply | Promise<Reply>;

export class Server {
  readonly asked: Asked[] = [];
  private readonly handlers = new Map<string, Handler[]>();

  constructor() {
    vi.stubGlobal("fetch", (url: string, init?: RequestInit) => this.answer(url, init));
  }

  /** The last of several answers to the same request is given again and again. */
  on(request: string, ...handlers: (Handler | Reply)[]): this {
    this.handlers.set(request, handlers.map((handler) => (typeof handler === "function" ? handler : () => handler)));
    return this;
  }

  requests(request?: string): string[] {
    const all = this.asked.map(({ method, path }) => `${method} ${path}`);
    return request === undefined ? all : all.filter((made) => made === request);
  }

  private async answer(url: string, init: RequestInit = {}): Promise<Response> {
    const path = url.replace("/api/finances/stripe", "");
    const method = init.method ?? "GET";
    const asked = { method, path, body: parse(init.body), headers: new Headers(init.headers) };
    this.asked.push(asked);
    const handlers = this.handlers.get(`${method} ${path}`) ?? [];
    const handler = handlers.length > 1 ? handlers.shift() : handlers[0];
    if (!handler) throw new TypeError(`no answer for ${method} ${path}`);
    const reply = await handler(asked);
    if (reply === "unreachable") throw new TypeError("fetch failed");
    const text = typeof reply.json === "string" ? reply.json : JSON.stringify(reply.json);
    return new Response(text, { status: reply.status });
  }
}

function parse(body: BodyInit | null | undefined): unknown {
  if (body instanceof URLSearchParams) return Object.fromEntries(body);
  return typeof body === "string" ? JSON.parse(body) : undefined;
}

/** An answer that comes when the test lets it. */
export function held(reply: Reply): { handler: Handler; release: () => void } {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  return { handler: () => released.then(() => reply), release: () => release() };
}

export const AMOUNTS = { A: 500, B: 1000, C: 1500 };

export function intent(product: keyof typeof AMOUNTS, id = "pi_1") {
  return { id, amount: AMOUNTS[product], currency: "usd", client_secret: `${id}_secret_1` };
}

export function ok(json: unknown, status = 200): Reply {
  return { status, json };
}

export function refused(status: number, code: string, message: string, fields?: object): Reply {
  return { status, json: { error: { code, message, ...(fields && { fields }) } } };
}
