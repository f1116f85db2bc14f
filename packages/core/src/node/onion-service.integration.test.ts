import { existsSync, statSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { TorStatus } from "@lucid/contract";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { logInto } from "@lucid/foundation/testing";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { startTestDevnet, startTestNode, startTorNetwork, type TestNode, type TorNetwork } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createTorProgram } from "../tor/index.ts";
import { inBase32, makeClientKeys } from "../tor/testing/index.ts";
import { createOnionVisitor } from "./testing/onion-visitor.ts";
import { type NodeClient, ownNode } from "./testing/owned-node.ts";

const ASK_EVERY_MS = 250;

/** The process of a node's tor: the one that was started with the file in its data folder. */
async function torOf(data: string): Promise<number> {
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const words = await readFile(`/proc/${entry}/cmdline`, "latin1").catch(() => "");
    if (words.includes(`${data}/tor/torrc`)) return Number(entry);
  }
  throw new Error("The node has no tor");
}

describe("a node with an onion service in a private Tor network", () => {
  const stack = new AsyncDisposableStack();
  const wallet = walletFromPhrase(createWallet().phrase);
  const log: string[] = [];
  const tor = createTorProgram({
    ...{ clock: systemClock, randomness: systemRandomness },
    log: logInto({ write: (line) => void log.push(line) }),
  });
  let network: TorNetwork;
  let socks: string;
  let node: TestNode;
  let owner: Awaited<ReturnType<typeof ownNode>>;
  let client: NodeClient;
  let address: string;

  async function until(isMeant: (status: TorStatus) => boolean): Promise<TorStatus> {
    for (;;) {
      const status = await client.tor.status();
      if (isMeant(status)) return status;
      await pause(ASK_EVERY_MS);
    }
  }
  const isReachable = ({ state, onion }: TorStatus): boolean => state === "connected" && onion.published_at !== null;
  const start = (more: Partial<Parameters<typeof startTestNode>[0]> = {}): Promise<TestNode> =>
    startTestNode({
      parts: { tor },
      settings: { tor: true, tor_defaults_file: network.defaultsFile, registration: "open" },
      ...more,
    });

  beforeAll(async () => {
    network = stack.use(await startTorNetwork());
    const [opened, visitor] = await Promise.all([start(), network.startClient()]);
    node = stack.use(opened);
    socks = stack.use(visitor).socks;
    owner = await ownNode(node, wallet);
    ({ client } = owner);
    address = (await until(isReachable)).onion.address ?? "";
  });
  afterAll(() => stack.disposeAsync());

  it("lets people in, who are told apart from programs of this computer", async () => {
    const visitor = createOnionVisitor(socks, address);
    expect((await visitor.reach("/")).status).toBe(200);
    expect((await visitor.ask("GET", "/docs/")).status).toBe(403);
    expect((await visitor.ask("GET", "/metrics")).status).toBe(401);
    expect((await visitor.ask("GET", "/health/live", { headers: { Host: "localhost" } })).status).toBe(403);
    const token = await visitor.logIn(wallet);
    let isHeard = false;
    const following = visitor.follow("/api/v1/events", token, '"type":"account"').finally(() => {
      isHeard = true;
    });
    for (let changes = 0; !isHeard; changes += 1) {
      await client.people.updateMe({ username: `owner${changes}` });
      await pause(ASK_EVERY_MS);
    }
    expect(await following).toContain("data:");
    const { sessions } = await client.logins.list();
    expect(sessions.map(({ place }) => place).toSorted()).toEqual(["onion", "this-computer"]);
  });

  it("shows a session's desktop through the network", async () => {
    const visitor = createOnionVisitor(socks, address);
    const session = await owner.prepare();
    await owner.start(session);
    const { ticket } = await owner.client.sessions.viewerTicket({ session_id: session });
    expect((await visitor.view(session, ticket)).toString("latin1")).toMatch(/^RFB 003\.008\n/);
    await owner.stop(session);
  });

  it("is found by itself, and says so in health and metrics", async () => {
    expect(await client.tor.testConnection()).toMatchObject({ reached: true, detail: "" });
    expect(await client.tor.healthCheck()).toMatchObject({ ok: true, detail: "connected" });
    const metrics = await (await fetch(`${node.url}/metrics`)).text();
    expect(metrics).toMatch(/^lucid_tor_connected 1$/m);
    expect(metrics).toMatch(/^lucid_tor_circuits [1-9]/m);
    expect(log.join("\n")).toContain("Bootstrapped 100%");
    expect(log.join("\n")).not.toContain(address.slice(0, 56));
  });

  it("sends a webhook to an onion service, and to it alone", async () => {
    const got = Promise.withResolvers<string | undefined>();
    const receiver = createServer((request, response) => {
      got.resolve(request.headers.host);
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      receiver.closeAllConnections();
      receiver.close();
    });
    const folder = await mkdtemp(join(tmpdir(), "lucid-tor-hooks-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const port = (receiver.address() as AddressInfo).port;
    const lines = [`HiddenServiceDir ${join(folder, "service")}`, `HiddenServicePort 80 127.0.0.1:${port}`];
    const service = await network.startClient(lines);
    onTestFinished(() => service[Symbol.asyncDispose]());
    const host = (await readFile(join(folder, "service", "hostname"), "utf8")).trim();
    const { webhook } = await client.webhooks.create({ name: "hidden", url: `http://${host}/`, kinds: ["session.failed"] });
    const one = { webhook_id: webhook.webhook_id };
    // Until it can be found; a message of each try is taken, or noted with its reason.
    for (let isTaken = false; !isTaken; ) {
      await client.webhooks.test(one);
      for (;;) {
        const { deliveries } = await client.webhooks.deliveries({ ...one, page: 1, limit: 1 });
        const [last] = deliveries[0]?.attempts ?? [];
        isTaken = last?.error === null;
        if (last) break;
        await pause(ASK_EVERY_MS);
      }
    }
    expect(await got.promise).toBe(host);
  });

  it("lets the process of payments reach a TRON node that is an onion service", async () => {
    await using devnet = await startTestDevnet();
    const folder = await mkdtemp(join(tmpdir(), "lucid-tor-tron-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const lines = [`HiddenServiceDir ${join(folder, "service")}`, `HiddenServicePort 80 127.0.0.1:${new URL(devnet.url).port}`];
    await using _service = await network.startClient(lines);
    const host = (await readFile(join(folder, "service", "hostname"), "utf8")).trim();
    const settings = { tron_network: "devnet", tron_url: `http://${host}` } as const;
    await using paying = await start({ settings: { tor: true, tor_defaults_file: network.defaultsFile, ...settings } });
    const asker = await ownNode(paying, walletFromPhrase(createWallet().phrase));
    const status = () => asker.client.tron.networkStatus();
    await expect.poll(status, { timeout: 300_000, interval: ASK_EVERY_MS }).toMatchObject({ state: "ready", through_tor: true });
  });

  it("keeps its address when tor is killed, and comes back", async () => {
    const before = await torOf(node.data);
    process.kill(before, "SIGKILL");
    await until(({ version }) => version === null);
    // The supervisor pauses by the clock of the test.
    await node.time.pass(1);
    expect((await until(isReachable)).onion.address).toBe(address);
    expect(await torOf(node.data)).not.toBe(before);
    expect((await createOnionVisitor(socks, address).reach("/health/live")).status).toBe(200);
  });

  it("lets in those alone whose key it was told, and everybody when it was told of none", async () => {
    const { publicKey, privateKey } = makeClientKeys();
    await client.tor.addClient({ name: "laptop", public_key: inBase32(publicKey) });
    await until(isReachable);
    const keys = await mkdtemp(join(tmpdir(), "lucid-tor-keys-"));
    onTestFinished(() => rm(keys, { recursive: true, force: true }));
    const line = `${address.replace(/\.onion$/, "")}:descriptor:x25519:${inBase32(privateKey)}\n`;
    await writeFile(join(keys, "node.auth_private"), line, { mode: 0o600 });
    // One that knows nothing of the service yet, and one that has its key.
    const [stranger, friend] = await Promise.all([network.startClient(), network.startClient([`ClientOnionAuthDir ${keys}`])]);
    onTestFinished(async () => void (await Promise.all([stranger[Symbol.asyncDispose](), friend[Symbol.asyncDispose]()])));
    expect((await createOnionVisitor(friend.socks, address).reach("/health/live")).status).toBe(200);
    await expect(createOnionVisitor(stranger.socks, address).ask("GET", "/health/live")).rejects.toThrow(
      "lets nobody in without a key",
    );
    expect(await client.tor.testConnection()).toMatchObject({ reached: true });
    await client.tor.removeClient({ name: "laptop" });
    await until(isReachable);
    expect((await createOnionVisitor(stranger.socks, address).reach("/health/live")).status).toBe(200);
  });

  it("has the same address after the node was started again, and leaves no tor behind", async () => {
    const { data, time } = node;
    const before = await torOf(data);
    await node.stop();
    await expect(torOf(data)).rejects.toThrow("no tor");
    expect(existsSync(`/proc/${before}`)).toBe(false);
    node = stack.use(await start({ data, time }));
    client = await owner.fresh(node);
    expect((await until(isReachable)).onion.address).toBe(address);
    expect((await createOnionVisitor(socks, address).reach("/health/live")).status).toBe(200);
    const modes = ["tor", "tor/state", "tor/onion", "tor/onion/hs_ed25519_secret_key", "keys/onion.key"].map(
      (name) => statSync(join(data, name)).mode & 0o077,
    );
    expect(modes).toEqual([0, 0, 0, 0, 0]);
  });
});
