import { createHash } from "node:crypto";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { createTestClock } from "@lucid/foundation/testing";
import { DOMAIN } from "@lucid/proof";
import { createLedger, type Ledger } from "../../../engine/ledger.ts";
import { createSnapshotWriter } from "../../../engine/snapshot-writer.ts";
import { stateRoot } from "../../../state/branch-state.ts";
import { rowsRoot } from "../../../state/rows.ts";
import { createMemoryStore } from "../../../store/memory-store.ts";
import type { NetworkStore } from "../../../store/store.types.ts";
import { anchorBy, type Crowd, createCrowd } from "../crowd.ts";
import { type Figure, figure, type Scenario } from "../scenario.ts";

const MEMBERS = 4;
const SLOT_BLOCKS = 12;
/** Epochs before the snapshot is opened: its own, the two that must be over, and one more. */
const EPOCHS_BEFORE = 4;

/** A chain whose members vote for every block, each of which holds an anchor; the last member sends one, and no other ever. */
export function createGrowth(crowd: Crowd) {
  const keys = [...crowd.byKey.values()];
  const sequences = new Map<string, number>();
  let ordinal = 0;
  const refs = ({ height, hash }: Ledger["tree"]["head"]) => ({ height, hash });

  /** The next block and everybody's vote for it, in all of these ledgers; whether all of them took it. */
  function grow(ledgers: readonly [Ledger, ...Ledger[]]): boolean {
    const [builder] = ledgers;
    const branch = builder.branchOf(builder.tree.head);
    const sender = keys[ordinal < keys.length ? ordinal : ordinal % (keys.length - 1)];
    if (sender === undefined) throw new Error("sim: there are no members");
    const sequence = sequences.get(sender.publicKey) ?? 0;
    sequences.set(sender.publicKey, sequence + 1);
    const anchor = anchorBy(sender, sequence, crowd, ordinal);
    const bytes = crowd.build(ordinal, branch, { queues: [[[anchor]]], votes: builder.openVotes(branch) });
    ordinal += 1;
    const prepared = crowd.prepare(bytes);
    const taken = ledgers.map((ledger) => ledger.append(prepared).kind);
    const { head, justified } = builder.tree;
    const statement = { network: crowd.network.hash, epoch: head.epoch, source: refs(justified), target: refs(head) };
    for (const own of keys) {
      const attestation = { ...statement, attester: own.publicKey };
      const vote = { ...attestation, signature: own.sign(DOMAIN.attestationV2, attestation) };
      for (const ledger of ledgers) ledger.vote(vote);
    }
    return taken.every((kind) => kind === "imported");
  }
  return grow;
}

/** Writes the snapshot that is due, as a node does beside its other work. */
export function writeDue(store: NetworkStore, ledger: Ledger): void {
  const clock = createTestClock();
  using writer = createSnapshotWriter({ store, ledger, clock });
  writer.look();
  clock.advance(60_000);
}

/** Another disk with what a store holds; `snapshots` changes what those consist of, and leaves out those that it gives nothing for. */
export function copyStore(
  from: NetworkStore,
  hashOf: (bytes: Uint8Array) => string,
  snapshots: (head: string, parts: readonly Uint8Array[]) => { head: string; parts: readonly Uint8Array[] } | undefined,
): NetworkStore {
  const to = createMemoryStore();
  for (const bytes of from.blocks()) to.commit({ blocks: [{ hash: hashOf(bytes), bytes }] });
  const finals = from.finals().map((hash, below) => ({ height: below + 1, hash, transactions: [] }));
  const root = from.root();
  to.commit({ votes: [...from.votes()], certificate: from.lastCertificate(), finals, ...(root && { root }) });
  for (const { height, head, parts } of from.snapshots()) {
    const changed = snapshots(head, [...parts()]);
    for (const [index, content] of (changed?.parts ?? []).entries()) to.commit({ snapshotPart: { height, index, content } });
    if (changed !== undefined) to.commit({ snapshot: { height, head: changed.head } });
  }
  return to;
}

/** The snapshot with the next sequence of who sent once raised by one, as somebody writes it who knows how it is written. */
export function withOtherSequence(head: string, parts: readonly Uint8Array[]): { head: string; parts: readonly Uint8Array[] } {
  const changed = parts.map((part) => {
    const rows = JSON.parse(zstdDecompressSync(part).toString("utf8")) as [string, string, number][];
    const row = rows.find(([kind, , value]) => kind === "sequence" && value === 1);
    if (row !== undefined) row[2] += 1;
    return zstdCompressSync(JSON.stringify(rows));
  });
  const digest = createHash("sha256");
  for (const part of changed) digest.update(part);
  return { head: JSON.stringify({ ...JSON.parse(head), parts: digest.digest("hex") }), parts: changed };
}

/** Root over everything that the rules know after the head. */
function rootsOf(ledger: Ledger): string {
  const state = ledger.stateOf(ledger.tree.head);
  return `${stateRoot(state)} ${rowsRoot(state.rows.all())}`;
}

/** What comes of a node that was opened from a snapshot, beside one from block 1, over so many further blocks. */
export function compareSnapshot(further: number, epoch_slots: number): readonly Figure[] {
  // Nobody lies here: what is compared are states.
  const crowd = createCrowd(MEMBERS, () => true, { parameters: { epoch_slots } });
  const open = (store: NetworkStore): Ledger => createLedger({ store, rules: crowd.rules, prepare: crowd.prepare });
  const copy = (from: NetworkStore, snapshots: Parameters<typeof copyStore>[2]): NetworkStore =>
    copyStore(from, (bytes) => crowd.prepare(bytes).hash, snapshots);
  const grow = createGrowth(crowd);
  const disk = createMemoryStore();
  const whole = open(disk);
  for (let block = 0; block < EPOCHS_BEFORE * SLOT_BLOCKS * epoch_slots; block += 1) grow([whole]);
  writeDue(disk, whole);
  const opened = open(copy(disk, (head, parts) => ({ head, parts })));
  const refusing = open(copy(disk, withOtherSequence));
  let same = 0;
  for (let block = 0; block < further; block += 1)
    if (grow([whole, opened]) && opened.tree.head.hash === whole.tree.head.hash) same += 1;
  const [roots, others] = [rootsOf(whole), rootsOf(opened)];
  const { refused, from } = refusing.opening;
  const said = refused.map(({ reason }) => reason).join(", ");
  return [
    figure("height that one node was opened from", "above 0", opened.opening.from, opened.opening.from > 0),
    figure("height that the other one began at", "0", whole.opening.from, whole.opening.from === 0),
    figure("further blocks that both took, with the same head", `all ${further}`, same, same === further),
    figure("roots after them", "the same", roots === others ? "the same" : "others", roots === others),
    figure("final blocks", "the same", opened.tree.final.height, opened.tree.final.hash === whole.tree.final.hash),
    figure(
      "what is said of a snapshot with one sequence changed",
      "wrong_state_root",
      said,
      said.endsWith("wrong_state_root") && from === 0,
    ),
  ];
}

export const snapshot: Scenario = {
  name: "snapshot",
  rule: "12.1, 12.4",
  happens:
    "a node opened from a snapshot of the state and one from block 1 take 100 000 further blocks; a snapshot has one sequence changed",
  nodes: 1,
  run: () => compareSnapshot(100_000, 120),
};
