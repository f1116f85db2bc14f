import type { IncomingMessage } from "node:http";
import QuickLRU from "quick-lru";
import { createRangeCheck, readAddress } from "../../ground/index.ts";

/** Addresses of the other side whose reading is remembered: a reading costs more than the rest of this. */
const KNOWN_PEERS = 1_000;

interface Peer {
  readonly text: string;
  readonly isProxy: boolean;
}

export interface ClientAddress {
  /** Whether the other side of a connection is a proxy of the owner. */
  isProxy(peer: string): boolean;
  clientOf(
    request: Pick<IncomingMessage, "headers"> & { readonly socket: { readonly remoteAddress?: string | undefined } },
  ): string;
}

/**
 * Where a request comes from: the other side of the connection or, where that is a proxy of the owner, whoever the
 * proxy says it serves. A proxy adds to the end of `X-Forwarded-For`, and what stands before it a stranger may have
 * written; so it is read from the end, as long as what is found there is another proxy of the owner.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const isTrusted = createRangeCheck(trustedProxies);
  const peers = new QuickLRU<string, Peer>({ maxSize: KNOWN_PEERS });

  function readPeer(peer: string): Peer | undefined {
    const known = peers.get(peer);
    if (known) return known;
    const address = readAddress(peer);
    if (!address) return undefined;
    const read = { text: address.toString(), isProxy: isTrusted(address) };
    peers.set(peer, read);
    return read;
  }

  function clientBehind(peer: Peer, hops: string[]): string {
    let client = peer;
    while (client.isProxy) {
      const hop = readAddress(hops.pop()?.trim() ?? "");
      if (!hop) break;
      client = { text: hop.toString(), isProxy: isTrusted(hop) };
    }
    return client.text;
  }

  return {
    isProxy: (peer) => readPeer(peer)?.isProxy ?? false,
    clientOf({ headers, socket }) {
      const address = socket.remoteAddress ?? "unknown";
      const forwardedFor = headers["x-forwarded-for"]?.toString();
      const peer = readPeer(address);
      if (!peer) return address;
      return forwardedFor === undefined ? peer.text : clientBehind(peer, forwardedFor.split(","));
    },
  };
}
