import type { NetworkView, TronNetwork } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { NodeClient } from "./create-node-client.ts";
import { NetworkError } from "./network-error.ts";
import { type Identified, identifyNetwork } from "./networks.ts";
import { type NodeFace, readNewestBlock } from "./read-block.ts";

/** 17 280 questions a day: a sixth of what TronGrid answers for nothing. */
const LOOK_MS = 10_000;
/** A devnet counts no questions, and whoever tries things out on it waits for what comes in. */
const DEVNET_LOOK_MS = 1_000;
const AFTER_FAILURE_MS = 2_000;
/** Of a head that is older the node does not follow its network any more; blocks are three seconds apart. */
const STALE_MS = 120_000;

export interface NetworkWatch extends Disposable {
  view(): NetworkView;
  /** The contract of USDT, once the network is known to be the right one. */
  usdt(): string | undefined;
  /** Looks now, unless it does already. */
  look(): Promise<NetworkView>;
}

export interface NetworkWatchDeps {
  readonly clock: Clock;
  readonly client: NodeClient;
  readonly network: TronNetwork;
  readonly onView: (view: NetworkView) => void;
}

/** Follows the head and the solidified block, and which network it is that answers. */
export function watchNetwork({ clock, client, network, onView }: NetworkWatchDeps): NetworkWatch {
  let view: NetworkView = { state: "starting", head: null, solid: null, last_success: null, detail: "" };
  let identified: Identified | undefined;
  let looking: Promise<NetworkView> | undefined;
  let next: Disposable | undefined;
  let isStopped = false;

  async function see(): Promise<NetworkView> {
    try {
      if (identified?.kind !== "right") identified = await identifyNetwork(client, network);
      if (identified.kind === "wrong") return { ...view, state: "wrong-network", detail: identified.detail };
      const [head, solid] = await Promise.all([newest(client, "wallet"), newest(client, "walletsolidity")]);
      const last_success = new Date(clock.now()).toISOString();
      const lateMs = clock.now() - Date.parse(head.time);
      // A devnet makes blocks when it is asked to.
      if (network !== "devnet" && lateMs > STALE_MS)
        return {
          ...view,
          state: "unreachable",
          head,
          solid,
          detail: `the node's newest block is ${Math.floor(lateMs / 1_000)} s old`,
        };
      return { state: "ready", head, solid, last_success, detail: "" };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return { ...view, state: "unreachable", detail: error.message };
    }
  }

  async function look(): Promise<NetworkView> {
    next?.[Symbol.dispose]();
    const seen = await see();
    looking = undefined;
    if (isStopped) return seen;
    view = seen;
    onView(view);
    const readyMs = network === "devnet" ? DEVNET_LOOK_MS : LOOK_MS;
    next = clock.after(view.state === "ready" ? readyMs : AFTER_FAILURE_MS, () => void start());
    return view;
  }

  const start = (): Promise<NetworkView> => (looking ??= look());
  void start();
  return {
    view: () => view,
    usdt: () => (identified?.kind === "right" ? identified.usdt : undefined),
    look: start,
    [Symbol.dispose]() {
      isStopped = true;
      next?.[Symbol.dispose]();
    },
  };
}

async function newest(client: NodeClient, face: NodeFace): Promise<{ number: number; time: string }> {
  const { number, timestampMs } = await readNewestBlock(client, face);
  return { number, time: new Date(timestampMs).toISOString() };
}
