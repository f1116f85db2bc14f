import { systemClock } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { canonicalBytes, DOMAIN, hashObject, v2 } from "@lucid/proof";
import { Registry } from "prom-client";
import { createTestKeys } from "../../../testing/keys.ts";
import { accept } from "../../engine/network-port.ts";
import { openPeers } from "../../peers/open-peers.ts";
import { openSqliteStore } from "../../store/sqlite-store.ts";
import type { RangeServerConfig, RangeServerReport } from "./range-servers.ts";
import { createTestBook, createTestIdentity } from "./test-peers.ts";

/**
 * A peer that has a chain and gives its blocks, in a process of its own: it takes nothing in. `range-server.ts CONFIG`, a JSON object. A
 * liar puts a signature that nobody made into every block but the first, and speaks of what it has by itself; others do once they are
 * told to. It says where it listens, and every time that it has lied.
 */
const config = JSON.parse(process.argv[2] ?? "") as RangeServerConfig;
const report = (line: RangeServerReport): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const opened = v2.openNetwork(config.genesis);
if (!opened.ok) throw new Error(opened.failure.reason);
const network = opened.value;
const keys = createTestKeys(config.name);
const store = openSqliteStore(config.chain);
const blocks = [...store.blocks()];
const certificate = store.lastCertificate();
const last = v2.Block.parse(JSON.parse(Buffer.from(blocks.at(-1) ?? "").toString())).header;
const head = { height: last.height, hash: hashObject(last) };
const MOST = { blocks: 64, bytes: network.genesis.parameters.max_block_bytes };

function served(from: number): readonly Uint8Array[] {
  const some = blocks.slice(from - 1, from - 1 + MOST.blocks);
  let room = MOST.bytes;
  return some.filter(({ length }) => (room -= length) >= 0);
}

function forged(bytes: Uint8Array): Uint8Array {
  const block = v2.Block.parse(JSON.parse(Buffer.from(bytes).toString()));
  return canonicalBytes({ ...block, signature: "0".repeat(128) });
}

function status(): Uint8Array {
  const own = { network: network.hash, final: head, head, clock_ms: Date.now() };
  return canonicalBytes({ status: own, member: keys.publicKey, signature: keys.sign(DOMAIN.statusV2, own) });
}

let speaking: true | undefined;
const peers = await openPeers(
  {
    ...{ clock: systemClock, log: silentLog, metrics: new Registry(), identity: createTestIdentity(config.name) },
    ...{ bookFile: createTestBook(), isMember: (key) => network.members.current.members.some((one) => one.public_key === key) },
    onFailure: (error) => {
      throw error;
    },
  },
  { network: network.hash, maxBlockBytes: MOST.bytes, listen: ["127.0.0.1:0"], dial: [] },
);
await peers.start({
  receive: () => accept,
  receiveBlocks: () => accept,
  serve({ from }) {
    if (!config.lies) return served(from);
    report({ kind: "lied" });
    return served(from).map((bytes, index) => (index > 0 ? forged(bytes) : bytes));
  },
  receiveStatus: () => accept,
  greeting: (topic) => (topic === "status" ? speaking && status() : certificate && canonicalBytes(certificate)),
});
report({ kind: "listens", address: peers.addresses[0] ?? "" });
/** Once it is told to, it says what it has, as members do again and again. */
function speak(): void {
  speaking = true;
  peers.port.broadcast("status", status());
  setTimeout(speak, 2_000 * network.genesis.parameters.block_interval);
}
if (config.lies) speak();
process.stdin.once("data", speak).on("end", () => process.exit());
