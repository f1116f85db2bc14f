import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Attestation, type Block, type Header, hashObject, verifyEvidence } from "@lucid/proof";
import { createChainWitness, createDice, createSeededRandom, createSimulatedClock, createTestKeys, silent } from "@lucid/testkit";
import { expect, it } from "vitest";
import { createSoloGenesis, parametersForInterval } from "./genesis.ts";
import { openSignStateFile } from "./signing/open-sign-state-file.ts";
import { startChain } from "./start-chain.ts";
import { openChainDatabase } from "./store/open-chain-database.ts";

const victim = fileURLToPath(new URL("./crash-victim.ts", import.meta.url));
const speed = 100;
const lives = 30;

type Report =
  | { readonly kind: "signed"; readonly domain: string; readonly value: unknown }
  | { readonly kind: "final"; readonly height: number; readonly hash: string }
  | { readonly kind: "started"; readonly head: { height: number }; readonly final: { height: number } }
  | { readonly kind: "accepted"; readonly id: string };

/** Lives for so long after its first line, then dies without warning. */
async function liveAndDie(folder: string, zeroMs: number, lifeMs: number): Promise<void> {
  const output = openSync(join(folder, "reports"), "a");
  const child = spawn(process.execPath, [victim, folder, String(zeroMs), String(speed)], { stdio: ["pipe", output, "inherit"] });
  await sleep(lifeMs);
  expect(child.exitCode).toBeNull();
  child.kill("SIGKILL");
  await once(child, "exit");
  closeSync(output);
}

/** Whole lines only: the last one of a life may be cut off, and then nobody has read it. */
function reportsOf(folder: string): Report[] {
  const lines = readFileSync(join(folder, "reports"), "utf8").split("\n");
  return lines.flatMap((line) => (line.startsWith("{") && line.endsWith("}") ? [JSON.parse(line) as Report] : []));
}

it("loses no final block and signs nothing twice when it is killed again and again", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "lucid-crash-"));
  const dice = createDice(createSeededRandom("crash"));
  const zeroMs = Date.now();
  for (let life = 0; life < lives; life += 1) await liveAndDie(folder, zeroMs, dice.between(250, 900));

  const reports = reportsOf(folder);
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
  expect(finals.length).toBeGreaterThan(lives);
  expect(accepted.length).toBeGreaterThan(lives);

  const startMs = Date.UTC(2026, 0, 1);
  const keys = createTestKeys("victim");
  const genesis = createSoloGenesis({
    ...{ network: "victim", startsAtMs: startMs, publicKey: keys.publicKey },
    parameters: parametersForInterval(2),
  });
  const clock = createSimulatedClock(startMs + (Date.now() - zeroMs) * speed);
  using db = openChainDatabase(join(folder, "chain.db"));
  const signState = openSignStateFile(join(folder, "sign-state.json"));
  await using chain = await startChain({ clock, keys, db, signState, ...silent() }, { genesis });
  for (const { height, hash } of finals) {
    expect(height).toBeLessThanOrEqual(chain.finalized().height);
    expect(chain.read.blockAt(height)?.hash).toBe(hash);
  }
  clock.advance(60_000);
  for (const { id } of accepted) {
    const evidence = chain.evidence(id);
    expect(evidence && verifyEvidence(evidence, genesis)).toMatchObject({ ok: true });
  }
  expect(db.read.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  expect(hashObject(chain.genesis)).toBe(chain.network);
  rmSync(folder, { recursive: true });
});
