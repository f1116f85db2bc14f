import {
  type FromPayments,
  invoiceErrors,
  LucidError,
  type NetworkView,
  type PaymentsCalls,
  type PaymentsMethod,
  type PaymentsOptions,
  payoutErrors,
  tronErrors,
} from "@lucid/contract";
import type { Clock, Log, Supervisor } from "@lucid/foundation";
import type { PaymentsPort, PaymentsProcess } from "./payments-port.ts";

/** Longer than the process waits for a network, so that it says itself what it waited for. */
const CALL_MS = 30_000;
/** Twenty times what it takes on a machine that does something else. */
const READY_MS = 20_000;

export interface PaymentsLinkDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly supervisor: Supervisor;
  readonly port: PaymentsPort;
  /** The way to TRON that holds now: `PaymentsOptions.socks`. */
  readonly socks: () => string | null;
  /** Something that `network()` answers is another now. */
  readonly onNetwork: () => void;
  /** A life of the process has begun that can be asked. */
  readonly onReady: () => void;
  readonly onWallet: (changed: FromPayments & { readonly type: "wallet" }) => void;
  readonly onTransfer: (changed: FromPayments & { readonly type: "transfer" }) => void;
  readonly onPayouts: (payee: string | null) => void;
  readonly onInvoices: (changed: FromPayments & { readonly type: "invoices" }) => void;
}

/** The engine's end of the one typed port to the process of payments, which is kept running. */
export interface PaymentsLink extends AsyncDisposable {
  /** How the network is; undefined while the process is not running. */
  network(): NetworkView | undefined;
  /** @throws PAYMENTS_AWAY when the process is not running, ends meanwhile or does not answer. */
  call<Method extends PaymentsMethod>(
    method: Method,
    input: PaymentsCalls[Method]["input"],
  ): Promise<PaymentsCalls[Method]["output"]>;
  /** `socks()` may be another one now. */
  wayChanged(): void;
}

interface Waiting {
  readonly resolve: (output: PaymentsCalls[PaymentsMethod]["output"]) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Disposable;
}

const REFUSALS = { ...tronErrors.spec, ...payoutErrors.spec, ...invoiceErrors.spec };

const STARTING: NetworkView = { state: "starting", head: null, solid: null, last_success: null, detail: "" };

export async function startPaymentsLink(deps: PaymentsLinkDeps, options: Omit<PaymentsOptions, "socks">): Promise<PaymentsLink> {
  const { clock, log, supervisor, port, socks, onNetwork, onReady, onWallet, onTransfer, onPayouts, onInvoices } = deps;
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let running: PaymentsProcess | undefined;
  /** What the running process was told last of its way. */
  let way: string | null = null;
  let view: NetworkView | undefined;

  function take(call: number): Waiting | undefined {
    const found = waiting.get(call);
    waiting.delete(call);
    found?.timer[Symbol.dispose]();
    return found;
  }

  function show(next: NetworkView | undefined): void {
    view = next;
    onNetwork();
  }

  function hear(message: FromPayments): void {
    if (message.type === "answer") take(message.call)?.resolve(message.output);
    else if (message.type === "network") show(message.view);
    else if (message.type === "wallet") onWallet(message);
    else if (message.type === "transfer") onTransfer(message);
    else if (message.type === "payouts") onPayouts(message.payee);
    else if (message.type === "invoices") onInvoices(message);
    else if (message.type === "refused") take(message.call)?.reject(new LucidError(REFUSALS[message.refusal], message.details));
    else if (message.type === "failed") {
      log.error({ cause: message.message }, "payments failed to answer a call");
      take(message.call)?.reject(tronErrors.PAYMENTS_AWAY());
    }
  }

  /** One life. It does its work once it has said that it is ready; what does not say so is ended. */
  function startOne(worked: () => void): PaymentsProcess {
    const late = clock.after(READY_MS, () => {
      log.error({ readyMs: READY_MS }, "the process of payments did not become ready");
      void process[Symbol.asyncDispose]();
    });
    const process = port.start((message) => {
      if (message.type === "ready") {
        late[Symbol.dispose]();
        worked();
        onReady();
      }
      hear(message);
    });
    running = process;
    show(STARTING);
    way = socks();
    process.send({ type: "start", options: { ...options, socks: way } });
    void process.exited.then(() => {
      late[Symbol.dispose]();
      running = undefined;
      for (const call of waiting.keys()) take(call)?.reject(tronErrors.PAYMENTS_AWAY());
      show(undefined);
    });
    return process;
  }

  const unit = await supervisor.start<string>({
    kind: "payments",
    name: options.network,
    reportsWork: true,
    // That it does not come up is no reason for the node not to: nobody waits until it is ready.
    start: async (_signal, self) => startOne(() => self.worked()),
  });

  return {
    network: () => view,
    call(method, input) {
      const process = running;
      if (!process) return Promise.reject(tronErrors.PAYMENTS_AWAY());
      const id = (calls += 1);
      const { promise, resolve, reject } = Promise.withResolvers<PaymentsCalls[typeof method]["output"]>();
      const timer = clock.after(CALL_MS, () => take(id)?.reject(tronErrors.PAYMENTS_AWAY()));
      waiting.set(id, { resolve, reject, timer });
      process.send({ type: "call", call: id, method, input });
      return promise;
    },
    wayChanged() {
      if (!running || socks() === way) return;
      way = socks();
      running.send({ type: "way", socks: way });
      show(STARTING);
    },
    [Symbol.asyncDispose]: () => unit[Symbol.asyncDispose](),
  };
}
