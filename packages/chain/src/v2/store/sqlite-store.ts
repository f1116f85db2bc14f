import { type Migration, openDatabase } from "@lucid/foundation";
import { canonicalJson, type v2 } from "@lucid/proof";
import type { HeldVote } from "../blocks/check-votes.ts";
import type { ArchivedBlock, BlockArchive } from "./block-archive.ts";
import { headerIn, packBlock, unpackBlock } from "./packed-block.ts";
import type { FinalBlock, NetworkCommit, NetworkStore, TreeRoot } from "./store.types.ts";

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
  {
    id: "0003-final-blocks",
    sql: `
CREATE TABLE final_block (height INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
CREATE TABLE transaction_place (id BLOB PRIMARY KEY, height INTEGER NOT NULL, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE tree_root (one INTEGER PRIMARY KEY CHECK (one = 1), content TEXT NOT NULL) STRICT;
CREATE TABLE snapshot (height INTEGER PRIMARY KEY, head TEXT NOT NULL) STRICT;
CREATE TABLE snapshot_part (
  height INTEGER NOT NULL,
  position INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (height, position)
) STRICT, WITHOUT ROWID;
`,
  },
  {
    id: "0004-archived-blocks",
    sql: `
CREATE TABLE archived_block (
  height INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  position INTEGER NOT NULL,
  size INTEGER NOT NULL,
  header TEXT NOT NULL
) STRICT;
CREATE INDEX archived_block_file ON archived_block (file);
`,
  },
];

/** What a node does with the bodies of its old blocks. */
export interface StoredBodies {
  /** Height up to which they are in the archive. */
  archivedUpTo(): number;
  /** The content of a block as it is kept, where it is in the database. */
  packed(hash: string): Uint8Array | undefined;
  /** Takes note of blocks that are in the archive; the database has them as well until they are released. */
  archived(blocks: readonly (ArchivedBlock & { readonly header: v2.Header })[]): void;
  /** Files of the archive of which the database has blocks as well. */
  unreleased(): readonly string[];
  /** Takes the blocks of a file of the archive out of the database. */
  release(file: string): void;
}

export interface SqliteStoreOptions {
  readonly synchronous?: "full" | "normal";
  /** Where the bodies of old blocks are. */
  readonly archive?: BlockArchive;
  /** Told of a block that was to be read from the archive, and is another one there, or none. */
  readonly onDamage?: (place: ArchivedBlock) => void;
}

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
  { synchronous = "full", archive, onDamage }: SqliteStoreOptions = {},
): NetworkStore & Disposable & { readonly bodies: StoredBodies } {
  const db = openDatabase({ path, migrations: networkMigrations, synchronous });
  const { read, write } = db;
  const bodies = storedBodies(db);
  const inArchive = read.prepare<[string], ArchivedBlock & { header: string }>("SELECT * FROM archived_block WHERE hash = ?");
  const onlyInArchive = read.prepare<[], ArchivedBlock>(
    "SELECT * FROM archived_block WHERE hash NOT IN (SELECT hash FROM block) ORDER BY height",
  );

  function fromArchive(hash: string): Uint8Array | undefined {
    const place = inArchive.get(hash);
    const found = place && archive?.read(place);
    if (found?.ok === true) return found.bytes;
    if (place !== undefined && found?.reason === "damaged") onDamage?.(place);
    return undefined;
  }
  const blocks = read.prepare<[], { content: Uint8Array }>("SELECT content FROM block ORDER BY number");
  const blocksAfter = read.prepare<[string], { content: Uint8Array }>(
    "SELECT content FROM block WHERE number > (SELECT number FROM block WHERE hash = ?) ORDER BY number",
  );
  const finals = read.prepare<[], { height: number; hash: Uint8Array }>("SELECT height, hash FROM final_block ORDER BY height");
  const root = read.prepare<[], Content>("SELECT content FROM tree_root");
  const place = read.prepare<[Uint8Array], { height: number; index: number }>(
    'SELECT height, position AS "index" FROM transaction_place WHERE id = ?',
  );
  const snapshots = read.prepare<[], { height: number; head: string }>("SELECT height, head FROM snapshot ORDER BY height DESC");
  const parts = read.prepare<[number], { content: Uint8Array }>(
    "SELECT content FROM snapshot_part WHERE height = ? ORDER BY position",
  );
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
  const addFinal = write.prepare("INSERT OR REPLACE INTO final_block (height, hash) VALUES (?, ?)");
  const addPlace = write.prepare("INSERT OR REPLACE INTO transaction_place (id, height, position) VALUES (?, ?, ?)");
  const setRoot = write.prepare("INSERT OR REPLACE INTO tree_root (one, content) VALUES (1, ?)");
  const removeHeadless = write.prepare("DELETE FROM snapshot_part WHERE height NOT IN (SELECT height FROM snapshot)");
  const addPart = write.prepare("INSERT INTO snapshot_part (height, position, content) VALUES (:height, :index, :content)");
  const addSnapshot = write.prepare("INSERT INTO snapshot (height, head) VALUES (:height, :head)");
  const removeSnapshot = write.prepare("DELETE FROM snapshot WHERE height = ?");
  const removeParts = write.prepare("DELETE FROM snapshot_part WHERE height = ?");

  function writeFinal({ height, hash, transactions }: FinalBlock): void {
    addFinal.run(height, Buffer.from(hash, "hex"));
    for (const [index, id] of transactions.entries()) addPlace.run(Buffer.from(id, "hex"), height, index);
  }

  function writeSnapshot({ snapshotPart, snapshot, dropped = [] }: NetworkCommit): void {
    if (snapshotPart?.index === 0) removeHeadless.run();
    if (snapshotPart !== undefined) addPart.run(snapshotPart);
    if (snapshot !== undefined) addSnapshot.run(snapshot);
    for (const height of dropped) {
      removeSnapshot.run(height);
      removeParts.run(height);
    }
  }
  const certificateOf = (row: Content | undefined) => row && (JSON.parse(row.content) as v2.Certificate);

  return {
    commit: (commit) =>
      write.transaction(() => {
        for (const { hash, bytes } of commit.blocks ?? []) addBlock.run({ hash, content: packBlock(bytes) });
        for (const vote of commit.votes ?? []) addVote.run({ ...keyOf(vote), content: canonicalJson(vote) });
        for (const vote of commit.stood ?? []) removeVote.run(keyOf(vote));
        if (commit.certificate !== undefined) {
          const { height } = commit.certificate.header;
          addCertificate.run({ height, content: canonicalJson(commit.certificate) });
          removeCertificates.run(height);
        }
        if (commit.waits !== undefined) addWaiting.run({ id: commit.waits.id, content: canonicalJson(commit.waits.sent) });
        for (const id of commit.done ?? []) removeWaiting.run(id);
        for (const final of commit.finals ?? []) writeFinal(final);
        if (commit.root !== undefined) setRoot.run(canonicalJson(commit.root));
        writeSnapshot(commit);
      })(),
    *blocks(after) {
      if (after === undefined) for (const place of onlyInArchive.all()) yield requireArchived(archive, place);
      for (const { content } of after === undefined ? blocks.all() : blocksAfter.all(after)) yield unpackBlock(content);
    },
    finals() {
      const rows = finals.all();
      const gap = rows.findIndex(({ height }, index) => height !== index + 1);
      return rows.slice(0, gap < 0 ? rows.length : gap).map(({ hash }) => Buffer.from(hash).toString("hex"));
    },
    root() {
      const row = root.get();
      return row && (JSON.parse(row.content) as TreeRoot);
    },
    place: (id) => place.get(Buffer.from(id, "hex")),
    snapshots: () =>
      snapshots.all().map(({ height, head }) => ({
        ...{ height, head },
        parts: () => parts.all(height).map(({ content }) => content),
      })),
    block(hash) {
      const row = block.get(hash);
      if (row !== undefined) return unpackBlock(row.content);
      return fromArchive(hash);
    },
    header(hash) {
      const row = block.get(hash);
      if (row !== undefined) return headerIn(unpackBlock(row.content));
      const place = inArchive.get(hash);
      return place && (JSON.parse(place.header) as v2.Header);
    },
    bodies,
    votes: () => votes.all().map(({ content }) => JSON.parse(content) as HeldVote),
    lastCertificate: () => certificateOf(last.get()),
    waiting: () => waiting.all().map(({ content }) => JSON.parse(content) as v2.SentTransaction),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  };
}

function storedBodies({ read, write }: Pick<ReturnType<typeof openDatabase>, "read" | "write">): StoredBodies {
  const last = read.prepare<[], { height: number | null }>("SELECT max(height) AS height FROM archived_block");
  const block = read.prepare<[string], { content: Uint8Array }>("SELECT content FROM block WHERE hash = ?");
  const unreleased = read.prepare<[], { file: string }>(
    "SELECT DISTINCT file FROM archived_block WHERE hash IN (SELECT hash FROM block)",
  );
  const add = write.prepare(
    "INSERT OR REPLACE INTO archived_block (height, hash, file, position, size, header) VALUES (:height, :hash, :file, :position, :size, :header)",
  );
  const release = write.prepare("DELETE FROM block WHERE hash IN (SELECT hash FROM archived_block WHERE file = ?)");
  return {
    archivedUpTo: () => last.get()?.height ?? 0,
    packed: (hash) => block.get(hash)?.content,
    archived: (blocks) =>
      write.transaction(() => {
        for (const one of blocks) add.run({ ...one, header: canonicalJson(one.header) });
      })(),
    unreleased: () => unreleased.all().map(({ file }) => file),
    release: (file) => void release.run(file),
  };
}

/** @throws Error where it is not there, or another one. */
export function requireArchived(archive: BlockArchive | undefined, place: ArchivedBlock): Uint8Array {
  const found = archive?.read(place) ?? { ok: false, reason: "gone" };
  if (found.ok) return found.bytes;
  throw new Error(`The chain database is not whole: block ${place.height} is ${found.reason} in the archive ${place.file}`);
}

const keyOf = ({ attester, source, target }: HeldVote) => ({ attester, source: source.hash, target: target.hash });
