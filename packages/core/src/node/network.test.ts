import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { canonicalBytes, describeNetworkProof, v2 } from "@lucid/proof";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownNode } from "./testing/owned-node.ts";

const HOUR_S = 3_600;

/** The code that a call was refused with. */
const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "taken",
    (error: unknown) => (error as { data?: { body?: { error?: { code?: string } } } }).data?.body?.error?.code ?? String(error),
  );

describe("a node that is alone in a network", () => {
  const stack = new AsyncDisposableStack();
  let node: TestNode;
  let owner: Awaited<ReturnType<typeof ownNode>>;

  beforeAll(async () => {
    node = stack.use(await startTestNode());
    owner = await ownNode(node);
  });
  afterAll(() => stack.disposeAsync());

  const network = async () => (await owner.fresh(node)).network;

  it("is in none at first, and says so", async () => {
    const client = await network();
    expect(await client.status()).toEqual({ state: "none", problem: null, network: null });
    for (const asked of [client.members, client.peers, () => client.invite({}), () => client.leave({})])
      expect(await refusal(asked())).toBe("LUCID_NETWORK_ERR_2901");
    const health = await (await fetch(`${node.url}/health`)).json();
    expect(health.dependencies).not.toHaveProperty("network");
  });

  it("makes what was recorded before final as well, and proves that to whoever has the bundle's facts", async () => {
    const session_id = await owner.prepare();
    await owner.start(session_id);
    await owner.record(session_id, 1);
    await owner.stop(session_id);
    await owner.until(session_id, ({ anchor }) => anchor.status === "final");
    expect(await refusal((await network()).proof({ session_id }))).toBe("LUCID_NETWORK_ERR_2907");

    const client = await network();
    await client.create({ name: "home" });
    expect(await refusal(client.create({ name: "other" }))).toBe("LUCID_NETWORK_ERR_2902");
    while ((await client.status()).network?.recordings.final !== 1) await node.time.pass(1);

    const proof = canonicalBytes(await client.proof({ session_id }));
    const record = await client.status();
    const session = await owner.client.sessions.get({ session_id });
    const { evidence } = v2.NetworkProof.parse(JSON.parse(Buffer.from(proof).toString()));
    if (!("manifest_hash" in evidence.item)) throw new Error("it proves no recording");
    const facts = {
      ...{ sessionId: session_id, salt: null, grant: { hash: evidence.item.grant_hash } },
      manifestHash: session.manifest_hash ?? "",
      merkleRoot: evidence.item.merkle_root,
      chunkCount: session.chunk_count,
      node: evidence.transaction.sender,
      endedAtMs: Date.parse(session.ended_at ?? ""),
      createdAtMs: Date.parse(session.ended_at ?? ""),
    };
    expect(v2.verifyNetworkProof(proof, facts)).toMatchObject({
      ok: true,
      value: { network: { name: "home", hash: record.network?.hash }, members: 1, decidingKeys: 1, sender: facts.node },
    });
    const codeOf = (bytes: Uint8Array, change: Partial<typeof facts> = {}) => {
      const checked = v2.verifyNetworkProof(bytes, { ...facts, ...change });
      return checked.ok ? "ok" : checked.failure.code;
    };
    const wrong = "ab".repeat(32);
    expect(codeOf(proof, { manifestHash: wrong })).toBe("anchor-mismatch");
    expect(codeOf(proof, { merkleRoot: wrong })).toBe("anchor-mismatch");
    expect(codeOf(proof, { chunkCount: facts.chunkCount + 1 })).toBe("anchor-mismatch");
    expect(codeOf(proof, { node: wrong })).toBe("anchor-sender");
    expect(codeOf(proof, { endedAtMs: facts.endedAtMs + 86_400_000 })).toBe("anchor-time");
    expect(codeOf(proof.slice(1))).toBe("json-invalid");
    const document = JSON.parse(Buffer.from(proof).toString());
    const forged = { ...document, genesis: { ...document.genesis, network: "other" } };
    expect(codeOf(canonicalBytes(forged))).toBe("network-mismatch");
    const reader = { name: null, isExpected: false, aheadMs: 0, bundleNetwork: { name: "own", hash: wrong, trusted: null } };
    expect(describeNetworkProof(factsOf(proof, facts), reader)[0]).toContain("the word of one member");
  });

  it("invites by a text that is good for its time, and reads no other one", async () => {
    const client = await network();
    const { invitation, addresses } = await client.invite({ expires_in: 60 });
    expect(addresses).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)]);
    await client.leave({ at_once: true });
    for (const text of ["hello", "lucid-network:", invitation.slice(0, -8), invitation.slice(1)])
      expect(await refusal(client.join({ invitation: text })), text.slice(0, 20)).toBe("LUCID_NETWORK_ERR_2903");
    // Broken into lines by a mail program it is the same text.
    const broken = invitation.replace(/(.{70})/g, "$1\n");
    expect(await client.join({ invitation: broken })).toMatchObject({ state: "joining" });
    await client.leave({});
    await node.time.pass(HOUR_S);
    expect(await refusal((await network()).join({ invitation }))).toBe("LUCID_NETWORK_ERR_2904");
    expect(await (await network()).status()).toMatchObject({ state: "none" });
  });
});

describe("the port of the network", () => {
  async function listen(port = 0): Promise<Server & AsyncDisposable> {
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
  }
  const portOf = (server: Server): number => {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("it listens at no port");
    return address.port;
  };

  it("is refused at the door where it is taken, and the node goes on without the network until it is free", async () => {
    await using stack = new AsyncDisposableStack();
    const taken = await listen();
    const port = portOf(taken);
    const listening = { network_listen: [`127.0.0.1:${port}`] };
    const node = await startTestNode({ settings: listening });
    stack.use(node);
    const owner = await ownNode(node);
    const { network } = owner.client;
    expect(await refusal(network.create({ name: "home" }))).toBe("LUCID_NETWORK_ERR_2906");
    expect(await network.status()).toEqual({ state: "none", problem: null, network: null });
    await taken[Symbol.asyncDispose]();
    expect(await network.create({ name: "home" })).toMatchObject({ state: "member", problem: null });
    await node.stop();

    const again = stack.use(await listen(port));
    const { data, time } = node;
    await using second = await startTestNode({ data, time, settings: listening });
    const later = (await owner.fresh(second)).network;
    expect(await later.status()).toMatchObject({ state: "member", problem: { code: "not-opened" }, network: null });
    const healthOf = async () => (await (await fetch(`${second.url}/health`)).json()).dependencies.network;
    expect(await healthOf()).toMatchObject({ ok: false });
    await again[Symbol.asyncDispose]();
    while ((await later.status()).problem !== null) await second.time.pass(10);
    expect(await later.status()).toMatchObject({ state: "member", network: { name: "home" } });
    expect(await healthOf()).toMatchObject({ ok: true });
  });
});

function factsOf(proof: Uint8Array, facts: Parameters<typeof v2.verifyNetworkProof>[1]): v2.NetworkProofFacts {
  const checked = v2.verifyNetworkProof(proof, facts);
  if (!checked.ok) throw new Error(checked.failure.reason);
  return checked.value;
}
