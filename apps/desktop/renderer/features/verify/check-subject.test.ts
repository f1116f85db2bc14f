import { bytesSource, canonicalJson, judgeBundle } from "@lucid/proof";
import { buildTestSession, bundleBytes } from "@lucid/testkit";
import { describe, expect, it, vi } from "vitest";
import { checkSubject, fastSha256 } from "./check-subject.ts";

const session = buildTestSession("check subject");
const blob = (bytes: Uint8Array | string): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const proofOf = (index: number): Blob => blob(canonicalJson(session.chunkProof(index)));

describe("checking a file", () => {
  it("comes to the verifier's own verdict, with progress to the last byte", async () => {
    const bytes = await bundleBytes(session.content());
    const onProgress = vi.fn();
    const finding = await checkSubject({ kind: "bundle", bundle: blob(bytes) }, onProgress);
    expect(finding).toEqual({ kind: "bundle", verdict: await judgeBundle(bytesSource(bytes)) });
    expect(onProgress).toHaveBeenCalled();
  });

  it("compares a chunk's file with its proof", async () => {
    const { genesis } = session.network;
    const [right, wrong] = [session.containers[2], session.containers[3]].map((container) => blob(container ?? ""));
    const check = (chunk: Blob | undefined) =>
      checkSubject({ kind: "chunk-proof", proof: proofOf(2), genesis, chunk }, () => undefined);
    expect(await check(right)).toMatchObject({ comparesFile: true, outcome: { ok: true, value: { entry: { index: 2 } } } });
    expect(await check(wrong)).toMatchObject({ comparesFile: true, outcome: { ok: false, failure: { chunk: 2 } } });
    expect(await check(undefined)).toMatchObject({ comparesFile: false, outcome: { ok: true } });
  });

  it.each([
    ["another network", buildTestSession("other").network.genesis],
    ["no network at all", { format: "lucid-genesis" }],
    ["nothing", undefined],
  ])("refuses a chunk proof with %s", async (_name, genesis) => {
    expect(await checkSubject({ kind: "chunk-proof", proof: proofOf(0), genesis }, () => undefined)).toMatchObject({
      outcome: { ok: false },
    });
  });
});

describe("SHA-256 of the browser", () => {
  it("is used where there is one", async () => {
    const digest = await fastSha256(globalThis.crypto)?.(new TextEncoder().encode("abc"));
    expect(Buffer.from(digest ?? []).toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("is done without on pages that have none", () => {
    expect(fastSha256(undefined)).toBeUndefined();
    expect(fastSha256({})).toBeUndefined();
  });
});
