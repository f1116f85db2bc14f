import type { v2 } from "@lucid/proof";
import { type HeldVote, voteName } from "../blocks/check-votes.ts";
import type { NetworkStore } from "./store.types.ts";

/** A store that lives as long as the process: for simulations and tests. */
export function createMemoryStore(): NetworkStore {
  const blocks = new Map<string, Uint8Array>();
  const votes = new Map<string, HeldVote>();
  let last: v2.Certificate | undefined;
  const waiting = new Map<string, v2.SentTransaction>();
  return {
    commit({ block, votes: added = [], stood = [], certificate, waits, done = [] }) {
      if (block !== undefined && !blocks.has(block.hash)) blocks.set(block.hash, block.bytes);
      for (const vote of added) votes.set(voteName(vote), vote);
      for (const vote of stood) votes.delete(voteName(vote));
      if (certificate !== undefined && certificate.header.height > (last?.header.height ?? 0)) last = certificate;
      if (waits !== undefined) waiting.set(waits.id, waits.sent);
      for (const id of done) waiting.delete(id);
    },
    blocks: () => blocks.values(),
    block: (hash) => blocks.get(hash),
    votes: () => votes.values(),
    lastCertificate: () => last,
    waiting: () => waiting.values(),
  };
}
