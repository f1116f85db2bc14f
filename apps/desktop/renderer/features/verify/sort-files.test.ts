import { canonicalJson } from "@lucid/proof";
import { buildTestSession, bundleBytes } from "@lucid/testkit";
import { beforeAll, expect, it } from "vitest";
import { kindOf, sortFiles } from "./sort-files.ts";

const session = buildTestSession("sort files");
let bundle: File;
const proof = new File([canonicalJson(session.chunkProof(1))], "anything.txt");
const genesis = new File([canonicalJson(session.network.genesis)], "genesis.json");
const chunk = new File([session.containers[1] as Uint8Array<ArrayBuffer>], "x");
const picture = new File([Uint8Array.of(0x89, 0x50)], "picture.png");

beforeAll(async () => {
  bundle = new File([(await bundleBytes(session.content())) as Uint8Array<ArrayBuffer>], "demo");
});

it("knows files by their content, not by their name", async () => {
  const video = new File(["\0\0\0 ftypisom\0\0\x02\0"], "proof.json");
  expect(await Promise.all([bundle, video, proof, genesis, chunk, picture].map(kindOf))).toEqual([
    "bundle",
    "bundle",
    "chunk-proof",
    "genesis",
    "chunk",
    "unknown",
  ]);
});

it("puts together what was dropped together", async () => {
  expect(await sortFiles([chunk, genesis, proof])).toEqual({ bundles: [], proofs: [proof], genesis, chunk, left: [] });
});

it("takes each bundle, and a strange file as well: the verifier says what is wrong with it", async () => {
  expect(await sortFiles([picture, bundle, proof, bundle])).toMatchObject({
    bundles: [picture, bundle, bundle],
    proofs: [proof],
    left: [],
  });
});

it("names what belongs to nothing that came with it", async () => {
  expect(await sortFiles([bundle, genesis, chunk])).toEqual({ bundles: [bundle], proofs: [], left: [genesis, chunk] });
  expect(await sortFiles([proof, proof, genesis, chunk, genesis])).toEqual({
    ...{ bundles: [], proofs: [proof, proof], genesis },
    left: [genesis, chunk],
  });
});

it("keeps what waits for the file that belongs to it", async () => {
  const held = await sortFiles([proof]);
  expect(await sortFiles([genesis], held)).toMatchObject({ proofs: [proof], genesis });
  expect(await sortFiles([bundle], held)).toEqual({ bundles: [bundle], proofs: [], left: [] });
});
