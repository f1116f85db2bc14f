import { buildTestSession, bundleBytes, putTogether, takeApart, testSigner } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { emptyBook, remember } from "./address-book/address-book.ts";
import { type Acceptance, type JudgeBundleOptions, judgeBundle } from "./judge-bundle.ts";
import { describeIdentity, isNobody } from "./pins.ts";
import { verifyBundle } from "./verify-bundle.ts";

const session = buildTestSession("judged", { chunks: 3, chunkBytes: 200 });
const whole = await bundleBytes(session.content());
const { publicKey: node } = session.node;
const { address: owner } = session.owner;
const { hash: network } = session.network;
const stranger = testSigner("stranger").publicKey;

const judge = (options: JudgeBundleOptions = {}, bytes: Uint8Array = whole) => judgeBundle(bytesSource(bytes), options);

async function accepted(options: JudgeBundleOptions = {}): Promise<Acceptance> {
  const judgement = await judge(options);
  if (!judgement.verified) throw new Error(judgement.code);
  return judgement;
}

describe("a bundle and one reader", () => {
  it("says that nobody is identified where the reader named nobody", async () => {
    const { identity, ...verdict } = await accepted();
    expect(verdict).toEqual(await verifyBundle(bytesSource(whole)));
    expect(isNobody(identity)).toBe(true);
    expect(describeIdentity(identity)).toBe("Consistent in itself; nobody is identified.");
  });

  it("shows the reader's name beside the key, and says who stays unknown", async () => {
    const kept = remember(emptyBook, { kind: "node", key: node, name: "Office", added_at: "2026-11-29T03:40:00Z" });
    if (!kept.ok) throw new Error(kept.detail);
    const { identity } = await accepted({ book: kept.book, pins: { owners: [stranger, owner] } });
    expect(identity).toMatchObject({
      node: { key: node, name: "Office", expected: false },
      owner: { key: owner, name: null, expected: true },
      network: { key: network, name: null, expected: false },
    });
    expect(describeIdentity(identity)).toBe(
      'Identified: the node "Office" of your address book, the owner you expect. Not identified: the network.',
    );
  });

  it("takes a known network for no identity", async () => {
    const { identity } = await accepted({ pins: { networks: [network], sessions: [session.sessionId] } });
    expect(describeIdentity(identity)).toBe("Consistent in itself, on the network you expect; nobody is identified.");
    expect(identity.session.expected).toBe(true);
  });

  it.each([
    ["node", { nodes: [stranger] }, "node-unexpected", node],
    ["owner", { owners: ["TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"] }, "owner-unexpected", owner],
    ["session", { sessions: ["00000000-0000-4000-8000-000000000000"] }, "session-unexpected", session.sessionId],
    ["network", { networks: ["0".repeat(64)] }, "network-untrusted", network],
  ])("refuses another %s than expected, with both", async (_name, pins, code, found) => {
    const expected = Object.values(pins)[0];
    expect(await judge({ pins })).toMatchObject({ verified: false, code, expected, found, session: { id: session.sessionId } });
  });

  it("accepts nothing for an empty list", async () => {
    expect(await judge({ pins: { nodes: [] } })).toMatchObject({ verified: false, code: "node-unexpected", expected: [] });
  });

  it("takes no altered bundle for the one that is expected, and names its chunk and time", async () => {
    const altered = takeApart(whole).map((part) =>
      part.name.endsWith("1.chunk") ? { ...part, bytes: part.bytes.with(120, (part.bytes[120] ?? 0) ^ 1) } : part,
    );
    const entry = session.manifest.manifest.chunks[1];
    expect(await judge({ pins: { nodes: [node] } }, putTogether(altered))).toMatchObject({
      verified: false,
      code: "chunk-altered",
      chunk: 1,
      session: { id: session.sessionId, chunks: [{ index: 1, fromMs: entry?.started_at_ms, toMs: entry?.ended_at_ms }] },
    });
  });

  it.each([
    ["a text", "this is no bundle"],
    ["nothing", ""],
    ["a zip", "PK\u0003\u0004 and more"],
  ])("calls %s no bundle", async (_name, text) => {
    expect(await judge({}, new TextEncoder().encode(text))).toEqual({
      verified: false,
      code: "not-a-bundle",
      reason: "This is not a .lucid file.",
    });
  });

  it("calls a bundle that was cut off cut, wherever", async () => {
    for (const length of [4, 700, whole.length - 700])
      expect(await judge({}, whole.subarray(0, length))).toMatchObject({ verified: false, code: "truncated" });
  });
});
