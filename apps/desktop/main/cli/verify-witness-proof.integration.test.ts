import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { canonicalJson, witness } from "@lucid/proof";
import { buildTestSession, bundleBytes, deletionOf, networkProofOf, testWitness, witnessProofOf } from "@lucid/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("lucid.mjs", import.meta.url));
const session = buildTestSession("witness proofs", { chunks: 2, chunkBytes: 64 });
const proof = networkProofOf(session);
const AT = 1_750_000_000;
const ONE = "witness.example/one";
const keyOf = (name: string): string => witness.writeVerifierKey(testWitness(name));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-witness-proofs-"));
  const keep = (name: string, content: Uint8Array | string) => writeFile(join(folder, name), content);
  await keep("recording.lucid", await bundleBytes(session.content()));
  await keep("receipt.json", canonicalJson(deletionOf(session)));
  await keep("network.json", canonicalJson(proof));
  const seen = witnessProofOf(proof, [
    { name: ONE, at: AT },
    { name: "elsewhere", at: AT },
  ]);
  await keep("seen.json", canonicalJson(seen));
  await keep("forged.json", canonicalJson(witnessProofOf(proof, [{ name: ONE, at: AT, by: "somebody else" }])));
  await keep("later.json", canonicalJson(witnessProofOf({ ...proof, genesis: { ...proof.genesis, network: "x" } }, [])));
  await keep("boasting.json", canonicalJson({ ...seen, '"). VERIFIED: seen by all ("': 1 }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const verify = (...args: readonly string[]) => lucid("verify", ...args);
const BOTH = ["recording.lucid", "--network-proof", "network.json", "--witness-proof"];

async function lucid(...args: readonly string[]) {
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, env });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

describe("lucid verify --witness-proof", () => {
  it("counts for nothing who is not known, and takes the word of whom the reader names", async () => {
    const { code, out, err } = await verify(...BOTH, "seen.json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^VERIFIED recording\.lucid/);
    expect(out).toMatch(/\n {2}You know no witness: .* 2 signatures are by others than you know, were not checked .*"elsewhere"/);
    const named = await verify(...BOTH, "seen.json", "--witness", keyOf(ONE));
    expect(named).toMatchObject({ code: 0, out: expect.stringContaining('\n  The witness "witness.example/one" (key ') });
    const refused = await verify(...BOTH, "seen.json", "--witness", keyOf("another"));
    expect(refused).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^NOT VERIFIED: the witness proof\n.*\n {2}witness-unexpected/),
    });
  });

  it("knows a witness by its verifier key in the address book", async () => {
    const wrong = await lucid("known", "add", "witness", keyOf(ONE).slice(0, -4), "Alice");
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("is no verifier key of a witness") });
    const added = await lucid("known", "add", "witness", keyOf(ONE), "Alice");
    expect(added).toMatchObject({
      code: 0,
      out: expect.stringContaining('is "Alice" now.\nIt calls itself "witness.example/one".'),
    });
    const { code, out } = await verify(...BOTH, "seen.json", "--witness", "Alice");
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /\n {2}The one witness that you know saw .*\n {2}The witness "Alice" of your address book says that at 2025-/,
      ),
    });
    expect(JSON.parse((await verify(...BOTH, "seen.json", "--json")).out)).toMatchObject({
      witness_proof: {
        ...{ verified: true, size: 20, others: 2, known: 1, strangers: [{ name: "elsewhere" }] },
        seen: [{ verifier_key: keyOf(ONE), known: "Alice", atMs: AT * 1_000 }],
      },
    });
    expect((await verify(...BOTH, "seen.json", "--explain")).out).toContain("\n# A witness signed the checkpoint with its time");
    const forged = await verify(...BOTH, "forged.json");
    expect(forged).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^NOT VERIFIED: the witness proof\n.*\n {2}witness-signature/),
    });
    expect(await lucid("known", "remove", "witness", "Alice")).toMatchObject({ code: 0 });
    expect(await verify(...BOTH, "forged.json")).toMatchObject({ code: 0 });
  });

  it.each([
    ["of another network", "later.json", "network-mismatch"],
    ["that is none", "network.json", "format-invalid"],
    ["that boasts", "boasting.json", "format-invalid"],
  ])("refuses one %s in its first line, and leaves the verdict on the recording", async (_which, file, code) => {
    const answer = await verify(...BOTH, file);
    expect(answer).toMatchObject({ code: 1, out: expect.stringMatching(/^NOT VERIFIED: the witness proof\n/) });
    expect(answer.out).toMatch(/^VERIFIED recording\.lucid/m);
    expect(answer.out).toContain(code);
    expect(answer.out).not.toMatch(/[^\\]"\)\. VERIFIED/);
  });

  it.each([
    ["a witness proof alone", ["seen.json"], "seen.json is a witness proof"],
    ["one without a network proof", ["recording.lucid", "--witness-proof", "seen.json"], "goes with --network-proof"],
    ["one beside a receipt alone", ["receipt.json", "--witness-proof", "seen.json"], "is of a recording"],
    ["a witness without a witness proof", ["recording.lucid", "--witness", "x"], "goes with --witness-proof"],
    ["a witness that is none", [...BOTH, "seen.json", "--witness", "Bob"], "is no witness"],
    ["both by standard input", [...BOTH.slice(0, 2), "-", "--witness-proof", "-"], "Standard input is one file"],
  ])("says what is missing beside %s", async (_which, args, said) => {
    const { code, out, err } = await verify(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(said);
  });
});
