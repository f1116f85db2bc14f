import type { Clock } from "@lucid/foundation";
import { type BlockRef, canonicalBytes, DOMAIN, type v2 } from "@lucid/proof";
import type { ChainKeys } from "../../ports.types.ts";
import { positionAt } from "../../schedule/slots.ts";
import type { ForkBlock } from "../consensus/fork-node.ts";
import type { NetworkStore } from "../store/store.types.ts";
import type { NetworkPort } from "./network-port.ts";

export interface AnnouncerDeps {
  readonly network: v2.Network;
  readonly clock: Clock;
  readonly keys: ChainKeys;
  readonly store: NetworkStore;
  readonly port: NetworkPort;
  readonly heads: () => { readonly final: ForkBlock; readonly head: ForkBlock };
  readonly isVoter: () => boolean;
}

/** What a node says of itself without being asked: its status as a voter, and the newest certificate it has. */
export function createAnnouncer({ network, clock, keys, store, port, heads, isVoter }: AnnouncerDeps) {
  const { genesis } = network;
  let statusAtMs = Number.NEGATIVE_INFINITY;
  let certificateSlot = -1;

  function status(): Uint8Array | undefined {
    if (!isVoter()) return undefined;
    const refOf = ({ height, hash }: ForkBlock): BlockRef => ({ height, hash });
    const { final, head } = heads();
    const own = { network: network.hash, final: refOf(final), head: refOf(head), clock_ms: Math.floor(clock.now()) };
    const signature = keys.sign(DOMAIN.statusV2, own);
    return canonicalBytes({ status: own, member: keys.publicKey, signature });
  }

  function certificate(): Uint8Array | undefined {
    const newest = store.lastCertificate();
    return newest && canonicalBytes(newest);
  }

  const isStatusDue = (): boolean => clock.elapsed() - statusAtMs >= 2_000 * genesis.parameters.block_interval;

  return {
    status,
    certificate,
    isStatusDue,
    /** Says the status every two intervals. */
    sayStatus(): void {
      if (!isStatusDue()) return;
      statusAtMs = clock.elapsed();
      const own = status();
      if (own !== undefined) port.broadcast("status", own);
    },
    /** Says the newest certificate once a slot. */
    sayCertificate(): void {
      const slot = positionAt(genesis, clock.now() / 1_000)?.slot ?? -1;
      const newest = slot === certificateSlot ? undefined : certificate();
      if (newest === undefined) return;
      certificateSlot = slot;
      port.broadcast("certificates", newest);
    },
  };
}
