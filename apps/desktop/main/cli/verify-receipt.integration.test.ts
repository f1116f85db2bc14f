import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { canonicalJson } from "@lucid/proof";
import { buildTestSession, bundleBytes, deletionOf } from "@lucid/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("lucid.mjs", import.meta.url));
const session = buildTestSession("receipts", { chunks: 2, chunkBytes: 64 });
const receipt = canonicalJson(deletionOf(session));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-receipts-"));
  const bundle = await bundleBytes(session.content());
  const other = buildTestSession("receipts of others", { chunks: 2, chunkBytes: 64 });
  await writeFile(join(folder, "receipt.json"), receipt);
  await writeFile(join(folder, "spaced.json"), JSON.stringify(JSON.parse(receipt), null, 2));
  await writeFile(join(folder, "recording.lucid"), bundle);
  await writeFile(join(folder, "damaged.lucid"), bundle.subarray(0, -512));
  await writeFile(join(folder, "other.lucid"), await bundleBytes(other.content()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function verify(args: readonly string[], input = "") {
  const child = spawn(process.execPath, [CLI, "verify", ...args], { cwd: folder, env: { ...process.env, HOME: folder } });
  // One that ends without reading what comes in has said why by its exit code.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

describe("lucid verify of a deletion receipt", () => {
  it("says what it proves alone, also of one that comes through a pipe", async () => {
    for (const { code, out, err } of [await verify(["receipt.json"]), await verify(["-"], receipt)]) {
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toMatch(/^VERIFIED /);
      expect(out).toContain("Consistent in itself; nobody is identified.");
      expect(out).toContain(`signed that it deleted its copy of the recording of session ${session.sessionId}`);
      expect(out).toContain("That there was such a recording: none was compared with this receipt.");
    }
  });

  it("compares it with its recording, for the node that is expected", async () => {
    const asked = [
      "receipt.json",
      "--recording",
      "recording.lucid",
      "--node",
      session.node.publicKey,
      "--owner",
      session.owner.address,
    ];
    const { code, out } = await verify(asked);
    expect(code).toBe(0);
    expect(out).toContain("Identified: the node you expect.");
    expect(out).toContain("The recording verifies, and is the one that the receipt is about");
  });

  it.each([
    ["of another recording", ["receipt.json", "--recording", "other.lucid"], "NOT VERIFIED receipt.json", "receipt-mismatch"],
    [
      "beside a recording that does not verify",
      ["receipt.json", "--recording", "damaged.lucid"],
      "NOT VERIFIED damaged.lucid",
      "truncated",
    ],
    ["that was written anew", ["spaced.json"], "NOT VERIFIED spaced.json", "json-not-canonical"],
    [
      "of another node than is expected",
      ["receipt.json", "--node", "0".repeat(64)],
      "NOT VERIFIED receipt.json",
      "node-unexpected",
    ],
  ])("refuses one %s", async (_which, args, said, why) => {
    const { code, out } = await verify(args);
    expect(code).toBe(1);
    expect(out).toContain(said);
    expect(out).toContain(why);
  });

  it("tells a program the same, and which file it was", async () => {
    const { out } = await verify(["receipt.json", "--recording", "recording.lucid", "--json", "--explain"]);
    const sha256 = createHash("sha256").update(receipt).digest("hex");
    expect(JSON.parse(out)).toMatchObject({
      verified: true,
      isCompared: true,
      receipt: { session_id: session.sessionId },
      file: { size: receipt.length, sha256 },
      explanation: { checks: [{ id: "receipt-canonical" }, { id: "receipt-signature" }, { id: "receipt-names" }] },
    });
  });

  it("says of another file that a recording goes with receipts only", async () => {
    const { code, out, err } = await verify(["recording.lucid", "--recording", "other.lucid"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("--recording goes with a deletion receipt, and recording.lucid is none");
  });
});
