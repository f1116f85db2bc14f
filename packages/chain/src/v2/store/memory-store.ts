import type { v2 } from "@lucid/proof";
import { type HeldVote, voteName } from "../blocks/check-votes.ts";
import { headerIn } from "./packed-block.ts";
import type { NetworkStore, TreeRoot } from "./store.types.ts";

/** A store that lives as long as the process: for simulations and tests. */
export function createMemoryStore(): NetworkStore {
  const blocks = new Map<string, Uint8Array>();
  const votes = new Map<string, HeldVote>();
  let last: v2.Certificate | undefined;
  const waiting = new Map<string, v2.SentTransaction>();
  const finals: string[] = [];
  const places = new Map<string, { readonly height: number; readonly index: number }>();
  let root: TreeRoot | undefined;
  const heads = new Map<number, string>();
  const parts = new Map<number, Uint8Array[]>();
  return {
    commit({ blocks: written = [], votes: added = [], stood = [], certificate, waits, done = [], ...more }) {
      for (const { hash, bytes } of written) if (!blocks.has(hash)) blocks.set(hash, bytes);
      for (const vote of added) votes.set(voteName(vote), vote);
      for (const vote of stood) votes.delete(voteName(vote));
      if (certificate !== undefined && certificate.header.height > (last?.header.height ?? 0)) last = certificate;
      if (waits !== undefined) waiting.set(waits.id, waits.sent);
      for (const id of done) waiting.delete(id);
      for (const { height, hash, transactions } of more.finals ?? []) {
        finals[height - 1] = hash;
        for (const [index, id] of transactions.entries()) places.set(id, { height, index });
      }
      root = more.root ?? root;
      const { snapshotPart: part, snapshot } = more;
      if (part?.index === 0) for (const height of parts.keys()) if (!heads.has(height)) parts.delete(height);
      if (part !== undefined) parts.set(part.height, [...(parts.get(part.height) ?? []), part.content]);
      if (snapshot !== undefined) heads.set(snapshot.height, snapshot.head);
      for (const height of more.dropped ?? []) {
        heads.delete(height);
        parts.delete(height);
      }
    },
    *blocks(after) {
      let isAfter = after === undefined;
      for (const [hash, bytes] of blocks)
        if (isAfter) yield bytes;
        else isAfter = hash === after;
    },
    block: (hash) => blocks.get(hash),
    header(hash) {
      const bytes = blocks.get(hash);
      return bytes && headerIn(bytes);
    },
    finals: () => finals,
    root: () => root,
    place: (id) => places.get(id),
    snapshots: () =>
      [...heads]
        .toSorted(([one], [other]) => other - one)
        .map(([height, head]) => ({ height, head, parts: () => parts.get(height) ?? [] })),
    votes: () => votes.values(),
    lastCertificate: () => last,
    waiting: () => waiting.values(),
  };
}
