import type { NetworkStatus, NodeEvent } from "@lucid/contract";
import type { NodeClient } from "./owned-node.ts";

type Change = () => Promise<(event: NodeEvent) => boolean>;

export interface NetworkChangesDeps {
  readonly client: () => NodeClient;
  readonly stepUp: () => Promise<void>;
  readonly settle: () => Promise<void>;
}

/** What is done with the network of nodes that a node is in. */
export function networkChanges({ client, stepUp, settle }: NetworkChangesDeps): Readonly<Record<string, Change>> {
  const ofNetwork =
    (isMeant: (status: NetworkStatus) => boolean) =>
    (event: NodeEvent): boolean =>
      event.type === "network" && isMeant(event.status);

  async function inNone(): Promise<void> {
    await stepUp();
    if ((await client().network.status()).state !== "none") await client().network.leave({ at_once: true });
    await settle();
  }
  async function inOne(): Promise<void> {
    await inNone();
    await client().network.create({ name: "home" });
    await settle();
  }

  return {
    "network.create": async () => {
      await inNone();
      await client().network.create({ name: "home" });
      return ofNetwork(({ state, network }) => state === "member" && network?.name === "home");
    },
    "network.invite": async () => {
      await inOne();
      await client().network.invite({});
      return ofNetwork(({ state }) => state === "member");
    },
    "network.join": async () => {
      await inOne();
      const { invitation } = await client().network.invite({});
      await inNone();
      await client().network.join({ invitation });
      return ofNetwork(({ state }) => state !== "none");
    },
    "network.leave": async () => {
      await inOne();
      await client().network.leave({ at_once: true });
      return ofNetwork(({ state }) => state === "none");
    },
  };
}
