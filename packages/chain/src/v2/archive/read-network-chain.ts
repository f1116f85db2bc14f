import { type ReadDb, readDatabase } from "@lucid/foundation";
import { canonicalJson, type SignedAttestation } from "@lucid/proof";
import type { ChainEntry } from "../../archive/chain-file.ts";
import type { HeldVote } from "../blocks/check-votes.ts";
import { unpackBlock } from "../store/packed-block.ts";

/** What a `chain.db` of a network holds at one moment; nothing of it is checked or changed, and its node may run. */
export interface StoredNetworkChain extends Disposable {
  /** Blocks of all branches, and votes. */
  readonly size: number;
  /** Blocks in the order in which they were written, then votes. */
  entries(): AsyncGenerator<ChainEntry>;
  /** By height. */
  certificates(): Generator;
  block(hash: string): string | undefined;
}

/** Rows that are read at a time. */
const PAGE = 64;

/** @throws when the file cannot be read, or is no chain of a network. */
export function readNetworkChain(path: string, network: string): StoredNetworkChain {
  const db = readDatabase(path);
  try {
    const { read } = db;
    const counted = read.prepare<[], { size: number }>(
      "SELECT (SELECT count(*) FROM block) + (SELECT count(*) FROM vote) AS size",
    );
    const blocks = pagesOf<{ number: number; hash: string; content: Uint8Array }>(
      read,
      "SELECT number, hash, content FROM block WHERE number > ? ORDER BY number LIMIT ?",
    );
    const votes = pagesOf<{ number: number; content: string }>(
      read,
      "SELECT number, content FROM vote WHERE number > ? ORDER BY number LIMIT ?",
    );
    const certificates = pagesOf<{ number: number; content: string }>(
      read,
      "SELECT height AS number, content FROM certificate WHERE height > ? ORDER BY height LIMIT ?",
    );
    const block = read.prepare<[string], { content: Uint8Array }>("SELECT content FROM block WHERE hash = ?");
    // Its blocks, votes and certificates are of one moment, whatever its node writes meanwhile.
    read.prepare("BEGIN").run();
    const { size = 0 } = counted.get() ?? {};
    return {
      size,
      async *entries() {
        for (const { hash, content } of blocks()) yield { kind: "block", text: textOf(content), name: hash };
        for (const { content } of votes()) yield { kind: "vote", text: signedVote(JSON.parse(content) as HeldVote, network) };
      },
      *certificates() {
        for (const { content } of certificates()) yield JSON.parse(content);
      },
      block(hash) {
        const row = block.get(hash);
        return row && textOf(row.content);
      },
      [Symbol.dispose]: () => db[Symbol.dispose](),
    };
  } catch (error) {
    db[Symbol.dispose]();
    throw error;
  }
}

const textOf = (content: Uint8Array): string => Buffer.from(unpackBlock(content)).toString("utf8");

function signedVote({ attester, epoch, source, target, signature }: HeldVote, network: string): string {
  const ref = ({ height, hash }: HeldVote["source"]) => ({ height, hash });
  const attestation = { network, epoch, source: ref(source), target: ref(target), attester };
  return canonicalJson({ attestation, signature } satisfies SignedAttestation);
}

/** Rows of a table by a growing number, some at a time: no query is open while somebody works on them. */
function pagesOf<Row extends { readonly number: number }>(read: ReadDb, sql: string): () => Generator<Row> {
  const page = read.prepare<[number, number], Row>(sql);
  return function* rows() {
    for (let last = -1; ; ) {
      const found = page.all(last, PAGE);
      yield* found;
      const end = found.at(-1);
      if (end === undefined) return;
      last = end.number;
    }
  };
}
