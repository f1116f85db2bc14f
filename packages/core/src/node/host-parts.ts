import type { ChainTransport } from "@lucid/chain";
import type { PartHealth } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { LogLines } from "../node-log/index.ts";
import type { TorPort } from "../tor/index.ts";
import type { PaymentsPort } from "../tron/index.ts";

/** A part of the host that works beside the node: the node shows how it is, and ends it when the node ends. */
export interface HostPart extends AsyncDisposable {
  /** How it is, by its own last success. */
  health(): PartHealth | Promise<PartHealth>;
}

/** Each one may be absent, and then nothing is said of it. */
export interface HostParts {
  /** Runs the process that holds TRON keys, where settings name a network for it. */
  readonly payments?: PaymentsPort;
  /** How the chain reaches other nodes; without one this node is alone. */
  readonly transport?: HostPart & ChainTransport;
  /** How the node gets a tor of its own, where it is switched on. */
  readonly tor?: TorPort;
  /** The lines that the host's log writes, to be kept as well; without them none are. */
  readonly logLines?: LogLines;
}

/** Takes the host's parts over. */
export function ownHostParts({ transport }: Pick<HostParts, "transport">): Area {
  const parts = Object.entries({ transport }).flatMap(([name, part]) => (part ? [{ name, part }] : []));
  const owned = new AsyncDisposableStack();
  for (const { part } of parts) owned.use(part);
  return {
    async health() {
      // The node records and proves without any of them.
      const found = parts.map(async ({ name, part }) => [name, { ...(await part.health()), optional: true }] as const);
      return Object.fromEntries(await Promise.all(found));
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
