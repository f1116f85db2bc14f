import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  buildTestSession,
  bundleBytes,
  deletionOf,
  laterNetworkProofOf,
  networkProofOf,
  putTogether,
  takeApart,
} from "@lucid/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { canonicalJson } from "./encoding/canonical-json.ts";

const page = new URL("../../../docs/formats/verify-by-hand.md", import.meta.url);

/** Every line of the page that a reader is told to run, in order. */
async function commands(): Promise<string> {
  const text = await readFile(page, "utf8");
  return [...text.matchAll(/```bash\n(.*?)```/gs)].map((block) => block[1]).join("\n");
}

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function follow(
  bundle: Uint8Array,
  beside: Readonly<Record<string, object>> = {},
): Promise<{ code: number; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-by-hand-"));
  folders.push(folder);
  await writeFile(join(folder, "recording.lucid"), bundle);
  for (const [name, document] of Object.entries(beside)) await writeFile(join(folder, name), canonicalJson(document));
  const script = await commands();
  return new Promise((resolve) => {
    execFile("bash", ["-c", script], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` });
    });
  });
}

/** The commands of the page start some hundred programs, one after the other. */
const FOLLOW_TIMEOUT_MS = 240_000;

describe("the page about verifying by hand", { timeout: FOLLOW_TIMEOUT_MS }, () => {
  const session = buildTestSession("by hand", { chunks: 5, chunkBytes: 100, network: { weights: [3, 3, 1] } });

  it("leads through a clean bundle without an error", async () => {
    const { code, output } = await follow(await bundleBytes(session.content()));
    expect(output).toContain("same: root over 5 chunks");
    expect(output).toContain("same: manifest on the chain");
    expect(output).toContain("final: 7 of 7");
    expect(output).toContain('{"span":50370,"recorded":50000,"gaps":0,"neither":370}');
    expect(output).toContain('{"largest_clock_error":null,"unknown":5}');
    expect(output).toContain('"decided by 2 of 3 keys"');
    expect(output).toContain('"1 of 1 checkpoints from while it ran"');
    expect(code).toBe(0);
  });

  it("compares a receipt of the deletion, and stops where it is another one's or nobody's", async () => {
    const bundle = await bundleBytes(session.content());
    const right = await follow(bundle, { "receipt.json": deletionOf(session) });
    expect(right.output).toContain("signed: lucid:deletion:v1");
    expect(right.output).toContain("same: node of the receipt");
    expect(right.code).toBe(0);
    const other = await follow(bundle, { "receipt.json": deletionOf(session, { manifest_hash: "0".repeat(64) }) });
    expect(other).toMatchObject({ code: 1, output: expect.stringContaining("DIFFERENT: manifest of the receipt") });
    const forged = await follow(bundle, { "receipt.json": { ...deletionOf(session), signature: "0".repeat(128) } });
    expect(forged.output).not.toContain("signed: lucid:deletion:v1");
    expect(forged.code).toBe(1);
  });

  it("checks a network proof from its founding members to the final block, and stops where one of it is another", async () => {
    const final = buildTestSession("by hand", { chunks: 5, chunkBytes: 100, version: 2 });
    const bundle = await bundleBytes(final.content());
    const proof = laterNetworkProofOf(final);
    for (const one of [networkProofOf(final), proof]) {
      const right = await follow(bundle, { "network-proof.json": one });
      expect(right).toMatchObject({
        code: 0,
        output: expect.stringMatching(/\nfinal in the network with block 1[12], in block 11 of /),
      });
    }
    const [first, second] = proof.evidence.final.links;
    const [node, header] = ["0".repeat(64), proof.evidence.final.header];
    const ofFinal = (final: object) => ({
      ...proof,
      evidence: { ...proof.evidence, final: { ...proof.evidence.final, ...final } },
    });
    for (const [stopsAt, altered] of [
      ["DIFFERENT: manifest in the network", networkProofOf(session)],
      [
        "DIFFERENT: entry in the list",
        { ...proof, evidence: { ...proof.evidence, item_path: [...proof.evidence.item_path, node] } },
      ],
      ["DIFFERENT: list in the block", { ...proof, evidence: { ...proof.evidence, tx_path: [...proof.evidence.tx_path, node] } }],
      ["DIFFERENT: block in the history", ofFinal({ header: { ...header, history_root: node } })],
      ["DIFFERENT: list to come", { ...proof, handovers: [] }],
      ["NOT FINAL: too few votes of link 1", ofFinal({ links: [first, { ...second, votes: second.votes.slice(0, 1) }] })],
    ] as const) {
      const { code, output } = await follow(bundle, { "network-proof.json": altered });
      expect({ stopsAt, code, isThere: output.includes(stopsAt) }).toEqual({ stopsAt, code: 1, isThere: true });
      expect(output).not.toContain("final in the network");
    }
  });

  const second = { chunks: 5, chunkBytes: 100, version: 2, anchorVersion: 2 } as const;

  it("compares the head that a second anchor continues", async () => {
    const { code, output } = await follow(await bundleBytes(buildTestSession("by hand", second).content()));
    expect(output).toContain("same: root of the last head before");
    expect(code).toBe(0);
  });

  it("stops where the head that a second anchor continues is another one", async () => {
    const other = buildTestSession("by hand", {
      ...second,
      editConsistency: (head) => head && { ...head, root: "0".repeat(64) },
    });
    const { code, output } = await follow(await bundleBytes(other.content()));
    expect(output).toContain("DIFFERENT: root of the last head before");
    expect(code).toBe(1);
  });

  it.each([
    ["a chunk was changed", "chunks/00000003.chunk", "DIFFERENT: chunks/00000003.chunk"],
    ["the manifest was changed", "manifest.json", ""],
    ["the anchor was changed", "anchor.json", ""],
    ["the consent text was changed", "consent.txt", "DIFFERENT: consent text"],
  ])("stops where %s, even with new sums", async (_name, name, message) => {
    const parts = takeApart(await bundleBytes(session.content())).map((part) => {
      if (part.name !== name) return part;
      const bytes = part.bytes.slice();
      const at = bytes.findLastIndex((byte) => byte === 0x31 || name.endsWith(".chunk") || name.endsWith(".txt"));
      return { name, bytes: bytes.with(at, (bytes[at] as number) ^ 1) };
    });
    const { code, output } = await follow(putTogether(parts));
    expect(code).toBe(1);
    expect(output).toContain(message);
  });
});
