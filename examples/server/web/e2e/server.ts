/** The example server, one process with a database of its own for each test. */

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const STARTED_WITHIN_MS = 30_000;

export interface PaymentIntentRow {
  id: string;
  status: string;
  amount: number;
  currency: string;
}

export class Server {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly directory: string,
    private readonly lines: string[],
  ) {}

  static async start(): Promise<Server> {
    const binary = process.env["SERVER_BINARY"];
    if (!binary) throw new Error("SERVER_BINARY is not set: build the example server, and say where it is (see README.md)");
    const directory = await mkdtemp(join(tmpdir(), "payment-page-"));
    const child = spawn(resolve(process.env["INIT_CWD"] ?? ".", binary), {
      cwd: resolve(import.meta.dirname, "../../../.."),
      env: {
        PATH: process.env["PATH"],
        RUST_LOG: process.env["RUST_LOG"] ?? "info",
        BIND: "127.0.0.1:0",
        DATABASE_URL: databaseIn(directory),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const lines: string[] = [];
    try {
      return new Server(await address(child, lines), child, directory, lines);
    } catch (error) {
      child.kill("SIGKILL");
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, "exit");
      this.child.kill("SIGTERM");
      await ended;
    }
    await rm(this.directory, { recursive: true, force: true });
  }

  /** What the process has printed. */
  log(): string {
    return this.lines.join("");
  }

  /** The mirrored intents, oldest first, as another program sees them. */
  async paymentIntents(): Promise<PaymentIntentRow[]> {
    const query = "SELECT id, status, amount, currency FROM stripe_payment_intents ORDER BY created, id";
    const file = databaseIn(this.directory);
    const options = ["-readonly", "-json", "-cmd", ".timeout 5000"];
    const { stdout } = await promisify(execFile)("sqlite3", [...options, file, query]);
    return stdout.trim() === "" ? [] : (JSON.parse(stdout) as PaymentIntentRow[]);
  }

  /** How often Stripe was asked for this, such as `POST /v1/payment_intents`. */
  async requests(request: string): Promise<number> {
    const response = await fetch(`${this.url}/fake-stripe/requests?path=${encodeURIComponent(request)}`);
    return ((await response.json()) as unknown[]).length;
  }

  async faults(faults: { down?: boolean; hold_answers?: boolean }): Promise<void> {
    const response = await fetch(`${this.url}/fake-stripe/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(faults),
    });
    if (!response.ok) throw new Error(`/fake-stripe/faults answered ${response.status}`);
  }
}

function databaseIn(directory: string): string {
  return join(directory, "server.sqlite3");
}

/** The address that the server prints once it listens. */
async function address(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((found, failed) => {
    const fail = (why: string) => failed(new Error(`the example server ${why}\n${lines.join("")}`));
    const timer = setTimeout(() => fail("did not say where it listens"), STARTED_WITHIN_MS);
    const read = (chunk: Buffer) => {
      lines.push(chunk.toString());
      const url = /listening on (http:\/\/\S+)/.exec(lines.join(""))?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      found(url.replace(/\/$/, ""));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.on("error", (error) => fail(`could not be started: ${error.message}`));
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${code ?? signal}`);
    });
  });
}
