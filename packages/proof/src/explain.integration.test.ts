import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  buildDatedSession,
  buildTestSession,
  buildTestVideoSession,
  bundleBytes,
  deletionOf,
  networkProofOf,
  rsaKey,
  STAMP_MS,
  type TestSessionOptions,
  testAuthority,
  testWitness,
  timeProofOf,
  videoFileOf,
  witnessProofOf,
} from "@lucid/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { bytesSource } from "./byte-source.ts";
import { verifyNetworkProof } from "./chain-v2/network-proof.ts";
import { canonicalBytes } from "./encoding/canonical-json.ts";
import { loadTimeStamps } from "./time/load-time-stamps.ts";
import { type Explanation, explainFacts } from "./verify/explain.ts";
import { explainReceipt } from "./verify/explain-receipt.ts";
import { judgeBundle } from "./verify/judge-bundle.ts";
import { judgeFiles } from "./verify/judge-files.ts";
import { verifyBundle } from "./verify/verify-bundle.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Runs the commands of an explanation on a file; what each check printed. */
async function run(
  explanation: Explanation,
  name: string,
  bundle: Uint8Array,
  beside: Readonly<Record<string, Uint8Array>> = {},
): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-explain-"));
  folders.push(folder);
  for (const [file, bytes] of Object.entries({ ...beside, [name]: bundle })) await writeFile(join(folder, file), bytes);
  const checks = explanation.checks.filter(({ commands }) => commands !== "");
  const script = checks.map(({ id, commands }) => `echo '=== ${id}'\n${commands}`).join("\n");
  const output = await new Promise<string>((resolve) => {
    const env = { ...process.env, TMPDIR: folder };
    execFile("bash", ["-c", `${explanation.prepare}\n${script}`], { cwd: folder, env }, (_error, stdout) => resolve(stdout));
  });
  return Object.fromEntries(
    output
      .split("=== ")
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1).trimEnd()]),
  );
}

async function explained(options: TestSessionOptions, name = "recording.lucid") {
  const bundle = await bundleBytes(buildTestSession("explained", options).content());
  const verdict = await verifyBundle(bytesSource(bundle));
  if (!verdict.verified) throw new Error(verdict.code);
  return { bundle, explanation: explainFacts(verdict.facts, name) };
}

const wanted = ({ checks }: Explanation): Record<string, string> =>
  Object.fromEntries(checks.filter(({ commands }) => commands !== "").map(({ id, prints }) => [id, prints]));

describe("the commands that repeat a verdict", () => {
  it.each([
    ["of several voters and checkpoints", { chunks: 5, chunkBytes: 100, checkpoints: [1, 3], network: { weights: [3, 3, 1] } }],
    ["of version 2", { chunks: 3, chunkBytes: 100, checkpoints: [2], version: 2, anchorVersion: 2 } as const],
    ["of one chunk", { chunks: 1, chunkBytes: 100, checkpoints: [] }],
  ])("print what they are said to, for a recording %s", async (_name, options) => {
    const { bundle, explanation } = await explained(options);
    const ids = explanation.checks.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        "sums",
        "chunks",
        "merkle-root",
        "entries",
        "times",
        "chain",
        "policy",
        "consent",
        "anchor",
        "anchor-final",
      ]),
    );
    expect(ids.includes("checkpoints")).toBe(options.checkpoints.length > 0);
    expect(await run(explanation, "recording.lucid", bundle)).toEqual(wanted(explanation));
  });

  it("run on a file of any name", async () => {
    const name = "it's $(touch hacked) \\\u001b[1A\u202eß:\n.lucid";
    const { bundle, explanation } = await explained({ chunks: 2, chunkBytes: 100 }, name);
    expect(explanation.prepare).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(await run(explanation, name, bundle)).toEqual(wanted(explanation));
  });

  it("print what they are said to for a bundle that dates its blocks", async () => {
    const bundle = await bundleBytes(buildDatedSession("explained", { chunks: 3, chunkBytes: 100 }).content);
    const verdict = await verifyBundle(bytesSource(bundle));
    if (!verdict.verified) throw new Error(verdict.code);
    const explanation = explainFacts(verdict.facts, "recording.lucid");
    expect(wanted(explanation)["blocks"]).toMatch(/^block 2 .*\nblock 3 .*: final, final$/);
    expect(await run(explanation, "recording.lucid", bundle)).toEqual(wanted(explanation));
  });

  it("cut the bundle out of a video", async () => {
    const video = await videoFileOf(buildTestVideoSession("explained", { chunks: 3 }));
    const judgement = await judgeBundle(bytesSource(video));
    if (!judgement.verified) throw new Error(judgement.code);
    const explanation = explainFacts(judgement.facts, "it's a video.mp4", judgement.video);
    expect(explanation.checks.map(({ id }) => id)).toContain("pictures");
    expect(await run(explanation, "it's a video.mp4", video)).toEqual(wanted(explanation));
    expect(wanted(explanation)).not.toHaveProperty("chunks");
  });

  it("repeat each time stamp beside a recording with openssl", async () => {
    const session = buildTestSession("explained", { chunks: 2, chunkBytes: 100 });
    const bundle = await bundleBytes(session.content());
    const judged = await judgeBundle(bytesSource(bundle));
    if (!judged.verified) throw new Error(judged.code);
    const authority = testAuthority('X". $(touch hacked)');
    const proof = timeProofOf(session, authority, { atMs: STAMP_MS + 250 });
    const other = timeProofOf(session, testAuthority("RSA", { key: rsaKey() }));
    const document = { ...proof, stamps: [...proof.stamps, ...other.stamps] };
    const { judgeTimeProof } = await loadTimeStamps();
    const times = await judgeTimeProof(canonicalBytes(document), judged.facts, {
      ...{ subtle: globalThis.crypto.subtle, authorities: [authority.signer.bytes] },
    });
    if (!times.verified) throw new Error(times.code);
    const file = "it's a proof.json";
    const explanation = explainFacts(judged.facts, "recording.lucid", undefined, { times: { facts: times.facts, file } });
    expect(explanation.checks.slice(-3).map(({ id }) => id)).toEqual(["stamped-blocks", "stamp-1", "stamp-2"]);
    expect(wanted(explanation)["stamp-1"]).toMatch(/\nVerification: OK\nJun {2}1 12:00:00\.25 2026 GMT$/);
    const ofTimes = { ...explanation, checks: explanation.checks.slice(-3) };
    expect(await run(ofTimes, "recording.lucid", bundle, { [file]: canonicalBytes(document) })).toEqual(wanted(ofTimes));
    const swapped = { ...document, stamps: document.stamps.map((stamp) => ({ ...stamp, token: proof.stamps[0]?.token })) };
    const printed = await run(ofTimes, "recording.lucid", bundle, { [file]: canonicalBytes(swapped) });
    expect(printed["stamp-1"]).toBe(wanted(ofTimes)["stamp-1"]);
    expect(printed["stamp-2"]).not.toContain("Verification: OK");
  });

  it("repeat each check of a network proof beside a recording", async () => {
    const session = buildTestSession("explained", { chunks: 2, chunkBytes: 100, version: 2 });
    const bundle = await bundleBytes(session.content());
    const judged = await judgeBundle(bytesSource(bundle));
    if (!judged.verified) throw new Error(judged.code);
    const proof = networkProofOf(session);
    const checked = verifyNetworkProof(canonicalBytes(proof), judged.facts);
    if (!checked.ok) throw new Error(checked.failure.code);
    const file = "it's a network proof.json";
    const explanation = explainFacts(judged.facts, "recording.lucid", undefined, { network: { facts: checked.value, file } });
    const checks = explanation.checks.slice(-5);
    expect(checks.map(({ id }) => id)).toEqual([
      ...["network-genesis", "network-entry", "network-block", "network-handovers", "network-final"],
    ]);
    const printed = async (document: object, left: Explanation["checks"]) =>
      await run({ ...explanation, checks: left }, "recording.lucid", bundle, { [file]: canonicalBytes(document) });
    expect(await printed(proof, checks)).toEqual(wanted({ ...explanation, checks }));
    const [first, second] = proof.evidence.final.links;
    const few = { ...proof.evidence.final, links: [first, { ...second, votes: second.votes.slice(0, 1) }] };
    const outvoted = { ...proof, evidence: { ...proof.evidence, final: few } };
    const ofVotes = checks.filter(({ id }) => /genesis|handovers|final/.test(id));
    expect((await printed(outvoted, ofVotes))["network-final"]).toContain("final, NOT FINAL");
  });

  it("repeat each check of a witness proof beside a network proof", async () => {
    const session = buildTestSession("explained", { chunks: 2, chunkBytes: 100, version: 2 });
    const bundle = await bundleBytes(session.content());
    const proof = networkProofOf(session);
    const name = `witness'$(hacked)"\\.example/one`;
    const at = 1_900_000_000;
    const sights = [
      { name, at: at + 5 },
      { name: "two", at },
      { name, at },
    ];
    const document = witnessProofOf(proof, sights);
    const expectedWitnesses = [testWitness(name), testWitness("two")];
    const judged = await judgeFiles(
      {
        recording: bytesSource(bundle),
        networkProof: bytesSource(canonicalBytes(proof)),
        witnessProof: bytesSource(canonicalBytes(document)),
      },
      judgeBundle,
      { expectedWitnesses },
    );
    const { recording, network, witnesses } = judged;
    if (!recording?.verified || !network?.verified || !witnesses?.verified) throw new Error("it does not hold");
    const [networkFile, file] = ["network.json", "it's a witness proof.json"];
    const explanation = explainFacts(recording.facts, "recording.lucid", undefined, {
      network: { facts: network.facts, file: networkFile },
      witnesses: { ...witnesses, file },
    });
    const checks = explanation.checks.slice(-4);
    expect(checks.map(({ id }) => id)).toEqual(["witness-checkpoint", "witness-history", "witness-1", "witness-2"]);
    const printed = (given: object) =>
      run({ ...explanation, checks }, "recording.lucid", bundle, {
        [networkFile]: canonicalBytes(proof),
        [file]: canonicalBytes(given),
      });
    expect(await printed(document)).toEqual(wanted({ ...explanation, checks }));
    const forged = witnessProofOf(proof, [...sights.slice(0, 2), { name, at, by: "another" }]);
    const other = (await printed(forged))[witnesses.seen[0]?.witness.name === name ? "witness-1" : "witness-2"];
    expect(other).not.toContain("Verified Successfully");
    expect((await printed({ ...document, path: document.path.toReversed() }))["witness-history"]).not.toContain("in the history");
  });

  it("print what they are said to for a deletion receipt", async () => {
    for (const manifest of [null, "ab".repeat(32)]) {
      const signed = deletionOf(buildTestSession("explained", { chunks: 2, chunkBytes: 100 }), { manifest_hash: manifest });
      const explanation = explainReceipt(signed.receipt, "it's a receipt.json");
      expect(await run(explanation, "it's a receipt.json", canonicalBytes(signed))).toEqual(wanted(explanation));
      expect(
        await run(explanation, "it's a receipt.json", canonicalBytes({ ...signed, signature: "0".repeat(128) })),
      ).not.toEqual(wanted(explanation));
    }
  });

  it("stop where another recording is in the file's place", async () => {
    const { explanation } = await explained({ chunks: 3, chunkBytes: 100 });
    const other = await bundleBytes(buildTestSession("another", { chunks: 3, chunkBytes: 100 }).content());
    const printed = await run(explanation, "recording.lucid", other);
    const right = wanted(explanation);
    expect(printed["names"]).not.toBe(right["names"]);
    expect(printed["manifest-signature"]).not.toBe(right["manifest-signature"]);
    expect(printed["anchor"]).toBeUndefined();
  });
});
