import { Count, canonicalJson, PublicKey } from "@lucid/proof";
import { z } from "zod";
import { isAddress } from "./addresses.ts";
import type { PeerAddresses } from "./wire.ts";

/** Durable text of the peer book; a sign-state file is one. */
export interface PeerBookFile {
  read(): string | undefined;
  write(text: string): void;
}

const MAX_PEERS = 256;
const MAX_ADDRESSES = 4;

const Entry = z.strictObject({
  key: PublicKey,
  addresses: z.array(z.string().refine(isAddress)).min(1).max(MAX_ADDRESSES),
  /** Unix milliseconds of the last useful word, 0 for none. */
  good_at: Count,
});
const Stored = z.strictObject({ version: z.literal(1), peers: z.array(Entry).max(MAX_PEERS) });

export type KnownPeer = z.infer<typeof Entry>;

/**
 * Peers that this node could connect to, the useful ones first. It is on the disk, so that after a restart the node goes back
 * to whom it knew to be good, whoever is at its door meanwhile.
 */
export interface PeerBook {
  readonly peers: readonly KnownPeer[];
  /** Whether a peer or an address is not on the disk yet: it should be there soon. */
  readonly hasNews: boolean;
  /** `own`: the peer said so itself, which counts more than what others say about it. */
  learn(peer: PeerAddresses, own: boolean): void;
  /** The peer said something useful. */
  praise(key: string, nowMs: number): void;
  /** Writes what changed. */
  save(): void;
}

/** @throws where the file cannot be read or written. */
export function openPeerBook(file: PeerBookFile): { readonly book: PeerBook; readonly damage: string | undefined } {
  const { peers, damage } = load(file);
  const entries = new Map(peers.map((peer) => [peer.key, peer]));
  let isSaved = damage === undefined;
  let hasNews = false;

  const sorted = (): KnownPeer[] => [...entries.values()].toSorted((left, right) => right.good_at - left.good_at);

  function keep(entry: KnownPeer): void {
    entries.set(entry.key, entry);
    isSaved = false;
    for (const { key } of sorted().slice(MAX_PEERS)) entries.delete(key);
  }

  const book: PeerBook = {
    get peers() {
      return sorted();
    },
    get hasNews() {
      return hasNews;
    },
    learn({ key, addresses }, own) {
      const known = entries.get(key);
      const good = [...new Set(addresses)].filter(isAddress).slice(0, MAX_ADDRESSES);
      if (good.length === 0 || (known !== undefined && (!own || known.addresses.join() === good.join()))) return;
      keep({ key, addresses: good, good_at: known?.good_at ?? 0 });
      hasNews = true;
    },
    praise(key, nowMs) {
      const known = entries.get(key);
      if (known !== undefined) keep({ ...known, good_at: Math.max(0, Math.floor(nowMs)) });
    },
    save() {
      if (isSaved) return;
      file.write(canonicalJson({ version: 1, peers: sorted() }));
      isSaved = true;
      hasNews = false;
    },
  };
  return { book, damage };
}

/** What is damaged is begun anew: it only says where to look first. */
function load(file: PeerBookFile): { readonly peers: readonly KnownPeer[]; readonly damage: string | undefined } {
  const text = file.read();
  if (text === undefined) return { peers: [], damage: undefined };
  try {
    return { peers: Stored.parse(JSON.parse(text)).peers, damage: undefined };
  } catch (error) {
    return { peers: [], damage: error instanceof SyntaxError ? error.message : "it lacks what a peer book holds" };
  }
}
