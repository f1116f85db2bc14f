import { buildTestSession, bundleBytes, deletionOf, networkProofOf, testAuthority, timeProofOf } from "@lucid/testkit";
import { beforeAll, describe, expect, it } from "vitest";
import { type ByteSource, bytesSource } from "../byte-source.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { AddressBook, KnownEntry } from "./address-book/address-book.ts";
import { judgeBundle } from "./judge-bundle.ts";
import { type GivenFiles, judgeFiles, kindBeside } from "./judge-files.ts";
import { describeNetworkProof } from "./words/describe-network-proof.ts";

const session = buildTestSession("judge files", { chunks: 3, chunkBytes: 64 });
const source = (value: unknown): ByteSource => bytesSource(utf8(typeof value === "string" ? value : canonicalJson(value)));
const receipt = source(deletionOf(session));
const networkProof = source(networkProofOf(session));
const judge = (given: GivenFiles, reader: Parameters<typeof judgeFiles>[2] = {}) => judgeFiles(given, judgeBundle, reader);

let recording: ByteSource;
let damaged: ByteSource;
let other: ByteSource;
beforeAll(async () => {
  const bytes = await bundleBytes(session.content());
  [recording, damaged] = [bytesSource(bytes), bytesSource(bytes.subarray(0, -512))];
  other = bytesSource(await bundleBytes(buildTestSession("judge other files", { chunks: 3, chunkBytes: 64 }).content()));
});

describe("files that go beside a recording", () => {
  it("are known by the format that they name, in whatever form", async () => {
    expect(await kindBeside(receipt)).toBe("receipt");
    expect(await kindBeside(networkProof)).toBe("network-proof");
    expect(await kindBeside(source(timeProofOf(session, testAuthority("Test authority"))))).toBe("time-proof");
    expect(await kindBeside(source(JSON.stringify(deletionOf(session), null, 2)))).toBe("receipt");
    expect(await kindBeside(source(JSON.stringify(networkProofOf(session), null, 2)))).toBe("network-proof");
    const long = `{"format":${" ".repeat(20)}"lucid-network-proof"`;
    for (let before = 65_380; before < 65_560; before += 1)
      expect(await kindBeside(source(`{${" ".repeat(before)}${long}`)), String(before)).toBe("network-proof");
    for (const text of ["", "{", canonicalJson(session.chunkProof(0)), `x${canonicalJson(deletionOf(session))}`])
      expect(await kindBeside(source(text))).toBeUndefined();
    expect(await kindBeside(source(`{${" ".repeat(70_000)}"format":"lucid-deletion-receipt"`))).toBe("receipt");
    expect(await kindBeside(source(`{${" ".repeat(200_000)}"format":"lucid-deletion-receipt"`))).toBeUndefined();
    expect(await kindBeside(recording)).toBeUndefined();
  });

  it("are judged with it, each as by itself", async () => {
    const judged = await judge({ recording, receipt, networkProof });
    expect(judged).toMatchObject({
      recording: await judgeBundle(recording),
      receipt: { verified: true, isCompared: true },
      network: {
        verified: true,
        name: null,
        isExpected: false,
        aheadMs: 0,
        facts: { members: 4, decidingKeys: 3, network: { name: "vectors" } },
      },
    });
    expect(await judge({ receipt })).toMatchObject({ receipt: { verified: true, isCompared: false } });
    expect(await judge({ recording })).toEqual({ recording: await judgeBundle(recording) });
  });

  it("are refused beside another recording", async () => {
    expect(await judge({ recording: other, receipt, networkProof })).toMatchObject({
      recording: { verified: true },
      receipt: { verified: false, code: "receipt-mismatch" },
      network: { verified: false, code: "anchor-mismatch" },
    });
  });

  it("are said nothing of beside a recording that does not verify, nor a network proof alone", async () => {
    const judged = await judge({ recording: damaged, receipt, networkProof });
    expect(Object.keys(judged)).toEqual(["recording"]);
    expect(judged.recording).toMatchObject({ verified: false, code: "truncated" });
    expect(await judge({ networkProof })).toEqual({});
  });

  it("are refused when they are longer than any such document", async () => {
    const tooLong = (start: string, length: number) => source(`${start}${" ".repeat(length - start.length)}`);
    expect(await judge({ receipt: tooLong("{", 65_537) })).toMatchObject({ receipt: { code: "too-large" } });
    expect(await judge({ recording, networkProof: tooLong("{", 33_554_433) })).toMatchObject({ network: { code: "too-large" } });
  });
});

describe("a network proof for a reader", () => {
  const said = async (reader: Parameters<typeof judge>[1]): Promise<string> => {
    const { network } = await judge({ recording, networkProof }, reader);
    if (network?.verified !== true) throw new Error("the network proof does not hold");
    return network.said.join("\n");
  };

  it("says on whose word it rests, and that anybody can found a network", async () => {
    const text = await said({});
    expect(text).toMatch(/^Final in the network "vectors" \([0-9a-f]{64}\) of 4 members: the whole recording existed by 2026-/);
    expect(text).toContain("That time is the word of 3 members together, at least.");
    expect(text).toContain("Anybody can found a network and be all of its members");
    expect(text).not.toContain("your own clock");
  });

  it("names it as the reader does, and says that its block is dated after the reader's clock", async () => {
    const { network } = await judge({ recording, networkProof });
    if (network?.verified !== true) throw new Error("the network proof does not hold");
    const { facts } = network;
    const known: KnownEntry = { kind: "network", key: facts.network.hash, name: "ours", added_at: "2026-01-01T00:00:00.000Z" };
    const book: AddressBook = { format: "lucid-known", version: 1, known: [known] };
    const atMs = facts.finalTime * 1_000;
    const named = await said({ book, nowMs: atMs - 60_001 });
    expect(named).toContain('It is the network "ours" of your address book.');
    expect(named).not.toContain("Anybody can found a network");
    expect(named).toContain("Its block is dated 1 min after your own clock.");
    expect(await said({ nowMs: atMs - 60_000 })).not.toContain("your own clock");
  });
});

describe("a network proof of a network of its maker's own", () => {
  it("is told as one that is dated beyond all dates", async () => {
    const { network } = await judge({ recording, networkProof });
    if (network?.verified !== true) throw new Error("the network proof does not hold");
    const time = 9_000_000_000_000;
    const [sentence] = describeNetworkProof({ ...network.facts, time, finalTime: time }, network);
    expect(sentence).toContain("existed by 9000000000000000 ms after 1970 (block");
  });
});

describe("a reader who expects a network", () => {
  const ofBundle = session.network.hash;
  const expecting = (...networks: readonly string[]) => ({ pins: { networks } });
  const ofProof = async (): Promise<string> => {
    const { network } = await judge({ recording, networkProof });
    if (network?.verified !== true) throw new Error("the network proof does not hold");
    return network.facts.network.hash;
  };

  it("has it in the network proof, and is told that the blocks of the bundle are of another", async () => {
    const hash = await ofProof();
    const { recording: accepted, receipt: beside, network } = await judge({ recording, receipt, networkProof }, expecting(hash));
    expect(accepted).toMatchObject({
      verified: true,
      facts: { network: { hash: ofBundle, trusted: null } },
      identity: { network: { key: ofBundle, expected: false } },
    });
    expect(beside).toMatchObject({ verified: true });
    if (network?.verified !== true) throw new Error("the network proof does not hold");
    expect(network.isExpected).toBe(true);
    expect(network.said).toContain("It is the network that you expect.");
    expect(network.said).toContain(`The blocks in the bundle are of another network, "test" (${ofBundle}).`);
    const known: KnownEntry = { kind: "network", key: hash, name: "ours", added_at: "2026-01-01T00:00:00.000Z" };
    const book: AddressBook = { format: "lucid-known", version: 1, known: [known] };
    const named = (await judge({ recording, networkProof }, { ...expecting(hash), book })).network;
    expect(named).toMatchObject({ said: expect.arrayContaining(['It is the network "ours" that you expect.']) });
  });

  it("has it in the bundle, and is told to compare that of the network proof", async () => {
    const { recording: accepted, network } = await judge({ recording, networkProof }, expecting(ofBundle));
    expect(accepted).toMatchObject({ verified: true, facts: { network: { trusted: true } } });
    if (network?.verified !== true) throw new Error("the network proof does not hold");
    expect(network.isExpected).toBe(false);
    expect(network.said).toContain(
      `The blocks in the bundle are of another network, "test" (${ofBundle}), which is one that you expect.`,
    );
    expect(network.said.join(" ")).toContain("Anybody can found a network");
    const both = await judge({ recording, networkProof }, expecting(ofBundle, await ofProof()));
    expect(both).toMatchObject({
      recording: { verified: true, facts: { network: { trusted: true } } },
      network: { verified: true, isExpected: true },
    });
  });

  it("has it in neither, and hears of the network of the bundle", async () => {
    const asked = "5".repeat(64);
    const judged = await judge({ recording, networkProof }, expecting(asked));
    expect(Object.keys(judged)).toEqual(["recording"]);
    expect(judged.recording).toMatchObject({ code: "network-untrusted", expected: [asked], found: ofBundle });
  });

  it("is not served by a proof of that network that does not hold, nor by one beside a recording that does not", async () => {
    const hash = await ofProof();
    const refused = await judge({ recording: other, receipt, networkProof }, expecting(hash));
    expect(Object.keys(refused)).toEqual(["recording", "network"]);
    expect(refused).toMatchObject({
      recording: { verified: false, code: "network-untrusted", expected: [hash] },
      network: { verified: false, code: "anchor-mismatch" },
    });
    const broken = await judge({ recording: damaged, networkProof }, expecting(hash));
    expect(Object.keys(broken)).toEqual(["recording"]);
    expect(broken).toMatchObject({ recording: { verified: false, code: "truncated" } });
  });

  it("is refused the session, node or owner that was not expected, as without a network proof", async () => {
    const hash = await ofProof();
    const nodes = ["6".repeat(64)];
    const judged = await judge({ recording, networkProof }, { pins: { networks: [hash], nodes } });
    expect(judged).toEqual({ recording: expect.objectContaining({ code: "node-unexpected", expected: nodes }) });
  });
});
