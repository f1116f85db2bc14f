import { createHash } from "node:crypto";
import {
  type AddressBook,
  bytesSource,
  canonicalJson,
  type Expectation,
  emptyBook,
  judgeBundle,
  judgeFiles,
  type KnownEntry,
  ManifestTooLongError,
} from "@lucid/proof";
import {
  archiveOf,
  buildTestSession,
  bundleBytes,
  deletionOf,
  networkProofOf,
  takeApart,
  testAuthority,
  timeProofOf,
} from "@lucid/testkit";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { checkSubject, fastSha256 } from "./check-subject.ts";
import type { CheckedFiles } from "./verifier.protocol.ts";

const session = buildTestSession("check subject");
const blob = (bytes: Uint8Array | string): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const proofOf = (index: number): Blob => blob(canonicalJson(session.chunkProof(index)));

describe("checking a file", () => {
  it("comes to the verifier's own verdict, with progress to the last byte", async () => {
    const bytes = await bundleBytes(session.content());
    const onProgress = vi.fn();
    const finding = await checkSubject({ kind: "bundle", bundle: blob(bytes), expectation: {} }, onProgress);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(finding).toEqual({ kind: "bundle", verdict: await judgeBundle(bytesSource(bytes)), sha256, beside: {} });
    expect(onProgress).toHaveBeenCalled();
  });

  it("comes to the verdict of the command on what goes beside a bundle, and on a receipt alone", async () => {
    const reader = { pins: { owners: [session.owner.address] }, nowMs: Date.now() };
    const files = { receipt: canonicalJson(deletionOf(session)), networkProof: canonicalJson(networkProofOf(session)) };
    const [receipt, networkProof] = [new File([files.receipt], "r"), new File([files.networkProof], "n")];
    const bytes = await bundleBytes(session.content());
    const source = (text: string) => bytesSource(new TextEncoder().encode(text));
    const given = { receipt: source(files.receipt), networkProof: source(files.networkProof), recording: bytesSource(bytes) };
    const { recording, ...beside } = await judgeFiles(given, (one) => judgeBundle(one, reader), reader);
    const expectation = { owner: session.owner.address };
    const check = (subject: CheckedFiles) => checkSubject({ ...subject, expectation }, () => undefined);
    expect(beside).toMatchObject({ receipt: { isCompared: true }, network: { verified: true } });
    expect(await check({ kind: "bundle", bundle: blob(bytes), receipt, networkProof })).toMatchObject({
      verdict: recording,
      beside,
    });
    const { receipt: alone } = await judgeFiles({ receipt: given.receipt }, judgeBundle, reader);
    expect(alone).toMatchObject({ verified: true, isCompared: false, isLeftOpen: true });
    expect(await check({ kind: "receipt", receipt })).toMatchObject({ kind: "receipt", verdict: alone });
    expect(await check({ kind: "receipt", receipt: networkProof })).toMatchObject({ verdict: { code: "format-invalid" } });
  });

  it("comes to the verdict of the command on a time proof beside a bundle", async () => {
    const document = canonicalJson(timeProofOf(session, testAuthority("Test authority")));
    const bundle = blob(await bundleBytes(session.content()));
    const check = (timeProof: File) => checkSubject({ kind: "bundle", bundle, timeProof, expectation: {} }, () => undefined);
    expect(await check(new File([document], "t"))).toMatchObject({
      verdict: { verified: true },
      beside: { time: { verified: true, facts: { stamps: [{ signer: { name: "Test authority" }, pinned: null }] } } },
    });
    const { root } = testAuthority("Test authority");
    const certificate = Buffer.from(root.bytes).toString("hex");
    const known: KnownEntry = {
      kind: "authority",
      key: root.sha256,
      certificate,
      name: "Ours",
      added_at: "2026-11-30T00:00:00.000Z",
    };
    const timeProof = new File([document], "t");
    const book: AddressBook = { ...emptyBook, known: [known] };
    const subject = { kind: "bundle", bundle, timeProof, expectation: {}, book } as const;
    expect(await checkSubject(subject, () => undefined)).toMatchObject({
      beside: { time: { facts: { stamps: [{ pinned: { known: "Ours" } }] } } },
    });
    const cut = document.replace(/(?<="token":"[0-9a-f]+)[0-9a-f]{2}"/, '"');
    expect(await check(new File([cut], "t"))).toMatchObject({
      verdict: { verified: true },
      beside: { time: { verified: false, code: "time-token" } },
    });
  });

  it("says nothing of stamps where a page has nothing to check signatures with", async () => {
    const timeProof = new File([canonicalJson(timeProofOf(session, testAuthority("Test authority")))], "t");
    const bundle = blob(await bundleBytes(session.content()));
    vi.stubGlobal("crypto", {});
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(await checkSubject({ kind: "bundle", bundle, timeProof, expectation: {} }, () => undefined)).toMatchObject({
      verdict: { verified: true },
      beside: { time: { verified: false, code: "signatures-unavailable" } },
    });
  });

  it("says nothing of a bundle whose manifest takes more memory than a page has", async () => {
    const parts = takeApart(await bundleBytes(session.content()));
    const manifestAt = parts.findIndex(({ name }) => name === "manifest.json");
    const of = (size: number) =>
      archiveOf([...parts.slice(0, manifestAt), { name: "manifest.json", bytes: new Uint8Array(size) }]);
    const check = (size: number) => checkSubject({ kind: "bundle", bundle: blob(of(size)), expectation: {} }, () => undefined);
    expect(await check(25_165_824)).toMatchObject({ verdict: { verified: false, code: "json-invalid" } });
    await expect(check(25_165_825)).rejects.toThrow(ManifestTooLongError);
  });

  it("compares a chunk's file with its proof", async () => {
    const { genesis } = session.network;
    const [right, wrong] = [session.containers[2], session.containers[3]].map((container) => blob(container ?? ""));
    const check = (chunk: Blob | undefined) =>
      checkSubject({ kind: "chunk-proof", proof: proofOf(2), genesis, chunk, expectation: {} }, () => undefined);
    expect(await check(right)).toMatchObject({ comparesFile: true, outcome: { ok: true, value: { entry: { index: 2 } } } });
    expect(await check(wrong)).toMatchObject({ comparesFile: true, outcome: { ok: false, failure: { chunk: 2 } } });
    expect(await check(undefined)).toMatchObject({ comparesFile: false, outcome: { ok: true } });
  });

  it.each([
    ["another network", buildTestSession("other").network.genesis],
    ["no network at all", { format: "lucid-genesis" }],
    ["nothing", undefined],
  ])("refuses a chunk proof with %s", async (_name, genesis) => {
    expect(
      await checkSubject({ kind: "chunk-proof", proof: proofOf(0), genesis, expectation: {} }, () => undefined),
    ).toMatchObject({
      outcome: { ok: false },
    });
  });
});

describe("what the reader expects", () => {
  const { sessionId, node, owner, network } = session;
  const right = { session: sessionId, node: node.publicKey, owner: owner.address, network: network.hash };
  const bundle = bundleBytes(session.content());
  const checkBundle = async (expectation: Expectation) =>
    checkSubject({ kind: "bundle", bundle: blob(await bundle), expectation }, () => undefined);
  const checkProof = (expectation: Expectation) =>
    checkSubject({ kind: "chunk-proof", proof: proofOf(1), genesis: network.genesis, expectation }, () => undefined);

  it("identifies all that it names", async () => {
    expect(await checkBundle(right)).toMatchObject({
      verdict: { verified: true, identity: { node: { expected: true }, owner: { expected: true }, session: { expected: true } } },
    });
    expect(await checkProof(right)).toMatchObject({ outcome: { ok: true, expectation: right } });
  });

  it.each([
    ["session", "00000000-0000-4000-8000-000000000000", "session-unexpected", sessionId],
    ["node", "0".repeat(64), "node-unexpected", node.publicKey],
    ["network", "0".repeat(64), "network-untrusted", network.hash],
  ] as const)(
    "refuses another %s in the words of the command, for a bundle and for a chunk proof",
    async (kind, key, code, found) => {
      const refusal = { code, expected: [key], found, reason: expect.stringContaining(kind) };
      expect(await checkBundle({ ...right, [kind]: key })).toMatchObject({ verdict: { verified: false, ...refusal } });
      expect(await checkProof({ ...right, [kind]: key })).toMatchObject({ outcome: { ok: false, failure: refusal } });
    },
  );

  it("refuses another owner; the proof of a chunk names none", async () => {
    const other = { ...right, owner: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8" };
    expect(await checkBundle(other)).toMatchObject({ verdict: { code: "owner-unexpected", found: owner.address } });
    expect(await checkProof(other)).toMatchObject({ outcome: { ok: true } });
  });
});

describe("SHA-256 of the browser", () => {
  it("is used where there is one", async () => {
    for (const bytes of [new TextEncoder().encode("abc"), new Uint8Array(20_000).fill(7)]) {
      const digest = await fastSha256(globalThis.crypto)?.(bytes);
      expect(Buffer.from(digest ?? []).toString("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });

  it("is done without on pages that have none", () => {
    expect(fastSha256(undefined)).toBeUndefined();
    expect(fastSha256({})).toBeUndefined();
  });
});
