import { createTestKeys } from "@lucid/chain/testing";
import { INVITATION_PREFIX, type NetworkStatus, type NodeEvent } from "@lucid/contract";
import { canonicalBytes, v2 } from "@lucid/proof";
import type { NodeClient } from "./owned-node.ts";

type Change = () => Promise<(event: NodeEvent) => boolean>;

export interface NetworkChangesDeps {
  readonly client: () => NodeClient;
  readonly stepUp: () => Promise<void>;
  readonly settle: () => Promise<void>;
}

const OTHER = createTestKeys("another member").publicKey;

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

  /** A network whose genesis names this node and another one, with these weights. */
  async function withOther(weights: { readonly own: number; readonly other: number }): Promise<void> {
    await inOne();
    const made = (await client().network.invite({})).invitation.slice(INVITATION_PREFIX.length);
    const text = JSON.parse(Buffer.from(made, "base64url").toString());
    await inNone();
    const own: string = text.inviter;
    const members = [
      { entity: own, public_key: own, weight: weights.own },
      { entity: OTHER, public_key: OTHER, weight: weights.other },
    ].toSorted((one, two) => (one.entity < two.entity ? -1 : 1));
    const pair = v2.openNetwork({ ...text.genesis, network: "pair", members });
    if (!pair.ok) throw new Error(pair.failure.reason);
    const { genesis, hash } = pair.value;
    const bytes = canonicalBytes({ ...text, genesis, root: { height: 0, hash }, inviter: OTHER });
    const invitation = `${INVITATION_PREFIX}${Buffer.from(bytes).toString("base64url")}`;
    await client().network.join({ invitation });
    await settle();
  }

  return {
    "network.remove": async () => {
      await withOther({ own: 1, other: 3 });
      await client().network.remove({ public_key: OTHER });
      return ofNetwork(({ network }) => network?.name === "pair");
    },
    "network.decide": async () => {
      await withOther({ own: 1, other: 3 });
      await client().network.remove({ public_key: OTHER });
      await settle();
      await client().network.decide({ public_key: OTHER, approve: false });
      return ofNetwork(({ network }) => network?.name === "pair");
    },
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
