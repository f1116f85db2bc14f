import type { FromPayments, PaymentsCalls, PaymentsMethod, ToPayments } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import { Refusal } from "../refusal.ts";
import { type Payments, startPayments } from "../start-payments.ts";
import type { Channel } from "./process-channel.ts";

export interface ServeDeps {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

/** Answers the engine until it says `stop` or is gone. */
export function servePayments({ channel, clock, randomness }: ServeDeps, exit: (code: number) => void): void {
  let payments: Payments | undefined;

  function start({ options }: ToPayments & { type: "start" }): void {
    payments = startPayments({ clock, randomness, say: channel.send }, options);
    channel.send({ type: "ready" });
  }

  async function answer(call: number, work: () => Promise<FromPayments & { type: "answer" }>): Promise<void> {
    try {
      channel.send(await work());
    } catch (error) {
      if (error instanceof Refusal)
        return channel.send({ type: "refused", call, refusal: error.refusal, details: error.details });
      channel.send({ type: "failed", call, message: error instanceof Error ? `${error.name}: ${error.message}` : "failed" });
    }
  }

  function stop(code: number): void {
    payments?.[Symbol.dispose]();
    exit(code);
  }

  channel.onClosed(() => stop(0));
  channel.onMessage((message) => {
    if (message.type === "stop") stop(0);
    else if (message.type === "start") start(message);
    else if (message.type === "way") payments?.reachThrough(message.socks);
    else {
      const { call, method, input } = message;
      void answer(call, async () => ({ type: "answer", call, output: await callOf(payments, method, input) }));
    }
  });
}

function callOf<Method extends PaymentsMethod>(
  payments: Payments | undefined,
  method: Method,
  input: PaymentsCalls[Method]["input"],
): Promise<PaymentsCalls[Method]["output"]> {
  if (!payments) throw new Error("a call came before the start");
  return payments.calls[method](input);
}
