import {
  buildTestSession,
  bundleBytes,
  issueCertificate,
  STAMP_MS,
  type StampChange,
  testAuthority,
  timeProofOf,
} from "@lucid/testkit";
import { bytesToHex } from "@noble/hashes/utils.js";
import { beforeAll, describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import { sha256Hex } from "../encoding/hash.ts";
import { utf8 } from "../encoding/utf8.ts";
import { type AddressBook, emptyBook } from "../verify/address-book/address-book.ts";
import { judgeBundle } from "../verify/judge-bundle.ts";
import type { BundleFacts } from "../verify/verdict.ts";
import { certificatesIn } from "./certificate-file.ts";
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

describe("a file of certificates", () => {
  const [root, signer] = [authority.root.bytes, authority.signer.bytes];
  const pem = (bytes: Uint8Array): string =>
    `-----BEGIN CERTIFICATE-----\r\n${Buffer.from(bytes).toString("base64").replaceAll(/.{64}/g, "$&\r\n")}\r\n-----END CERTIFICATE-----\r\n`;
  const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

  it("is one in DER, or any number in PEM with other text around them", () => {
    const [der] = certificatesIn(root);
    expect(der).toMatchObject({ sha256: authority.root.sha256, name: "Test authority root", certificate: bytesToHex(root) });
    expect(der).toMatchObject({ fromMs: Date.UTC(2020, 0, 1), toMs: Date.UTC(2040, 0, 1) });
    const several = certificatesIn(latin1(`Zertifikate f\u00fcr alle\n${pem(signer)}und\n${pem(root)}`));
    expect(several.map(({ sha256 }) => sha256)).toEqual([authority.signer.sha256, authority.root.sha256]);
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["no certificate", latin1("notes")],
    ["a byte behind it", Uint8Array.of(...root, 0)],
    ["another value of DER", Uint8Array.of(0x30, 0)],
    ["one that is cut off", root.subarray(0, -1)],
    ["one that is not base64", latin1(pem(root).replace("MII", "M!I"))],
    ["another thing", latin1(pem(root).replaceAll("CERTIFICATE", "PRIVATE KEY"))],
    ["more than any has", latin1(pem(root).padStart(1_048_577, " "))],
  ])("is none with %s", (_what, file) => {
    expect(() => certificatesIn(file)).toThrow();
  });
});

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

  it("says of a block above the final one that nothing shows it to be the network's", async () => {
    const above = timeProofOf(session, authority, { accuracy: { seconds: 1 } }, 1);
    const judged = await judge(above, { authorities: [authority.root.bytes] });
    expect(judged).toMatchObject({ verified: true, facts: { stamps: [{ block: { isShown: false } }] } });
    expect(judged.verified && judged.said[0]).toBe(
      '"Test authority", certified by "Test authority root" whose certificate you named, says that a block existed at 2026-06-01T12:00:00Z, ' +
        `give or take 1 s, which calls itself block ${recording.anchor.finalHeight + 1} and goes on from this recording's: so this recording ` +
        "was recorded before 2026-06-01T12:00:01Z. Nothing here shows that the network has that block.",
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

  const knows = (...known: readonly [name: string, certificate: Uint8Array][]): AddressBook => ({
    ...emptyBook,
    known: known.map(([name, bytes]) => {
      return {
        kind: "authority",
        key: sha256Hex(bytes),
        certificate: bytesToHex(bytes),
        name,
        added_at: "2026-11-30T00:00:00.000Z",
      };
    }),
  });

  it("is known by an authority of the address book, under the reader's name, and asks for none of it", async () => {
    const judged = await judge(proof, { book: knows(["Ours", authority.root.bytes]) });
    expect(judged).toMatchObject({
      verified: true,
      facts: { stamps: [{ pinned: { name: "Test authority root", known: "Ours" } }] },
    });
    expect(judged.verified && judged.said[0]).toMatch(
      /^"Test authority", certified by the authority "Ours" of your address book, says that /,
    );
    const signer = await judge(proof, { book: knows(["Ours", authority.root.bytes], ["Its own", authority.signer.bytes]) });
    expect(signer.verified && signer.said[0]).toMatch(/^The authority "Its own" of your address book says that /);
    const stranger = await judge(proof, { book: knows(["Ours", testAuthority("Another").root.bytes]) });
    expect(stranger).toMatchObject({ verified: true, facts: { stamps: [{ pinned: null }] } });
  });

  it("is asked for the authorities that are expected, whatever else the address book has below them", async () => {
    const book = knows(["Its own", authority.signer.bytes], ["Ours", authority.root.bytes]);
    expect(await judge(proof, { book, authorities: [authority.root.bytes] })).toMatchObject({
      verified: true,
      facts: { stamps: [{ pinned: { known: "Ours" } }] },
    });
    expect(await judge(proof, { book, authorities: [testAuthority("Another").root.bytes] })).toMatchObject({
      code: "authority-unexpected",
    });
  });

  it("takes nothing for a certificate of the address book that is none, and says so", async () => {
    const judged = await judge(proof, { book: knows(["Broken", Uint8Array.of(0x30, 0)], ["Ours", authority.root.bytes]) });
    expect(judged).toMatchObject({
      verified: true,
      doubts: { unreadable: ["Broken"] },
      facts: { stamps: [{ pinned: { known: "Ours" } }] },
    });
    expect(judged.verified && judged.said[1]).toBe(
      'The certificate of the authority "Broken" of your address book cannot be read: it counts for nothing.',
    );
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
