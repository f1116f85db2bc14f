import type { SearchKind } from "@lucid/contract";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, logInAs, type NodeClient, ownNode } from "./testing/owned-node.ts";

const newWallet = (): Wallet => walletFromPhrase(createWallet().phrase);

/** Which kinds each may look at. What is found of them is further down. */
const TABLE = {
  USER: ["sessions", "chain"],
  NODE_OPERATOR: ["sessions", "chain"],
  AUDITOR: ["sessions", "people", "settings", "chain", "audit", "log"],
  ADMIN: ["sessions", "people", "settings", "chain", "audit", "log"],
  SUPER_ADMIN: ["sessions", "people", "settings", "chain", "audit", "log"],
} as const satisfies Readonly<Record<string, readonly SearchKind[]>>;
type Role = keyof typeof TABLE;

describe("a search over everything", () => {
  let node: TestNode;
  const clients = new Map<Role, NodeClient>();
  const ids = new Map<Role, string>();
  const wallets = new Map<Role, Wallet>();
  const as = (role: Role): NodeClient => clients.get(role) ?? expect.fail(`nobody is ${role}`);

  beforeAll(async () => {
    node = await startTestNode({ keepsLog: true });
    const owner = await ownNode(node);
    clients.set("SUPER_ADMIN", owner.client);
    for (const role of ["USER", "NODE_OPERATOR", "AUDITOR", "ADMIN"] as const) {
      const wallet = newWallet();
      wallets.set(role, wallet);
      await owner.client.directory.create({ tron_address: wallet.address, role });
      const { access_token, user } = await logInAs(node, wallet);
      ids.set(role, user.user_id);
      clients.set(role, clientOf(node, access_token));
      if (role !== "AUDITOR")
        await as(role).sessions.create({ name: `zebra of ${role}`, consent: { text: "It is recorded.", accepted: true } });
      await as(role).people.updateMe({ username: `zebra-${role.toLowerCase()}` });
    }
  });
  afterAll(() => node[Symbol.asyncDispose]());

  async function hitsOf(role: Role, kind: SearchKind, q: string): Promise<string[] | undefined> {
    const { groups } = await as(role).search.find({ q, limit: 50 });
    return groups.find((group) => group.kind === kind)?.hits.map(({ title }) => title);
  }

  it.each(Object.entries(TABLE))("shows a %s no more than the kinds that are theirs", async (role, kinds) => {
    const { groups } = await as(role as Role).search.find({ q: "zebra" });
    expect(groups.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("finds of sessions the own ones, and all for who may see them", async () => {
    expect(await hitsOf("USER", "sessions", "zebr")).toEqual(["zebra of USER"]);
    expect(await hitsOf("NODE_OPERATOR", "sessions", "zebra user")).toEqual([]);
    expect(await hitsOf("NODE_OPERATOR", "sessions", "zebra")).toEqual(["zebra of NODE_OPERATOR"]);
    const all = ["zebra of ADMIN", "zebra of NODE_OPERATOR", "zebra of USER"];
    for (const role of ["AUDITOR", "ADMIN", "SUPER_ADMIN"] as const) expect(await hitsOf(role, "sessions", "zebra")).toEqual(all);
    expect(await hitsOf("SUPER_ADMIN", "sessions", "ebra")).toEqual([]);
  });

  it("finds people by name and by id, and nobody for who may not see them", async () => {
    const id = ids.get("USER") ?? "";
    expect(await hitsOf("ADMIN", "people", "zebra-u")).toEqual(["zebra-user"]);
    expect(await hitsOf("AUDITOR", "people", id)).toEqual(["zebra-user"]);
    expect(await hitsOf("USER", "people", id)).toBeUndefined();
  });

  it("finds what somebody did in the audit log, and nothing of it for those it is about", async () => {
    expect(await hitsOf("AUDITOR", "audit", `updateMe ${ids.get("USER")}`)).toEqual(["people.updateMe"]);
    expect(await hitsOf("USER", "audit", "updateMe")).toBeUndefined();
  });

  it("finds an entry of the audit log by its hash, for who may see it", async () => {
    const { entries } = await as("AUDITOR").audit.list({ limit: 1, action: "people.updateMe" });
    const [entry = expect.fail("no entry")] = entries;
    expect(await hitsOf("AUDITOR", "audit", entry.hash)).toEqual(["people.updateMe"]);
    expect(await hitsOf("USER", "audit", entry.hash)).toBeUndefined();
  });

  it("finds settings by their key, their meaning and their value", async () => {
    expect(await hitsOf("ADMIN", "settings", "log_keep_d")).toEqual(["log_keep_days"]);
    expect(await hitsOf("SUPER_ADMIN", "settings", "oldest lines")).toEqual(["log_keep_mib"]);
    expect(await hitsOf("NODE_OPERATOR", "settings", "log")).toBeUndefined();
  });

  it("finds lines of the node's log", async () => {
    expect(await hitsOf("ADMIN", "log", "node start")).toEqual(["node started"]);
    expect(await hitsOf("USER", "log", "node start")).toBeUndefined();
  });

  it("counts up to a hundred, and finds nothing without a word", async () => {
    for (let count = 0; count < 101; count += 1) await as("ADMIN").people.me();
    const { groups } = await as("ADMIN").search.find({ q: "people.me", limit: 3 });
    const log = groups.find(({ kind }) => kind === "log");
    expect(log).toMatchObject({ count: 100, has_more: true });
    expect(log?.hits).toHaveLength(3);
    for (const q of ["*", '"', " . "]) expect(await as("SUPER_ADMIN").search.find({ q })).toEqual({ groups: [] });
  });

  it("gives a key of a program what its scopes allow, and no more", async () => {
    const { secret } = await as("ADMIN").apiKeys.create({ name: "lister", scopes: ["view_own_sessions"] });
    const { groups } = await clientOf(node, secret).search.find({ q: "zebra" });
    expect(groups.map(({ kind, hits }) => [kind, hits.map(({ title }) => title)])).toEqual([["sessions", ["zebra of ADMIN"]]]);
  });

  it("lands with a pasted hash, or a height, on the chain", async () => {
    // The head of the audit log goes to the chain each hour; the logins of before are over then.
    await node.time.pass(3_700);
    const { access_token } = await logInAs(node, wallets.get("USER") ?? expect.fail("nobody is a USER"));
    clients.set("USER", clientOf(node, access_token));
    const { blocks } = await as("USER").chain.blocks({ limit: 1 });
    const { transactions } = await as("USER").chain.transactions({ limit: 1 });
    const [block = expect.fail("no block")] = blocks;
    const [transaction = expect.fail("no transaction")] = transactions;
    expect(await hitsOf("USER", "chain", block.block_id)).toEqual([String(block.height)]);
    expect(await hitsOf("USER", "chain", `0x${block.block_id.toUpperCase()}`)).toEqual([String(block.height)]);
    expect(await hitsOf("USER", "chain", String(block.height))).toEqual([String(block.height)]);
    expect(await hitsOf("USER", "chain", transaction.transaction_id)).toEqual([transaction.type]);
    expect(await hitsOf("USER", "chain", "ab".repeat(32))).toEqual([]);
  });
});
