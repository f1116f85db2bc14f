import {
  buildTestSession,
  bundleBytes,
  issueCertificate,
  STAMP_MS,
  type StampChange,
  testAuthority,
  timeProofOf,
} from "@lucid/testkit";
import { beforeAll, describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import { utf8 } from "../encoding/utf8.ts";
import { judgeBundle } from "../verify/judge-bundle.ts";
import type { BundleFacts } from "../verify/verdict.ts";
import { type JudgeTimeProofOptions, judgeTimeProof } from "./judge-time-proof.ts";
import type { TimeProof } from "./time-proof.ts";

const authority = testAuthority("Test authority");
const { subtle } = globalThis.crypto;
const session = buildTestSession("time proofs", { chunks: 2, chunkBytes: 64 });
const proof = timeProofOf(session, authority);

let recording: BundleFacts;
beforeAll(async () => {
  const judged = await judgeBundle(bytesSource(await bundleBytes(session.content())));
  if (!judged.verified) throw new Error(judged.code);
  recording = judged.facts;
});

const judge = (document: unknown, options: JudgeTimeProofOptions = {}) =>
  judgeTimeProof(utf8(canonicalJson(document)), recording, { subtle, ...options });
const stamped = (change: StampChange, by = authority): TimeProof => timeProofOf(session, by, change);
const altered = (change: Partial<TimeProof>): TimeProof => ({ ...proof, ...change });

describe("a time proof", () => {
  it("says what an authority that is named says of the recording's block, as an upper bound", async () => {
    const judged = await judge(proof, { authorities: [authority.root.bytes] });
    expect(judged).toMatchObject({
      verified: true,
      facts: { stamps: [{ atMs: STAMP_MS, signer: { name: "Test authority" }, pinned: { name: "Test authority root" } }] },
    });
    const last = recording.anchor.height + proof.headers.length;
    expect(judged.verified && judged.said[0]).toBe(
      `"Test authority", certified by "Test authority root" whose certificate you named, says that this chain's block ${last} existed at ` +
        `2026-06-01T12:00:00Z: so everything up to block ${last}, this recording included, was recorded before 2026-06-01T12:00:00Z.`,
    );
  });

  it("takes the signer's own certificate for a name, and adds the accuracy that it states", async () => {
    const judged = await judge(stamped({ accuracy: { seconds: 1, millis: 500 } }), { authorities: [authority.signer.bytes] });
    expect(judged.verified && judged.said[0]).toMatch(
      /^"Test authority", whose certificate you named, says .*give or take 1\.5 s: .* before 2026-06-01T12:00:01\.500Z\.$/,
    );
  });

  it("says of a certificate that nobody named that anybody may hold its key", async () => {
    const judged = await judge(proof);
    expect(judged.verified && judged.said[0]).toMatch(
      /^Whoever holds the key of a certificate that calls itself "Test authority" .* nothing ties it to anybody you named, that /,
    );
  });

  it("follows the issuers to a root that is named and did not come along", async () => {
    const alone = stamped({ certificates: [authority.signer] });
    expect(await judge(alone, { authorities: [authority.root.bytes] })).toMatchObject({ verified: true });
    expect(await judge(alone)).toMatchObject({ verified: true, facts: { stamps: [{ issuers: [], pinned: null }] } });
  });

  it("is refused where none of its stamps is by an authority that is named, also one that only has its name", async () => {
    const impostor = issueCertificate("Test authority root", { isAuthority: true, fromMs: 0 });
    for (const authorities of [[testAuthority("Another").root.bytes], []])
      expect(await judge(proof, { authorities })).toMatchObject({ verified: false, code: "authority-unexpected" });
    const other = testAuthority("Test authority", { issuer: issueCertificate("Elsewhere", { isAuthority: true }) });
    expect(
      await judge(stamped({ certificates: [other.signer, impostor] }, other), { authorities: [impostor.bytes] }),
    ).toMatchObject({ code: "authority-unexpected" });
  });

  it("says each stamp by itself where only one is by an authority that is named", async () => {
    const other = testAuthority("Another");
    const both = altered({ stamps: [...proof.stamps, ...stamped({ atMs: STAMP_MS + 7_200_000 }, other).stamps] });
    const judged = await judge(both, { authorities: [authority.root.bytes] });
    expect(judged).toMatchObject({ verified: true, doubts: { apartMs: 7_200_000 } });
    expect(judged.verified && judged.said.slice(0, 3)).toEqual([
      expect.stringMatching(/^"Test authority", certified/),
      expect.stringMatching(/^Whoever holds the key .*"Another"/),
      expect.stringMatching(/^Stamps of the same block are 2 h apart/),
    ]);
  });

  it("tells a contradiction: a block that is dated after its stamp", async () => {
    const judged = await judge(stamped({ atMs: recording.anchor.blockTime * 1_000 - 3_600_000 }));
    expect(judged).toMatchObject({ verified: true });
    expect(judged.verified && judged.said[1]).toMatch(
      /^A contradiction: a block is dated 1 h .*One of the two clocks was wrong\.$/,
    );
  });

  it("tells of a stamp from the reader's future", async () => {
    const judged = await judge(proof, { nowMs: STAMP_MS - 86_400_000 });
    expect(judged).toMatchObject({ verified: true, doubts: { aheadMs: 86_400_000 } });
    expect(judged.verified && judged.said).toContain("A stamp is dated 1 d after your own clock.");
  });

  it("says nothing of stamps where there is nothing to check signatures with", async () => {
    expect(await judge(proof, { subtle: undefined })).toMatchObject({ verified: false, code: "signatures-unavailable" });
  });

  it("judges a certificate at the time of its stamp, not today", async () => {
    const expired = testAuthority("Expired", { toMs: STAMP_MS });
    expect(await judge(stamped({}, expired), { nowMs: STAMP_MS + 86_400_000 })).toMatchObject({ verified: true });
    expect(await judge(stamped({ atMs: STAMP_MS + 1_000 }, expired))).toMatchObject({ code: "time-certificate" });
  });

  it("sets apart what a certificate calls itself", async () => {
    const boasting = testAuthority('X". VERIFIED by everybody');
    const judged = await judge(stamped({}, boasting));
    expect(judged.verified && judged.said[0]).toContain('"X\\". VERIFIED by everybody"');
  });
});
