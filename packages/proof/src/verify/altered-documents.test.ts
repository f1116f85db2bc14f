import { alteredBytes, buildTestSession, bundleBytes, createSeededRandom, deletionOf, networkProofOf } from "@lucid/testkit";
import { beforeAll, describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { AddressBook } from "./address-book/address-book.ts";
import { readBookFile, writeBookFile } from "./address-book/book-file.ts";
import { judgeBundle } from "./judge-bundle.ts";
import { judgeFiles } from "./judge-files.ts";
import { judgeReceipt } from "./judge-receipt.ts";
import type { BundleFacts } from "./verdict.ts";

/** 500 in every run; the nightly run takes 10 000. */
const CASES = Number(process.env.LUCID_TAMPER_CASES ?? 500);
/** Room for slow machines; nothing is measured. */
const TIMEOUT_MS = 20_000 + CASES * 200;

const session = buildTestSession("altered documents", { chunks: 3, chunkBytes: 64, version: 2 });
const receipt = canonicalBytes(deletionOf(session));
const networkProof = canonicalBytes(networkProofOf(session));
let facts: BundleFacts;
let bundle: Uint8Array;

beforeAll(async () => {
  bundle = await bundleBytes(session.content());
  const judgement = await judgeBundle(bytesSource(bundle));
  if (!judgement.verified) throw new Error(judgement.code);
  facts = judgement.facts;
});

/** Other bytes than these, seeded. */
function* altered(bytes: Uint8Array, name: string): Generator<Uint8Array> {
  const random = createSeededRandom(`${name} ${CASES}`);
  for (let made = 0; made < CASES; ) {
    const other = alteredBytes(bytes, random);
    if (Buffer.compare(other, bytes) === 0) continue;
    made += 1;
    yield other;
  }
}

describe("whatever is changed", { timeout: TIMEOUT_MS }, () => {
  it("in a deletion receipt, it is refused alone and beside its recording", () => {
    expect(judgeReceipt(receipt, { recording: facts })).toMatchObject({ verified: true });
    for (const other of altered(receipt, "receipts")) {
      expect(judgeReceipt(other)).toMatchObject({ verified: false });
      expect(judgeReceipt(other, { recording: facts })).toMatchObject({ verified: false });
    }
  });

  it("in a network proof, it is refused, and the recording is not", async () => {
    const judge = (proof: Uint8Array) =>
      judgeFiles({ recording: bytesSource(bundle), networkProof: bytesSource(proof) }, async () => accepted);
    const accepted = await judgeBundle(bytesSource(bundle));
    expect(await judge(networkProof)).toMatchObject({ recording: { verified: true }, network: { verified: true } });
    for (const other of altered(networkProof, "network proofs"))
      expect(await judge(other)).toMatchObject({ recording: { verified: true }, network: { verified: false } });
  });

  it("in an address book, it is refused or read as what stands there", () => {
    const known: AddressBook["known"] = [
      { kind: "node", key: "a1".repeat(32), name: "Office", added_at: "2026-11-29T03:40:00.000Z" },
      { kind: "owner", key: session.owner.address, name: "Büro", added_at: "2026-11-29T03:40:00.000Z" },
      { kind: "network", key: session.network.hash, name: 'a "name": of its own', added_at: "2026-11-29T03:40:00.000Z" },
    ];
    const file = utf8(writeBookFile({ format: "lucid-known", version: 1, known }));
    let refused = 0;
    for (const other of altered(file, "address books")) {
      const read = readBookFile(other);
      if (!read.ok) refused += 1;
      // A letter of a name, a digit of a key: nobody signs a book, and it says what it says. Nothing of it is passed over.
      else expect(JSON.parse(new TextDecoder().decode(other))).toEqual(read.book);
    }
    expect(refused).toBeGreaterThan(CASES / 2);
  });
});
