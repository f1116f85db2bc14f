import { writeSync } from "node:fs";
import { join } from "node:path";
import { type Clock, systemClock } from "@lucid/foundation";
import { publicKeyOf, type SessionAnchor, sha256, signObject, utf8 } from "@lucid/proof";
import { pino } from "pino";
import { Registry } from "prom-client";
import { createSoloGenesis, parametersForInterval } from "../genesis.ts";
import type { ChainKeys } from "../ports.types.ts";
import { openSignStateFile } from "../signing/open-sign-state-file.ts";
import { startChain } from "../start-chain.ts";
import { openChainDatabase } from "../store/open-chain-database.ts";

/**
 * A solo chain in a process of its own, for the test that kills it: `crash-victim.ts FOLDER ZERO_MS SPEED`.
 * Its time runs SPEED times as fast as the machine's and started at ZERO_MS. Everything that another
 * machine could have seen goes to standard output, one JSON object a line, as soon as it exists.
 */
const [folder = ".", zero = "0", speed = "1"] = process.argv.slice(2);
const startMs = Date.UTC(2026, 0, 1);

const clock: Clock = {
  now: () => startMs + (systemClock.now() - Number(zero)) * Number(speed),
  elapsed: () => systemClock.elapsed() * Number(speed),
  after: (delayMs, callback) => systemClock.after(delayMs / Number(speed), callback),
};

const report = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

const secret = sha256(utf8("lucid test key victim"));
const keys: ChainKeys = {
  publicKey: publicKeyOf(secret),
  sign(domain, value) {
    const signature = signObject(domain, value, secret);
    report({ kind: "signed", domain, value });
    return signature;
  },
};

const chain = await startChain(
  {
    ...{ clock, keys },
    db: openChainDatabase(join(folder, "chain.db")),
    signState: openSignStateFile(join(folder, "sign-state.json")),
    log: pino({ level: "silent" }),
    metrics: new Registry(),
  },
  {
    genesis: createSoloGenesis({
      ...{ network: "victim", startsAtMs: startMs, publicKey: keys.publicKey },
      parameters: parametersForInterval(2),
    }),
  },
);
report({ kind: "started", head: chain.read.head(), final: chain.read.finalized() });

chain.read.onFinal(({ from_height, to_height }) => {
  for (let height = from_height; height <= to_height; height += 1)
    report({ kind: "final", height, hash: chain.read.blockAt(height)?.hash });
});

let count = chain.read.head().time;
function sendAnchor(): void {
  count += 1;
  const hex = (digits: number): string => `${process.pid}${count}`.padStart(digits, "0");
  const anchor: SessionAnchor = {
    session_id: `00000000-0000-4000-8000-${hex(12).slice(-12)}`,
    owner: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
    ...{ manifest_hash: hex(64), grant_hash: hex(64), merkle_root: hex(64), chunk_count: 1, total_size: 1 },
    ...{ started_at_ms: 1, ended_at_ms: 2 },
  };
  const outcome = chain.submit.own("session_anchor", anchor);
  if (outcome.kind === "accepted") report({ kind: "accepted", id: outcome.id });
  clock.after(1_500, sendAnchor);
}
sendAnchor();
process.stdin.resume();
