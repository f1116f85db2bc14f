import type { FromKeeper, ToKeeper } from "./unlock.protocol.ts";

/** Where a tab is told something. */
export interface TabPort {
  postMessage(message: FromKeeper): void;
}

export interface UnlockKeeperDeps {
  readonly now: () => number;
  /** Signs a text with the key of a phrase: TRON message signature in hex. */
  readonly sign: (phrase: string, text: string) => Promise<string>;
}

interface Held {
  readonly address: string;
  readonly phrase: string;
  readonly identity: string | undefined;
  readonly untilMs: number | undefined;
}

/** Longest wait of a timer: a later end is waited for in several. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * Keeps one unlocked wallet for all tabs of a browser, in memory only. Tabs get the encryption identity and signatures;
 * the phrase comes in once and never goes out. Returns what takes a new tab in, and gives back what takes the messages of that tab.
 */
export function createUnlockKeeper(deps: UnlockKeeperDeps): (port: TabPort) => (message: ToKeeper) => void {
  const ports = new Set<TabPort>();
  let held: Held | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const state = (): FromKeeper => {
    if (!held) return { type: "state", unlocked: undefined };
    const { address, identity, untilMs } = held;
    return { type: "state", unlocked: { address, identity, untilMs } };
  };

  function change(next: Held | undefined): void {
    held = next;
    clearTimeout(timer);
    timer = undefined;
    if (held?.untilMs !== undefined)
      timer = setTimeout(expire, Math.min(Math.max(held.untilMs - deps.now(), 0), LONGEST_WAIT_MS));
    for (const port of ports) port.postMessage(state());
  }

  /** Also asked before every use: a computer that slept has not counted. */
  function expire(): void {
    if (held?.untilMs === undefined) return;
    if (deps.now() >= held.untilMs) change(undefined);
    else change(held);
  }

  async function sign(port: TabPort, call: number, address: string, text: string): Promise<void> {
    const phrase = held?.address === address ? held.phrase : undefined;
    if (phrase === undefined) return port.postMessage({ type: "refused", call });
    port.postMessage({ type: "signed", call, signature: await deps.sign(phrase, text) });
  }

  function take(port: TabPort, message: ToKeeper): void {
    if (held?.untilMs !== undefined && deps.now() >= held.untilMs) change(undefined);
    switch (message.type) {
      case "hold": {
        const { address, phrase, untilMs } = message;
        return change({ address, phrase, untilMs, identity: held?.address === address ? held.identity : undefined });
      }
      case "identity":
        if (held?.address === message.address) change({ ...held, identity: message.identity });
        return;
      case "until":
        if (held) change({ ...held, untilMs: message.untilMs });
        return;
      case "sign":
        void sign(port, message.call, message.address, message.text);
        return;
      case "lock":
        change(undefined);
    }
  }

  return (port) => {
    ports.add(port);
    if (held?.untilMs !== undefined && deps.now() >= held.untilMs) held = undefined;
    port.postMessage(state());
    return (message) => take(port, message);
  };
}
