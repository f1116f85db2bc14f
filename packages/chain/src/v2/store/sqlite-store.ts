import { type Migration, openDatabase } from "@lucid/foundation";
import { canonicalJson, type v2 } from "@lucid/proof";
import type { HeldVote } from "../blocks/check-votes.ts";
import { packBlock, unpackBlock } from "./packed-block.ts";
import type { NetworkStore } from "./store.types.ts";

export const networkMigrations: readonly Migration[] = [
  {
    id: "0001-network-chain",
    sql: `
CREATE TABLE block (number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, content BLOB NOT NULL) STRICT;
CREATE TABLE vote (
  number INTEGER PRIMARY KEY,
  attester TEXT NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (attester, source, target)
) STRICT;
CREATE TABLE certificate (height INTEGER PRIMARY KEY, content TEXT NOT NULL) STRICT;
CREATE TABLE outbox (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL) STRICT;
`,
  },
  // Blocks are packed from here on: an earlier version must not take them for damaged.
  { id: "0002-packed-blocks", sql: "-- no other tables" },
];

interface Content {
  readonly content: string;
}

/**
 * Opens or creates the database of a network's chain. Every commit is on the disk before it returns, but where all of them are made anew
 * after a fault (`normal`).
 * @throws as `openDatabase` does.
 */
export function openSqliteStore(
  path: string,
  { synchronous = "full" }: { readonly synchronous?: "full" | "normal" } = {},
): NetworkStore & Disposable {
  const db = openDatabase({ path, migrations: networkMigrations, synchronous });
  const { read, write } = db;
  const blocks = read.prepare<[], { content: Uint8Array }>("SELECT content FROM block ORDER BY number");
  const block = read.prepare<[string], { content: Uint8Array }>("SELECT content FROM block WHERE hash = ?");
  const votes = read.prepare<[], Content>("SELECT content FROM vote ORDER BY number");
  const last = read.prepare<[], Content>("SELECT content FROM certificate ORDER BY height DESC LIMIT 1");
  const waiting = read.prepare<[], Content>("SELECT content FROM outbox ORDER BY number");
  const addBlock = write.prepare("INSERT OR IGNORE INTO block (hash, content) VALUES (:hash, :content)");
  const addVote = write.prepare(
    "INSERT OR IGNORE INTO vote (attester, source, target, content) VALUES (:attester, :source, :target, :content)",
  );
  const removeVote = write.prepare("DELETE FROM vote WHERE attester = :attester AND source = :source AND target = :target");
  const addCertificate = write.prepare("INSERT OR IGNORE INTO certificate (height, content) VALUES (:height, :content)");
  const removeCertificates = write.prepare("DELETE FROM certificate WHERE height < ?");
  const addWaiting = write.prepare("INSERT OR IGNORE INTO outbox (id, content) VALUES (:id, :content)");
  const removeWaiting = write.prepare("DELETE FROM outbox WHERE id = ?");
  const certificateOf = (row: Content | undefined) => row && (JSON.parse(row.content) as v2.Certificate);

  return {
    commit: (commit) =>
      write.transaction(() => {
        if (commit.block !== undefined) addBlock.run({ hash: commit.block.hash, content: packBlock(commit.block.bytes) });
        for (const vote of commit.votes ?? []) addVote.run({ ...keyOf(vote), content: canonicalJson(vote) });
        for (const vote of commit.stood ?? []) removeVote.run(keyOf(vote));
        if (commit.certificate !== undefined) {
          const { height } = commit.certificate.header;
          addCertificate.run({ height, content: canonicalJson(commit.certificate) });
          removeCertificates.run(height);
        }
        if (commit.waits !== undefined) addWaiting.run({ id: commit.waits.id, content: canonicalJson(commit.waits.sent) });
        for (const id of commit.done ?? []) removeWaiting.run(id);
      })(),
    blocks: () => blocks.all().map(({ content }) => unpackBlock(content)),
    block(hash) {
      const row = block.get(hash);
      return row && unpackBlock(row.content);
    },
    votes: () => votes.all().map(({ content }) => JSON.parse(content) as HeldVote),
    lastCertificate: () => certificateOf(last.get()),
    waiting: () => waiting.all().map(({ content }) => JSON.parse(content) as v2.SentTransaction),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  };
}

const keyOf = ({ attester, source, target }: HeldVote) => ({ attester, source: source.hash, target: target.hash });
