import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { systemClock } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { DOMAIN, type v2 } from "@lucid/proof";
import { Registry } from "prom-client";
import { createTestKeys } from "../../../../testing/keys.ts";
import { createLedger, type Ledger } from "../../../engine/ledger.ts";
import { startNetwork } from "../../../start-network.ts";
import { openSqliteStore } from "../../../store/sqlite-store.ts";
import { startRangeServer } from "../../peers/range-servers.ts";
import { createTestIdentity } from "../../peers/test-peers.ts";
import { anchorBy, type Crowd, createCrowd } from "../crowd.ts";
import { figure, type Scenario } from "../scenario.ts";

const MEMBERS = 3;
const BLOCKS = 10_000;
const LEAST_PER_SECOND = 2_000;
/** What the node may keep of each block in memory: its hash, and where its transaction stands. */
const MOST_BYTES_OF_BLOCK = 2_048;
/** Longer than the slowest machine needs. */
const MOST_MS = 900_000;
const NEWCOMER = "who was away";

/** One position: its block with a transaction and every vote for the one before, and then everybody's vote for it. */
function fill(ledger: Ledger, ordinal: number, crowd: Crowd): void {
  const { byKey, network, build, prepare } = crowd;
  const branch = ledger.branchOf(ledger.tree.head);
  const keys = [...byKey.values()][ordinal % MEMBERS];
  const queues = keys === undefined ? [] : [[[anchorBy(keys, Math.floor(ordinal / MEMBERS), crowd, ordinal)]]];
  ledger.append(prepare(build(ordinal, branch, { queues, votes: ledger.openVotes(branch) })));
  const { head, justified } = ledger.tree;
  const ref = ({ height, hash }: typeof head) => ({ height, hash });
  const statement = { network: network.hash, epoch: head.epoch, source: ref(justified), target: ref(head) };
  for (const [attester, own] of byKey) {
    const attestation = { ...statement, attester };
    ledger.vote({ ...attestation, signature: own.sign(DOMAIN.attestationV2, attestation) });
  }
}

/** A chain of so many blocks that ends now, in a database. */
function makeChain(path: string, blocks: number): v2.Network {
  const { block_interval } = createCrowd(MEMBERS, () => true).network.genesis.parameters;
  const startsAt = Math.floor(Date.now() / 1_000) - (blocks + 1) * block_interval;
  // Nobody lies while it is made.
  const crowd = createCrowd(MEMBERS, () => true, { startsAt });
  using store = openSqliteStore(path, { synchronous: "normal" });
  const ledger = createLedger({ store, rules: crowd.rules, prepare: crowd.prepare });
  for (let ordinal = 0; ordinal < blocks; )
    ledger.together(() => {
      for (const end = Math.min(blocks, ordinal + 64); ordinal < end; ordinal += 1) fill(ledger, ordinal, crowd);
    });
  return crowd.network;
}

export const sync: Scenario = {
  name: "sync",
  rule: "12.5",
  happens: `a node fetches ${BLOCKS} blocks of a transaction each from ${MEMBERS} peers in processes of their own, of which one lies (real connections, disk and time)`,
  nodes: 1,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "lucid-sync-"));
    await using stack = new AsyncDisposableStack();
    stack.defer(() => rmSync(folder, { recursive: true, force: true }));
    const chain = join(folder, "made.db");
    const network = makeChain(chain, BLOCKS);
    const servers = await Promise.all(
      Array.from({ length: MEMBERS }, (_, index) =>
        startRangeServer({ name: `member ${index}`, genesis: network.genesis, chain, lies: index === 0 }),
      ),
    );
    for (const server of servers) stack.use(server);
    const gone = Promise.withResolvers<void>();
    const late = setTimeout(() => gone.reject(new Error(`sim: not there after ${MOST_MS} ms`)), MOST_MS);
    stack.defer(() => clearTimeout(late));
    const quarter = { heap: 0, height: 0 };
    let startedAt = 0;
    const collect = collector();
    const running = await startNetwork(
      {
        ...{ clock: systemClock, log: silentLog, metrics: new Registry(), keys: createTestKeys(NEWCOMER) },
        identity: createTestIdentity(NEWCOMER),
        onRequest: () => ({ refused: "not_ready", approval: null }),
        onFailure: gone.reject,
        onUpdate() {
          const { height } = running.engine.tree.head;
          startedAt ||= performance.now();
          if (quarter.height === 0 && height >= BLOCKS / 4) Object.assign(quarter, { heap: collect(), height });
          if (height >= BLOCKS) gone.resolve();
        },
      },
      {
        network,
        folder: join(folder),
        listen: ["127.0.0.1:0"],
        dial: servers.map(({ address }) => address),
        archiveAfterDays: 0,
      },
    );
    stack.use(running);
    const before = process.cpuUsage();
    // The liar is believed first; the others have to make good for it.
    await Promise.race([servers[0]?.lied, gone.promise]);
    for (const server of servers.slice(1)) server.speak();
    await gone.promise;
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(before);
    const { head, final } = running.engine.tree;
    const grown = Math.round((collect() - quarter.heap) / (head.height - quarter.height));
    const perSecond = Math.round(head.height / seconds);
    const lies = servers.reduce((sum, server) => sum + server.lies, 0);
    return [
      figure(
        "height reached, and the final one",
        `${BLOCKS}, and ${BLOCKS - 2} at least`,
        `${head.height}, ${final.height}`,
        final.height >= BLOCKS - 2,
      ),
      figure("lies that were told", "some", lies, lies > 0),
      figure("blocks a second", `at least ${LEAST_PER_SECOND}`, perSecond, perSecond >= LEAST_PER_SECOND),
      figure(
        "processor time of all threads for a block, ms",
        "no mark: to compare with",
        ((user + system) / 1_000 / head.height).toFixed(2),
        true,
      ),
      figure(
        "memory for each block behind the first quarter, bytes",
        `at most ${MOST_BYTES_OF_BLOCK}`,
        grown,
        grown <= MOST_BYTES_OF_BLOCK,
      ),
    ];
  },
};

/** Bytes in use once everything that nobody needs is gone. */
function collector(): () => number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  return () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
}
