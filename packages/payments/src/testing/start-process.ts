import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { FromPayments, PaymentsCalls, PaymentsMethod, PaymentsOptions, ToPayments } from "@lucid/contract";

export { STAKING_RULES } from "./simulation/life.ts";

const PROGRAM = fileURLToPath(new URL("../process/payments.process.ts", import.meta.url));

export interface TestProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Everything that it said. */
  readonly heard: readonly FromPayments[];
  call<Method extends PaymentsMethod>(
    method: Method,
    input: PaymentsCalls[Method]["input"],
  ): Promise<PaymentsCalls[Method]["output"]>;
}

/** The process of payments as a node starts it, ready. */
export async function startProcess(options: Omit<PaymentsOptions, "socks"> & Partial<PaymentsOptions>): Promise<TestProcess> {
  const child = fork(PROGRAM, [], {
    env: {},
    cwd: "/",
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const heard: FromPayments[] = [];
  const waiting = new Map<number, (message: FromPayments) => void>();
  const ready = new Promise<void>((resolve, reject) => {
    child.on("message", (message) => {
      const said = message as FromPayments;
      heard.push(said);
      if (said.type === "ready") resolve();
      if ("call" in said) waiting.get(said.call)?.(said);
    });
    child.once("exit", (code) => reject(new Error(`the process ended with ${code}`)));
  });
  const send = (message: ToPayments): void => void child.send(message);
  send({ type: "start", options: { socks: null, ...options } });
  await ready;
  let calls = 0;
  return {
    child,
    heard,
    async call(method, input) {
      const call = (calls += 1);
      const answer = new Promise<FromPayments>((resolve) => waiting.set(call, resolve));
      send({ type: "call", call, method, input });
      const said = await answer;
      if (said.type === "answer") return said.output;
      if (said.type === "refused") throw new Error(`${said.refusal} ${JSON.stringify(said.details) ?? ""}`.trim());
      throw new Error(said.type === "failed" ? said.message : said.type);
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** Rules of invoices as a node has them where nothing is set. */
export const INVOICE_RULES: PaymentsOptions["invoice_rules"] = { expiry_s: 300, share_permille: 800, payer_open: 5 };

/** Rules of payouts as a node has them where nothing is set. */
export const PAYOUT_RULES: PaymentsOptions["payout_rules"] = {
  ...{ threshold: "10000000", least: "1000000", most: "10000000000", v0_most: "1000000000", fee: "100000" },
  ...{ day_total: "10000000000", hour_total: "1000000000", payee_day: 10, batch: 10, cost_permille: 20 },
  ...{ trx_price: "300000", approve_from: "5000000000" },
};
