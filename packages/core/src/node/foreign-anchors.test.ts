import { randomBytes } from "node:crypto";
import type { SessionId } from "@lucid/contract";
import { blobSource, DOMAIN, publicKeyOf, type SessionAnchor, signObject, verifyBundle, writeBundle } from "@lucid/proof";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NodeClient, ownNode } from "./testing/owned-node.ts";

type Owner = Awaited<ReturnType<typeof ownNode>>;
type Verdict = Awaited<ReturnType<typeof verifyBundle>>;

const root = "ab".repeat(32);
const notItsOwn = { status: 409, code: "LUCID_SESSION_ERR_4321" };

describe("a session whose id somebody else named on the chain first", () => {
  const stack = new AsyncDisposableStack();
  const stranger = randomBytes(32);
  const sender = publicKeyOf(stranger);
  let sequence = 0;
  let node: TestNode;
  let owner: Owner;

  beforeAll(async () => {
    node = stack.use(await startTestNode());
    owner = await ownNode(node);
  });
  afterAll(() => stack.disposeAsync());

  /** The stranger's own transaction, in a block. */
  async function send(type: string, data: object): Promise<string> {
    const { network } = await owner.client.chain.info();
    const expires_at = Math.floor(node.time.clock.now() / 1_000) + 600;
    const transaction = { version: 1, network, sender, sequence: sequence++, expires_at, type, data };
    const signature = signObject(DOMAIN.transaction, transaction, stranger);
    const { transaction_id } = await owner.client.chain.submit({ transaction, signature });
    for (;;) {
      const { status } = await owner.client.chain.transaction({ transaction_id });
      if (status === "final") return transaction_id;
      await node.time.pass(1);
    }
  }

  const foreignAnchor = (session_id: SessionId): SessionAnchor => ({
    session_id,
    owner: owner.wallet.address,
    manifest_hash: root,
    grant_hash: root,
    merkle_root: root,
    chunk_count: 2,
    total_size: 10,
    started_at_ms: 1,
    ended_at_ms: 2,
  });

  async function recorded(session_id: SessionId): Promise<void> {
    await owner.start(session_id);
    await owner.record(session_id, 2);
    await node.time.pass(30);
  }

  it("is nowhere said to be anchored, proven, completed or final, and says whose transaction stands there", async () => {
    const session_id = await owner.prepare();
    const transaction_id = await send("session_anchor", foreignAnchor(session_id));
    const foreign = { type: "session_anchor", transaction_id, sender, chunk_count: 2, final: true };
    await recorded(session_id);
    const nothingProven = { anchored_chunk_count: 0, proven_until: null, anchored: false, anchored_at: null };
    expect(await owner.client.sessions.get({ session_id })).toMatchObject({ ...nothingProven, foreign_anchor: foreign });
    await owner.stop(session_id);
    await node.time.pass(120);

    const sealed = { ...nothingProven, state: "stored", pipeline_status: "processing", foreign_anchor: foreign };
    const anchor = { status: "none", transaction_id: null, final_at: null };
    expect(await owner.client.sessions.get({ session_id })).toMatchObject({ ...sealed, anchor });
    const { sessions } = await owner.client.sessions.list({});
    expect(sessions.find((one) => one.session_id === session_id)).toMatchObject({ ...sealed, anchor });
    expect(await owner.client.sessions.statistics()).toMatchObject({ provable: 0 });
    const { chunks } = await owner.client.sessions.chunks({ session_id });
    expect(new Set(chunks.map(({ status }) => status))).toEqual(new Set(["stored"]));
    expect(await owner.client.sessions.pipeline({ session_id })).toMatchObject({ status: "processing", progress_percentage: 0 });
    expect(await owner.client.chain.anchor({ session_id })).toMatchObject({ transaction_id, sender });
    const [asked] = sealedNode(await owner.client.sessions.manifest({ session_id }));
    expect(await owner.client.chain.verifyAnchor({ session_id, merkle_root: root, sender: asked })).toMatchObject({
      verified: false,
      sender,
    });
    expect(await refusalOf(owner.ask(`/sessions/${session_id}/chunks/0/proof`))).toEqual(notItsOwn);

    expect(await refusalOf(owner.ask(`/sessions/${session_id}/bundle`))).toEqual(notItsOwn);
    const verdict = await verdictWith(owner.client, session_id, transaction_id);
    expect(verdict).toMatchObject({ verified: false, code: "anchor-mismatch" });
  });

  it("has no chunk proven by somebody else's tree head", async () => {
    const session_id = await owner.prepare();
    const transaction_id = await send("node_checkpoint", { heads: [{ session_id, size: 1, root }] });
    await recorded(session_id);
    const foreign = { type: "node_checkpoint", transaction_id, sender, chunk_count: 1 };
    expect(await owner.client.sessions.get({ session_id })).toMatchObject({ anchored_chunk_count: 0, foreign_anchor: foreign });
    expect(await refusalOf(owner.ask(`/sessions/${session_id}/chunks/0/proof`))).toEqual(notItsOwn);
    await owner.stop(session_id);
    await node.time.pass(120);
    const session = await owner.client.sessions.get({ session_id });
    expect(session).toMatchObject({ state: "stored", anchored: false, foreign_anchor: foreign });
    expect(session.error_message).toContain("session_of_another_sender");
  });

  it("leaves the others as they are: theirs is final, and the bundle verifies", async () => {
    const session_id = await owner.prepare();
    await recorded(session_id);
    const live = await owner.client.sessions.get({ session_id });
    expect(live).toMatchObject({ foreign_anchor: null, proven_until: expect.any(String) });
    expect(live.anchored_chunk_count).toBeGreaterThan(0);
    await owner.stop(session_id);
    const final = await owner.until(session_id, ({ anchor }) => anchor.status === "final");
    expect(final).toMatchObject({ state: "completed", anchored_chunk_count: final.chunk_count, foreign_anchor: null });
    const bundle = await (await owner.ask(`/sessions/${session_id}/bundle`)).blob();
    const verdict = await verifyBundle(blobSource(bundle));
    expect(verdict).toMatchObject({ verified: true, facts: { chunkCount: final.chunk_count } });
    expect(verdict.verified && verdict.facts.checkpoints.length).toBeGreaterThan(0);
  });

  /** What `lucid verify` says of the session with what stands on the chain under its id. */
  async function verdictWith(client: NodeClient, session_id: SessionId, transaction_id: string): Promise<Verdict> {
    const manifest = (await client.sessions.manifest({ session_id })) as never;
    const content = {
      descriptor: {
        format: "lucid-bundle" as const,
        version: 1 as const,
        session_id,
        created_at_ms: node.time.clock.now(),
        chunks: [],
        range_ms: null,
        redacted: [],
      },
      genesis: (await client.chain.genesis()) as never,
      manifest,
      anchor: (await client.chain.evidence({ transaction_id })) as never,
      chunk: () => Promise.reject(new Error("no chunk is in it")),
    };
    const parts: BlobPart[] = [];
    for await (const part of writeBundle(content)) parts.push(new Uint8Array(part));
    return await verifyBundle(blobSource(new Blob(parts)));
  }
});

async function refusalOf(answer: Promise<Response>): Promise<unknown> {
  const { error } = await (await answer).json();
  return { status: (await answer).status, code: error.code };
}

const sealedNode = (signed: Record<string, unknown>): [string] => {
  const { manifest } = signed;
  if (typeof manifest === "object" && manifest !== null && "node" in manifest) return [String(manifest.node)];
  throw new Error("The manifest names no node");
};
