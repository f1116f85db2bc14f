import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { systemClock } from "@lucid/foundation";
import { hashObject, parseFormat, sha256Hex, utf8, v2 } from "@lucid/proof";
import { pino } from "pino";
import { Registry } from "prom-client";
import type { ChainKeys } from "../../../ports.types.ts";
import { openSignStateFile } from "../../../signing/open-sign-state-file.ts";
import { createSignState } from "../../../signing/sign-state.ts";
import { createSignatures } from "../../../signing/signature-checker.ts";
import { createTestKeys } from "../../../testing/keys.ts";
import { createEngine } from "../../engine/create-engine.ts";
import { signDomains } from "../../engine/duties.ts";
import { createPreparation } from "../../engine/preparation.ts";
import { openPeers } from "../../peers/open-peers.ts";
import { openSqliteStore } from "../../store/sqlite-store.ts";
import { createAnchorStream } from "./anchor-stream.ts";
import type { NetworkOrder, NetworkProcessConfig, NetworkReport } from "./network-process.ts";
import { createTestIdentity } from "./test-peers.ts";

/**
 * A node of a network in a process of its own, for tests that kill and stop it: `network-node.ts FOLDER`. Real engine, disk, clock and
 * connections. Everything that another machine could have seen goes to standard output, one JSON object a line, before it goes out.
 */
const [folder = "."] = process.argv.slice(2);
const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8")) as NetworkProcessConfig;
const report = (line: NetworkReport): void => void writeSync(1, `${JSON.stringify(line)}\n`);
const fail = (error: unknown): never => {
  throw error;
};

const opened = v2.openNetwork(config.genesis);
if (!opened.ok) throw new Error(opened.failure.reason);
const network = opened.value;
const own = createTestKeys(config.name);
const keys: ChainKeys = {
  publicKey: own.publicKey,
  sign(domain, value) {
    if (domain === signDomains.block || domain === signDomains.attestation) report({ kind: "signed", domain, value });
    return own.sign(domain, value);
  },
};
const store = openSqliteStore(join(folder, "chain.db"));
const file = openSignStateFile(join(folder, "sign-state.json"));
const signatures = createSignatures({ remembered: 16_384 });
const stopped = new AbortController().signal;
const preparation = createPreparation({ network, clock: systemClock, signatures, onFailure: fail, stopped });

const started: { engine?: ReturnType<typeof createEngine>; anchors?: ReturnType<typeof createAnchorStream> } = {};
const lists = (): readonly v2.MemberList[] => {
  const { current, pending } = started.engine?.members ?? network.members;
  return pending === null ? [current] : [current, pending];
};

const peers = await openPeers(
  {
    clock: systemClock,
    log: pino({ level: "warn" }, pino.destination(2)),
    metrics: new Registry(),
    identity: createTestIdentity(config.name),
    bookFile: openSignStateFile(join(folder, "peers.json")),
    isMember: (key) => lists().some(({ members }) => members.some(({ public_key }) => public_key === key)),
    onFailure: fail,
  },
  {
    network: network.hash,
    maxBlockBytes: network.genesis.parameters.max_block_bytes,
    ...{ listen: ["127.0.0.1:0"], dial: config.dial },
  },
);
const engine = createEngine({
  ...{ network, clock: systemClock, keys, store, port: peers.port, checkSignature: signatures.check, decode: parseFormat },
  signState: (known) => createSignState(file, keys, network.hash, known, signDomains),
  ...{ prepare: preparation.prepare, underWay: preparation.underWay },
  onUpdate({ finalized }) {
    for (const { height, hash } of finalized) report({ kind: "final", height, hash });
    if (finalized.length > 0) started.anchors?.look();
  },
});
started.engine = engine;
await peers.start(preparation.before(engine));
engine.start();
report({ kind: "started", addresses: peers.addresses, final: engine.tree.final.height });

const anchors = createAnchorStream(config.name, engine, (list) => report({ kind: "anchored", ...list }));
started.anchors = anchors;

createInterface({ input: process.stdin }).on("line", (line) => {
  const order = JSON.parse(line) as NetworkOrder;
  if (order.kind === "anchor") {
    anchors.end();
    if (order.items > 0) anchors.begin(order.everyMs, order.items);
    return;
  }
  const outcome = engine.change(order.change);
  report({ kind: "proposed", refused: outcome.ok ? null : outcome.reason });
});

/** Something to agree on: the head of a session that grows. */
let size = Date.now() % 1_000_000_000;
function record(): void {
  size += 1;
  const tag = v2.sessionTag(config.name, sha256Hex(utf8(config.name)));
  if (engine.isSender) engine.submit("node_checkpoint", [{ tag, size, root: hashObject({ size }) }]);
  report({
    kind: "state",
    peers: peers.list().length,
    memory: process.memoryUsage().rss,
    processorMs: (process.cpuUsage().user + process.cpuUsage().system) / 1_000,
    waiting: anchors.waiting,
    list: engine.members.current,
    ...(engine.halted === undefined ? {} : { halted: engine.halted }),
  });
  setTimeout(record, 1_000);
}
record();
