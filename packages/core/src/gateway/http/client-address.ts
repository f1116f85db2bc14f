import QuickLRU from "quick-lru";
import { type Address, createRangeCheck, readAddress } from "../addresses.ts";

/** Addresses of the other side whose reading is remembered: a reading costs more than the rest of this. */
const KNOWN_PEERS = 1_000;

/**
 * Where a request comes from: the other side of the connection or, where that is a proxy of the owner, whoever the
 * proxy says it serves. A proxy adds to the end of `X-Forwarded-For`, and what stands before it a stranger may have
 * written; so it is read from the end, as long as what is found there is another proxy of the owner.
 */
export function createClientAddress(trustedProxies: readonly string[]) {
  const isProxy = createRangeCheck(trustedProxies);
  const peers = new QuickLRU<string, Address>({ maxSize: KNOWN_PEERS });

  function readPeer(peer: string): Address | undefined {
    const known = peers.get(peer);
    if (known) return known;
    const address = readAddress(peer);
    if (address) peers.set(peer, address);
    return address;
  }

  return (peer: string, forwardedFor: string | undefined): string => {
    let client = readPeer(peer);
    if (!client) return peer;
    const hops = forwardedFor?.split(",") ?? [];
    while (isProxy(client)) {
      const hop = readAddress(hops.pop()?.trim() ?? "");
      if (!hop) break;
      client = hop;
    }
    return client.toString();
  };
}
