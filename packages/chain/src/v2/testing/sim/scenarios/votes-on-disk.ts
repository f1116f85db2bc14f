import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DOMAIN } from "@lucid/proof";
import { createLedger, type Ledger } from "../../../engine/ledger.ts";
import { openSqliteStore } from "../../../store/sqlite-store.ts";
import { type Crowd, createCrowd } from "../crowd.ts";
import { figure, type Scenario } from "../scenario.ts";

const MEMBERS = 128;
/** Positions that are filled before anything is measured, and those that are: a day is as many times more. */
const BEFORE = 24;
const MEASURED = 40;
const MOST_BYTES = 170_000_000;

/** One position: its block with every vote for the one before, and then everybody's vote for it. */
function fill(ledger: Ledger, ordinal: number, { byKey, network, build, prepare }: Crowd): void {
  const branch = ledger.branchOf(ledger.tree.head);
  ledger.append(prepare(build(ordinal, branch, { queues: [], votes: ledger.openVotes(branch) })));
  const { head, justified } = ledger.tree;
  const ref = ({ height, hash }: typeof head) => ({ height, hash });
  const statement = { network: network.hash, epoch: head.epoch, source: ref(justified), target: ref(head) };
  for (const [attester, keys] of byKey) {
    const attestation = { ...statement, attester };
    ledger.vote({ ...attestation, signature: keys.sign(DOMAIN.attestationV2, attestation) });
  }
  ledger.flush();
}

const bytesIn = (folder: string): number => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

export const votesOnDisk: Scenario = {
  name: "votes-on-disk",
  rule: "6.2, 12.3",
  happens: `${MEMBERS} members fill every position of a day (${MEASURED} positions on a real database, the day as many times more)`,
  nodes: 1,
  run() {
    // Nobody lies here, and what is counted are bytes.
    const crowd = createCrowd(MEMBERS, () => true);
    const folder = mkdtempSync(join(tmpdir(), "lucid-votes-"));
    const path = join(folder, "chain.db");
    /** Fills positions and closes the database, so that its file is all there is. */
    function grow(from: number, to: number): number {
      using store = openSqliteStore(path, { synchronous: "normal" });
      const ledger = createLedger({ store, rules: crowd.rules, prepare: crowd.prepare });
      for (let ordinal = from; ordinal < to; ordinal += 1) fill(ledger, ordinal, crowd);
      return ledger.tree.final.height;
    }
    try {
      grow(0, BEFORE);
      const before = bytesIn(folder);
      const final = grow(BEFORE, BEFORE + MEASURED);
      const perPosition = (bytesIn(folder) - before) / MEASURED;
      const { block_interval } = crowd.network.genesis.parameters;
      const day = Math.round((perPosition * 86_400) / block_interval);
      return [
        figure("final blocks", `${BEFORE + MEASURED - 1}`, final, final === BEFORE + MEASURED - 1),
        figure("bytes on disk after a day", `at most ${MOST_BYTES}`, day, day <= MOST_BYTES),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
