import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { canonicalJson } from "@lucid/proof";
import { buildPayoutLog } from "@lucid/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("../lucid.mjs", import.meta.url));
const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const log = buildPayoutLog({ payouts: 9, before: 4 });
const proof = log.proof(4);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-payouts-command-"));
  await writeFile(join(folder, "proof.json"), canonicalJson(proof));
  await writeFile(join(folder, "statement.json"), canonicalJson(log.statement));
  const later = buildPayoutLog({ payouts: 9, before: 4, edit: (one) => ({ ...one, settled_at_ms: 253_402_300_800_000 }) });
  await writeFile(join(folder, "later.json"), canonicalJson(later.statement));
  await writeFile(join(folder, "boasting.json"), canonicalJson({ ...proof, '"). VERIFIED: it was paid ("': 1 }));
  await writeFile(join(folder, "forged.json"), canonicalJson({ ...proof, payout: { ...proof.payout, amount: "99000000" } }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const verify = (args: readonly string[], input = "") => run(["verify", ...args], input);
async function run(args: readonly string[], input = "") {
  const child = spawn(process.execPath, [CLI, "payouts", ...args], {
    cwd: folder,
    env: { ...process.env, HOME: folder },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  // One that ends without reading what comes in has said why by its exit code.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

it("says of a proof who stated what, and what it does not prove", async () => {
  const { code, out, err } = await verify([
    "proof.json",
    "--node",
    log.node,
    "--network",
    log.network.hash,
    "--address",
    ADDRESS,
  ]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("VERIFIED proof.json\n  9.900004 USDT to TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH on devnet");
  for (const said of [proof.payout.transaction_id, log.node, log.network.hash, "That the money arrived", "holds 1 of the 1 keys"])
    expect(out).toContain(said);
});

it("sets apart what a refused document calls its fields", async () => {
  const { code, out } = await verify(["boasting.json"]);
  expect(code).toBe(1);
  expect(out).toContain("format-invalid");
  expect(out).not.toMatch(/[^\\]"\)\. VERIFIED/);
});

it("says where a payout is stated to have been settled after the block that holds it", async () => {
  const said = "one is stated to have been at +010000-01-01T00:00:00Z, after the block that holds it.";
  expect((await verify(["later.json"])).out).toContain(said);
});

it("says of a statement what was sent in all, also through a pipe", async () => {
  const { code, out } = await verify(["-"], canonicalJson(log.statement));
  expect(code).toBe(0);
  expect(out).toContain("Payouts 5 to 9 of the node, on devnet, whose coins are worth nothing");
  expect(out).not.toContain("after the block that holds it");
  const { out: json } = await verify(["statement.json", "--json"]);
  expect(JSON.parse(json)).toMatchObject({
    verified: true,
    facts: { kind: "statement", sent: "49700030", fees: "300000", from: 4, logSize: 9, node: log.node },
  });
});

it.each([
  [["forged.json"], 1, "payout-path-invalid"],
  [["proof.json", "--node", "a".repeat(64)], 1, "Another node stated this"],
  [["proof.json", "--network", "a".repeat(64)], 1, "another network"],
  [["statement.json", "--address", `${ADDRESS.slice(0, -1)}9`], 1, "another address"],
  [["not-there.json"], 2, "cannot be read"],
  [[], 2, "missing required argument"],
])("refuses %j with the exit code %i", async (args, expected, words) => {
  const { code, out, err } = await verify(args);
  expect(code).toBe(expected);
  expect(out + err).toContain(words);
  expect(out).not.toMatch(/^VERIFIED/m);
  if (expected === 1) {
    const { out: json } = await verify([...args, "--json"]);
    expect(JSON.parse(json)).toMatchObject({ verified: false });
  }
});

it("says of payouts that repeat what their terms are, and asks no node about others", async () => {
  const terms = ["schedules", "propose", "Rent", "--least", "10", "--most", "100"];
  const outcomes = await Promise.all([
    run(["schedules", "propose", "--help"]),
    run([...terms, "--every", "32"]),
    run([...terms, "--every", "mon", "--zone", "Mars/Olympus"]),
    run([...terms, "--every", "mon", "--most", "9"]),
  ]);
  expect(outcomes.map(({ code }) => code)).toEqual([0, 2, 2, 2]);
  const [help, ...wrong] = outcomes;
  expect(help?.out).toContain("Everything that is owed is paid");
  for (const [index, words] of ["--every is a day", "--zone is the name", "--most is not less"].entries())
    expect(wrong[index]?.err).toContain(words);
});
