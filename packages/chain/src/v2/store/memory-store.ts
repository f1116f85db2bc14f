import type { v2 } from "@lucid/proof";
import type { HeldVote } from "../blocks/check-votes.ts";
import type { NetworkStore } from "./store.types.ts";

/** A store that lives as long as the process: for simulations and tests. */
export function createMemoryStore(): NetworkStore {
  const blocks = new Map<string, Uint8Array>();
  const votes = new Map<string, HeldVote>();
  const certificates = new Map<number, v2.Certificate>();
  const waiting = new Map<string, v2.SentTransaction>();
  const heights = () => [...certificates.keys()].toSorted((left, right) => left - right);
  const at = (height: number | undefined) => (height === undefined ? undefined : certificates.get(height));
  return {
    commit({ block, votes: added = [], certificate, waits, done = [] }) {
      if (block !== undefined && !blocks.has(block.hash)) blocks.set(block.hash, block.bytes);
      for (const vote of added) votes.set(`${vote.attester}|${vote.source.hash}|${vote.target.hash}`, vote);
      if (certificate !== undefined && !certificates.has(certificate.header.height))
        certificates.set(certificate.header.height, certificate);
      if (waits !== undefined) waiting.set(waits.id, waits.sent);
      for (const id of done) waiting.delete(id);
    },
    blocks: () => blocks.values(),
    block: (hash) => blocks.get(hash),
    votes: () => votes.values(),
    certificateFrom: (height) => at(heights().find((known) => known >= height)),
    lastCertificate: () => at(heights().at(-1)),
    waiting: () => waiting.values(),
  };
}
