import { canonicalJson, emptyBook, writeBookFile } from "@lucid/proof";
import {
  buildTestSession,
  bundleBytes,
  deletionOf,
  networkProofOf,
  testAuthority,
  timeProofOf,
  witnessProofOf,
} from "@lucid/testkit";
import { beforeAll, describe, expect, it } from "vitest";
import { kindOf, NO_FILES, type Sorted, sortFiles } from "./sort-files.ts";

const session = buildTestSession("sort files");
let bundle: File;
const proof = new File([canonicalJson(session.chunkProof(1))], "anything.txt");
const genesis = new File([canonicalJson(session.network.genesis)], "genesis.json");
const chunk = new File([session.containers[1] as Uint8Array<ArrayBuffer>], "x");
const receipt = new File([canonicalJson(deletionOf(session))], "proof.lucid");
const networkProof = new File([canonicalJson(networkProofOf(session))], "y.mp4");
const timeProof = new File([canonicalJson(timeProofOf(session, testAuthority("Test authority")))], "x.lucid");
const witnessProof = new File([canonicalJson(witnessProofOf(networkProofOf(session), []))], "w.json");
const picture = new File([Uint8Array.of(0x89, 0x50)], "picture.png");

beforeAll(async () => {
  bundle = new File([(await bundleBytes(session.content())) as Uint8Array<ArrayBuffer>], "demo");
});

it("knows files by their content, not by their name", async () => {
  const video = new File(["\0\0\0 ftypisom\0\0\x02\0"], "proof.json");
  expect(
    await Promise.all(
      [bundle, video, receipt, networkProof, timeProof, witnessProof, proof, genesis, chunk, picture].map(kindOf),
    ),
  ).toEqual([
    ...["bundle", "bundle", "receipt", "network-proof", "time-proof", "witness-proof"],
    ...["chunk-proof", "genesis", "chunk", "unknown"],
  ]);
});

const { root, signer } = testAuthority("Test authority");
const pem = `Ours:\n-----BEGIN CERTIFICATE-----\n${Buffer.from(root.bytes).toString("base64")}\n-----END CERTIFICATE-----\n`;
const certificates = [new File([pem], "a.lucid"), new File([signer.bytes as Uint8Array<ArrayBuffer>], "b")];
const book = new File([writeBookFile(emptyBook)], "known.json");

it("knows what belongs into the reader's address book, and leaves what is checked as it was", async () => {
  expect(await Promise.all([...certificates, book].map(kindOf))).toEqual(["own", "own", "own"]);
  const cut = new File([signer.bytes.slice(0, -1)], "cut.der");
  expect(await Promise.all([cut, new File([pem.replace("MII", "M!I")], "x.pem")].map(kindOf))).toEqual(["unknown", "unknown"]);
  const held = await sortFiles([timeProof]);
  expect(await sortFiles(certificates, held)).toEqual({ ...held, own: certificates });
  expect(await sortFiles([bundle, book], held)).toEqual({ ...alone(bundle), timeProof, own: [book] });
});

const alone = (recording: File): Sorted => ({ ...NO_FILES, bundles: [recording], recording });

it("puts together what was dropped together", async () => {
  expect(await sortFiles([chunk, genesis, proof])).toEqual({ ...NO_FILES, proofs: [proof], genesis, chunk });
});

it("takes each bundle, and a strange file as well: the verifier says what is wrong with it", async () => {
  expect(await sortFiles([picture, bundle, proof, bundle])).toMatchObject({
    bundles: [picture, bundle, bundle],
    proofs: [proof],
    left: [],
  });
});

it("names what belongs to nothing that came with it", async () => {
  expect(await sortFiles([bundle, genesis, chunk])).toEqual({ ...alone(bundle), left: [genesis, chunk] });
  expect(await sortFiles([proof, proof, genesis, chunk, genesis])).toEqual({
    ...{ ...NO_FILES, proofs: [proof, proof], genesis },
    left: [genesis, chunk],
  });
});

it("keeps what waits for the file that belongs to it", async () => {
  const held = await sortFiles([proof]);
  expect(await sortFiles([genesis], held)).toMatchObject({ proofs: [proof], genesis });
  expect(await sortFiles([bundle], held)).toEqual(alone(bundle));
});

describe("what goes beside a recording", () => {
  const pair = (): Sorted => ({ ...alone(bundle), receipts: [receipt], networkProof, timeProof, witnessProof });

  it("is put beside the one that came with it, whatever came first", async () => {
    expect(await sortFiles([witnessProof, timeProof, networkProof, receipt, bundle])).toEqual(pair());
    for (const order of [
      [bundle, receipt, timeProof, witnessProof, networkProof],
      [receipt, witnessProof, timeProof, bundle, networkProof],
      [timeProof, networkProof, receipt, bundle, witnessProof],
    ]) {
      let sorted = NO_FILES;
      for (const file of order) sorted = await sortFiles([file], sorted);
      expect(sorted).toEqual(pair());
    }
  });

  it("does not go over to the next recording once it had one", async () => {
    expect(await sortFiles([bundle], pair())).toEqual(alone(bundle));
    expect(await sortFiles([proof], pair())).toEqual({ ...NO_FILES, proofs: [proof] });
    const other = new File([canonicalJson(deletionOf(session, { reason: "other" }))], "other.json");
    expect(await sortFiles([other], pair())).toEqual({ ...pair(), receipts: [other] });
  });

  it("is no recording's of several: a receipt is checked alone then, of a proof of network, time or witnesses nothing is said", async () => {
    expect(await sortFiles([bundle, bundle, receipt, timeProof, networkProof, witnessProof])).toEqual({
      ...{ ...NO_FILES, bundles: [bundle, bundle], receipts: [receipt], left: [networkProof, timeProof, witnessProof] },
    });
    expect(await sortFiles([picture, receipt])).toEqual({ ...NO_FILES, bundles: [picture], receipts: [receipt] });
    expect(await sortFiles([bundle, networkProof, timeProof, networkProof, witnessProof, timeProof, witnessProof])).toEqual({
      ...alone(bundle),
      ...{ networkProof, timeProof, witnessProof },
      left: [networkProof, timeProof, witnessProof],
    });
  });

  it("waits alone, and takes nothing of a chunk's proof along", async () => {
    expect(await sortFiles([networkProof])).toEqual({ ...NO_FILES, networkProof });
    expect(await sortFiles([timeProof])).toEqual({ ...NO_FILES, timeProof });
    expect(await sortFiles([witnessProof])).toEqual({ ...NO_FILES, witnessProof });
    expect(await sortFiles([receipt, chunk])).toEqual({ ...NO_FILES, receipts: [receipt], left: [chunk] });
  });
});
