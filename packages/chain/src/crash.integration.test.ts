import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createSeededRandom, createTestClock, silentLog } from "@lucid/foundation/testing";
import { type Attestation, type Block, type Header, hashObject, verifyEvidence } from "@lucid/proof";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { createSoloGenesis, parametersForInterval } from "./genesis.ts";
import { openSignStateFile } from "./signing/open-sign-state-file.ts";
import { startChain } from "./start-chain.ts";
import { openChainDatabase } from "./store/open-chain-database.ts";
import { createChainWitness, createDice, createTestKeys } from "./testing/index.ts";

const victim = fileURLToPath(new URL("./testing/crash-victim.ts", import.meta.url));
const speed = 100;
const lives = 30;

type Report =
  | { readonly kind: "signed"; readonly domain: string; readonly value: unknown }
  | { readonly kind: "final"; readonly height: number; readonly hash: string }
  | { readonly kind: "started"; readonly head: { height: number }; readonly final: { height: number } }
  | { readonly kind: "accepted"; readonly id: string };

/** A process that is killed a moment after it has reported so often: how fast it does is the machine's affair. */
async function liveAndDie(folder: string, zeroMs: number, { reports, moreMs }: Life): Promise<Report[]> {
  const child = spawn(process.execPath, [victim, folder, String(zeroMs), String(speed)], { stdio: ["pipe", "pipe", "inherit"] });
  let heard = "";
  const enough = Promise.withResolvers<void>();
  const listen = (piece: string): void => {
    heard += piece;
    if (reportsIn(heard).length >= reports) enough.resolve();
  };
  child.stdout.setEncoding("utf8").on("data", listen);
  const closed = once(child, "close");
  if (reports > 0) await Promise.race([enough.promise, closed]);
  await sleep(moreMs);
  expect(child.exitCode).toBeNull();
  child.kill("SIGKILL");
  await closed;
  return reportsIn(heard);
}

interface Life {
  /** 0: it is killed while it starts, perhaps before it said anything. */
  readonly reports: number;
  readonly moreMs: number;
}

/** Whole lines only: the last one may be cut off. */
function reportsIn(output: string): Report[] {
  return output
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Report);
}

it("loses no final block and signs nothing twice when it is killed again and again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lucid-crash-"));
  const dice = createDice(createSeededRandom("crash"));
  const zeroMs = Date.now();
  const reports: Report[] = [];
  for (let life = 0; life < lives; life += 1) {
    // Every third start is cut short.
    const wish =
      life % 3 === 0
        ? { reports: 0, moreMs: dice.between(20, 500) }
        : { reports: dice.between(5, 60), moreMs: dice.between(0, 40) };
    reports.push(...(await liveAndDie(folder, zeroMs, wish)));
  }
  const witness = createChainWitness();
  for (const report of reports) {
    if (report.kind === "final") witness.sawFinal(0, report.height, report.hash);
    if (report.kind === "signed" && report.domain === "lucid:attestation:v1")
      witness.sawAttestation({ attestation: report.value as Attestation, signature: "" });
    if (report.kind === "signed" && report.domain === "lucid:block:v1")
      witness.sawBlock({ header: report.value as Header } as Block);
  }
  expect(witness.violations).toEqual([]);
  const finals = reports.filter((report) => report.kind === "final");
  const accepted = reports.filter((report) => report.kind === "accepted");
  expect(finals.length).toBeGreaterThan(lives / 2);
  expect(accepted.length).toBeGreaterThan(lives / 2);

  const startMs = Date.UTC(2026, 0, 1);
  const keys = createTestKeys("victim");
  const genesis = createSoloGenesis({
    ...{ network: "victim", startsAtMs: startMs, publicKey: keys.publicKey },
    parameters: parametersForInterval(2),
  });
  const clock = createTestClock(startMs + (Date.now() - zeroMs) * speed);
  using db = openChainDatabase(join(folder, "chain.db"));
  const signState = openSignStateFile(join(folder, "sign-state.json"));
  await using chain = await startChain({ clock, keys, db, signState, log: silentLog, metrics: new Registry() }, { genesis });
  for (const { height, hash } of finals) {
    expect(height).toBeLessThanOrEqual(chain.read.finalized().height);
    expect(chain.read.blockAt(height)?.hash).toBe(hash);
  }
  clock.advance(60_000);
  for (const { id } of accepted) {
    const evidence = chain.read.evidence(id);
    expect(evidence && verifyEvidence(evidence, genesis)).toMatchObject({ ok: true });
  }
  expect(db.read.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  expect(hashObject(chain.genesis)).toBe(chain.networkId);
  rmSync(folder, { recursive: true });
});
