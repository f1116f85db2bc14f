import type { NodeEvent, TorStatus } from "@lucid/contract";
import type { NodeClient } from "./owned-node.ts";

type Change = () => Promise<(event: NodeEvent) => boolean>;

export interface TorChangesDeps {
  readonly client: () => NodeClient;
  /** Waits until every event of what was done before has come. */
  readonly settle: () => Promise<void>;
}

const KEY = `${"A".repeat(51)}Q`;

/** What is done with Tor and the onion service. */
export function torChanges({ client, settle }: TorChangesDeps): Readonly<Record<string, Change>> {
  const ofTor =
    (isMeant: (status: TorStatus) => boolean) =>
    (event: NodeEvent): boolean =>
      event.type === "tor" && isMeant(event.status);
  async function switched(on: boolean): Promise<void> {
    await (on ? client().tor.start() : client().tor.stop());
    await settle();
  }
  async function withClient(name: string | undefined): Promise<void> {
    const { clients } = await client().tor.clients();
    for (const one of clients) await client().tor.removeClient({ name: one.name });
    if (name !== undefined) await client().tor.addClient({ name, public_key: KEY });
    await settle();
  }

  return {
    "tor.start": async () => {
      await switched(false);
      await client().tor.start();
      return ofTor(({ state }) => state === "connected");
    },
    "tor.stop": async () => {
      await switched(true);
      await client().tor.stop();
      return ofTor(({ state, wanted }) => state === "off" && !wanted);
    },
    "tor.restart": async () => {
      await switched(true);
      await client().tor.restart();
      return ofTor(({ state }) => state === "connected");
    },
    "tor.renewAddress": async () => {
      await switched(false);
      const { onion } = await client().tor.renewAddress();
      return ofTor((status) => status.onion.address === onion.address);
    },
    "tor.removeAddress": async () => {
      await client().tor.renewAddress();
      await settle();
      await client().tor.removeAddress();
      return ofTor(({ onion }) => onion.address === null);
    },
    "tor.addClient": async () => {
      await withClient(undefined);
      await client().tor.addClient({ name: "laptop", public_key: KEY });
      return ofTor(({ onion }) => onion.clients === 1);
    },
    "tor.removeClient": async () => {
      await withClient("laptop");
      await client().tor.removeClient({ name: "laptop" });
      return ofTor(({ onion }) => onion.clients === 0);
    },
  };
}
