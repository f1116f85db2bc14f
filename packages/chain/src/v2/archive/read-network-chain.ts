import { type ReadDb, readDatabase } from "@lucid/foundation";
import { canonicalJson, type SignedAttestation, type v2 } from "@lucid/proof";
import type { ChainEntry } from "../../archive/chain-file.ts";
import type { HeldVote } from "../blocks/check-votes.ts";
import { type ArchivedBlock, archiveFolder, createBlockArchive } from "../store/block-archive.ts";
import { unpackBlock } from "../store/packed-block.ts";
import { requireArchived } from "../store/sqlite-store.ts";

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

const NONE_ARCHIVED = "SELECT 0 AS height, '' AS hash, '' AS file, 0 AS position, 0 AS size WHERE 0";

/** Rows that are read at a time. */
const PAGE = 64;

/** @throws when the file cannot be read, or is no chain of a network. */
export function readNetworkChain(path: string, network: v2.Network): StoredNetworkChain {
  const db = readDatabase(path);
  try {
    const { read } = db;
    const archive = createBlockArchive(archiveFolder(path), network);
    // An earlier version has no archive.
    const hasArchive = read.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'archived_block'").get() !== undefined;
    const archived = hasArchive ? "SELECT * FROM archived_block WHERE hash NOT IN (SELECT hash FROM block)" : NONE_ARCHIVED;
    const counted = read.prepare<[], { size: number }>(
      `SELECT (SELECT count(*) FROM block) + (SELECT count(*) FROM vote) + (SELECT count(*) FROM (${archived})) AS size`,
    );
    const bodies = pagesOf<ArchivedBlock & { number: number }>(
      read,
      `SELECT *, height AS number FROM (${archived}) WHERE height > ? ORDER BY height LIMIT ?`,
    );
    const body = read.prepare<[string], ArchivedBlock>(`SELECT * FROM (${archived}) WHERE hash = ?`);
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
        for (const place of bodies())
          yield { kind: "block", text: Buffer.from(requireArchived(archive, place)).toString("utf8"), name: place.hash };
        for (const { hash, content } of blocks()) yield { kind: "block", text: textOf(content), name: hash };
        for (const { content } of votes())
          yield { kind: "vote", text: signedVote(JSON.parse(content) as HeldVote, network.hash) };
      },
      *certificates() {
        for (const { content } of certificates()) yield JSON.parse(content);
      },
      block(hash) {
        const row = block.get(hash);
        if (row !== undefined) return textOf(row.content);
        const place = body.get(hash);
        return place && Buffer.from(requireArchived(archive, place)).toString("utf8");
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
