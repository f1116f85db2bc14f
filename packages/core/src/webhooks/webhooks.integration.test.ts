import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { DeliveryId, WebhookId } from "@lucid/contract";
import { createRegistry } from "@lucid/foundation";
import { describe, expect, it, onTestFinished } from "vitest";
import { openTestGround, type TestGround } from "../ground/testing/open-test-ground.ts";
import { openAnnouncer } from "../notifications/testing/announcer.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import type { Outward } from "../tor/index.ts";
import { createTorTo, withoutTor } from "../tor/testing/index.ts";
import { startWebhooks } from "./start-webhooks.ts";
import type { Resolve } from "./targets.ts";

const USER = "11111111-1111-4111-8111-111111111111";
const caller = testCaller(USER, ["manage_system_config"]);
const DAY_MS = 86_400_000;

interface Got {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A receiver on this computer. What it does with a request is told when it comes. */
async function startReceiver(answer: (response: ServerResponse, count: number) => void, tls?: { key: Buffer; cert: Buffer }) {
  const got: Got[] = [];
  let arrived = Promise.withResolvers<void>();
  const listener: RequestListener = (request, response) => {
    void text(request).then((body) => {
      got.push({ headers: request.headers, body });
      answer(response, got.length);
      arrived.resolve();
      arrived = Promise.withResolvers();
    });
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port");
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${address.port}/hook`,
    got,
    /** Waits for the request of that number. */
    async request(number: number): Promise<Got> {
      for (;;) {
        const found = got[number - 1];
        if (found) return found;
        await arrived.promise;
      }
    },
  };
}

async function openWebhooks(networks: readonly string[] = ["127.0.0.0/8"], outward: Outward = withoutTor, resolve?: Resolve) {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const ground = stack.use(await openTestGround());
  const told: string[] = [];
  const facts = openAnnouncer(ground, (fact) => told.push(fact.kind));
  const start = () =>
    startWebhooks(
      { ...ground, metrics: createRegistry() },
      { announcer: facts, accounts: { find: () => undefined }, outward },
      { networks, ...(resolve ? { resolve } : {}) },
    );
  const area = stack.use(await start());
  const service = area.services?.webhooks;
  if (!service) throw new Error("The area of webhooks has no service");
  const make = async (url: string) => {
    const { webhook, secret } = await service.create({ name: "one", url, kinds: ["session.failed"] }, caller);
    return { webhook_id: WebhookId.parse(webhook.webhook_id), secret };
  };
  const log = async (webhook_id: WebhookId) => (await service.deliveries({ webhook_id, page: 1, limit: 100 }, caller)).deliveries;
  return { ground, facts, told, start, area, service, make, log };
}

/** Waits until a delivery was tried so often, with time standing still. */
async function tried(test: Awaited<ReturnType<typeof openWebhooks>>, webhook_id: WebhookId, times: number) {
  for (;;) {
    const [delivery] = await test.log(webhook_id);
    // A turn later nobody is busy with it any more.
    await new Promise((resolve) => setImmediate(resolve));
    if (delivery && delivery.attempts.length >= times) return delivery;
  }
}

const failed = (key: string) => ({
  key,
  kind: "session.failed" as const,
  to: { account: USER },
  link: "/sessions/x",
  data: { why: "test" },
});
/** So much time passes at once: nothing that begins in it is over. */
async function pass(ground: TestGround, ms: number): Promise<void> {
  ground.clock.freeze(ms);
  await new Promise((resolve) => setImmediate(resolve));
}

describe("a webhook", () => {
  it("gets what happens, signed so that its receiver can check it, and once", async () => {
    const test = await openWebhooks();
    const receiver = await startReceiver((response) => response.end("thanks"));
    const { webhook_id, secret } = await test.make(receiver.url);
    test.facts.announce(failed("one"));
    test.facts.announce(failed("one"));
    test.facts.announce({ ...failed("two"), kind: "alert.began" });
    const { headers, body } = await receiver.request(1);
    const signed = [headers["webhook-id"], headers["webhook-timestamp"], body].join(".");
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    expect(headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
    expect(Number(headers["webhook-timestamp"])).toBe(Math.floor(test.ground.clock.now() / 1_000));
    expect(JSON.parse(body)).toEqual({
      type: "session.failed",
      timestamp: new Date(test.ground.clock.now()).toISOString(),
      data: { why: "test", link: "/sessions/x", session_id: null, user_id: null },
    });
    expect(await tried(test, webhook_id, 1)).toMatchObject({
      state: "delivered",
      message_id: headers["webhook-id"],
      attempts: [{ status: 200, response_bytes: 6, error: null }],
    });
    expect(receiver.got).toHaveLength(1);
  });

  it("is checked by openssl as the documents say, and a forged one is told apart", async () => {
    const page = await readFile(new URL("../../../../docs/webhooks.md", import.meta.url), "utf8");
    const script = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? "no script";
    const test = await openWebhooks();
    const receiver = await startReceiver((response) => response.end());
    const { webhook_id } = await test.make(receiver.url);
    const { secret } = await test.service.rotateSecret({ webhook_id }, caller);
    test.facts.announce(failed("one"));
    const { headers, body } = await receiver.request(1);
    const folder = await mkdtemp(join(tmpdir(), "lucid-webhook-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const check = async (text: string) => {
      await writeFile(join(folder, "body"), text);
      const env = {
        PATH: process.env["PATH"],
        SECRET: secret,
        ID: String(headers["webhook-id"]),
        TIMESTAMP: String(headers["webhook-timestamp"]),
        SIGNATURE: String(headers["webhook-signature"]),
      };
      return await promisify(execFile)("sh", ["-c", script], { cwd: folder, env });
    };
    expect((await check(body)).stdout).toBe("genuine\n");
    await expect(check(body.replace("test", "text"))).rejects.toMatchObject({ code: 1, stdout: "forged\n" });
  });

  it("is tried again after pauses that grow, under the same id and with the same body", async () => {
    const test = await openWebhooks();
    const receiver = await startReceiver((response, count) => {
      response.statusCode = count < 3 ? 500 : 204;
      response.end();
    });
    const { webhook_id } = await test.make(receiver.url);
    test.facts.announce(failed("one"));
    expect(await tried(test, webhook_id, 1)).toMatchObject({ state: "waiting", attempts: [{ status: 500, error: "status" }] });
    await pass(test.ground, 4_000);
    expect(receiver.got).toHaveLength(1);
    await pass(test.ground, 3_000);
    await tried(test, webhook_id, 2);
    await pass(test.ground, 400_000);
    expect(await tried(test, webhook_id, 3)).toMatchObject({ state: "delivered", next_at: null });
    expect(new Set(receiver.got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(receiver.got.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.got.map(({ headers }) => headers["webhook-signature"])).size).toBe(3);
  });

  it("follows no redirect", async () => {
    const test = await openWebhooks();
    const elsewhere = await startReceiver((response) => response.end());
    const receiver = await startReceiver((response) => response.writeHead(302, { location: elsewhere.url }).end());
    const { webhook_id } = await test.make(receiver.url);
    test.facts.announce(failed("one"));
    expect(await tried(test, webhook_id, 1)).toMatchObject({
      state: "waiting",
      attempts: [{ status: 302, error: "redirect" }],
    });
    expect(elsewhere.got).toEqual([]);
  });

  it("that hangs is let go after ten seconds, and holds up none but its own", async () => {
    const test = await openWebhooks();
    const hanging = await startReceiver(() => undefined);
    const quick = await startReceiver((response) => response.end());
    const one = await test.make(hanging.url);
    const other = await test.make(quick.url);
    test.facts.announce(failed("one"));
    await hanging.request(1);
    expect(await tried(test, other.webhook_id, 1)).toMatchObject({ state: "delivered" });
    test.facts.announce(failed("two"));
    await quick.request(2);
    await pass(test.ground, 10_000);
    const deliveries = async () => (await test.log(one.webhook_id)).flatMap(({ attempts }) => attempts);
    await hanging.request(2);
    expect(await deliveries()).toMatchObject([{ status: null, error: "timeout", duration_ms: 10_000 }]);
  });

  it("may answer as much as it likes: 64 KiB of it are read", async () => {
    const test = await openWebhooks();
    const part = Buffer.alloc(1 << 20, "x");
    const receiver = await startReceiver((response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(part));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    const { webhook_id } = await test.make(receiver.url);
    test.facts.announce(failed("one"));
    expect(await tried(test, webhook_id, 1)).toMatchObject({
      state: "delivered",
      attempts: [{ status: 200, response_bytes: 65_536 }],
    });
  });

  it("that is not there, or whose certificate nobody vouches for, is told apart", async () => {
    const test = await openWebhooks();
    const folder = await mkdtemp(join(tmpdir(), "lucid-webhook-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(folder, name)) as [string, string];
    const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"];
    await promisify(execFile)("openssl", [...made, "-keyout", key, "-out", cert]);
    const secure = await startReceiver((response) => response.end(), { key: await readFile(key), cert: await readFile(cert) });
    const one = await test.make(secure.url);
    const nobody = await test.make("http://127.0.0.1:1/");
    test.facts.announce(failed("one"));
    expect((await tried(test, one.webhook_id, 1)).attempts).toMatchObject([{ status: null, error: "tls" }]);
    expect((await tried(test, nobody.webhook_id, 1)).attempts).toMatchObject([{ status: null, error: "connection" }]);
    expect(secure.got).toEqual([]);
  });

  it("goes on after a restart where it stood, and sends again what was not noted as taken", async () => {
    const test = await openWebhooks();
    const receiver = await startReceiver((response, count) => {
      if (count > 1) response.end();
    });
    const { webhook_id } = await test.make(receiver.url);
    test.facts.announce(failed("one"));
    const first = await receiver.request(1);
    await test.area[Symbol.asyncDispose]();
    expect((await test.log(webhook_id)).map(({ state, attempts }) => [state, attempts.length])).toEqual([["waiting", 0]]);
    await using _again = await test.start();
    expect((await receiver.request(2)).headers["webhook-id"]).toBe(first.headers["webhook-id"]);
    expect(await tried(test, webhook_id, 1)).toMatchObject({ state: "delivered" });
  });

  it("is turned off when it took nothing for days, which is told, and goes on when it is turned on", async () => {
    const test = await openWebhooks();
    let isBack = false;
    const receiver = await startReceiver((response) => {
      response.statusCode = isBack ? 200 : 503;
      response.end();
    });
    const { webhook_id } = await test.make(receiver.url);
    const webhook = async () => (await test.service.list(undefined, caller)).webhooks[0];
    test.facts.announce(failed("one"));
    for (let times = 1; (await webhook())?.state === "on"; times += 1) {
      await tried(test, webhook_id, times);
      await pass(test.ground, DAY_MS);
    }
    expect(await webhook()).toMatchObject({ state: "failing", waiting: 1 });
    expect(test.told.filter((kind) => kind === "webhook.disabled")).toHaveLength(1);
    isBack = true;
    const before = receiver.got.length;
    expect(() => test.service.test({ webhook_id }, caller)).toThrow(expect.objectContaining({ code: "LUCID_WEBHOOK_ERR_2504" }));
    await test.service.update({ webhook_id, on: true }, caller);
    await pass(test.ground, 2 * DAY_MS);
    await receiver.request(before + 1);
    await tried(test, webhook_id, before + 1);
    expect(await webhook()).toMatchObject({ state: "on", failing_since: null, waiting: 0 });
  });

  it("whose receiver says that it is gone is turned off at once", async () => {
    const test = await openWebhooks();
    const receiver = await startReceiver((response) => response.writeHead(410).end());
    const { webhook_id } = await test.make(receiver.url);
    test.facts.announce(failed("one"));
    expect(await tried(test, webhook_id, 1)).toMatchObject({ state: "failed" });
    expect((await test.service.list(undefined, caller)).webhooks).toMatchObject([{ state: "gone" }]);
    expect(test.told).toContain("webhook.disabled");
  });

  it("is tried by hand, and gets a message once more", async () => {
    const test = await openWebhooks();
    const receiver = await startReceiver((response) => response.end());
    const { webhook_id } = await test.make(receiver.url);
    await test.service.test({ webhook_id }, caller);
    const first = await receiver.request(1);
    expect(JSON.parse(first.body)).toMatchObject({ type: "webhook.test", data: { webhook_id, name: "one" } });
    const { delivery_id } = await tried(test, webhook_id, 1);
    await test.service.redeliver({ webhook_id, delivery_id: DeliveryId.parse(delivery_id) }, caller);
    expect(await receiver.request(2)).toMatchObject({ body: first.body, headers: { "webhook-id": first.headers["webhook-id"] } });
    expect(await tried(test, webhook_id, 2)).toMatchObject({ state: "delivered" });
  });

  it("signs with both secrets for a day after a new one was made", async () => {
    const test = await openWebhooks();
    const receiver = await startReceiver((response) => response.end());
    const { webhook_id, secret } = await test.make(receiver.url);
    const renewed = await test.service.rotateSecret({ webhook_id }, caller);
    expect(renewed.secret).not.toBe(secret);
    await test.service.test({ webhook_id }, caller);
    expect((await receiver.request(1)).headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
    await tried(test, webhook_id, 1);
    await pass(test.ground, DAY_MS);
    await test.service.test({ webhook_id }, caller);
    expect((await receiver.request(2)).headers["webhook-signature"]).toMatch(/^v1,\S+$/);
  });

  it("is not made where it would lead into a network that is not open, and not used when that changed", async () => {
    const test = await openWebhooks([]);
    const receiver = await startReceiver((response) => response.end());
    const refused = expect.objectContaining({ code: "LUCID_WEBHOOK_ERR_2503", details: { fault: "address" } });
    await expect(async () => test.make(receiver.url)).rejects.toThrow(refused);
    const { webhook_id } = await test.make("https://hooks.example/");
    test.ground.db.write.prepare("UPDATE webhooks SET url = ?").run(receiver.url);
    await test.service.test({ webhook_id }, caller);
    expect((await tried(test, webhook_id, 1)).attempts).toMatchObject([{ error: "address" }]);
    expect(receiver.got).toEqual([]);
  });

  it("keeps nothing by which somebody else could sign", async () => {
    const test = await openWebhooks();
    const { secret } = await test.make("http://127.0.0.1:1/");
    const rows = test.ground.db.read.prepare("SELECT * FROM webhooks").all();
    expect(JSON.stringify(rows)).not.toContain(secret.slice("whsec_".length, 20));
    expect(JSON.stringify(await test.service.list(undefined, caller))).not.toContain(secret.slice("whsec_".length, 20));
  });
});

describe("a webhook that goes through Tor", () => {
  /** A resolver that nobody is to ask: what goes through Tor leaves no trace beside it. */
  async function openBehindTor(port: number, through: Parameters<typeof createTorTo>[1]) {
    const named: string[] = [];
    const tor = createTorTo(port, through);
    const test = await openWebhooks([], tor.outward, async (host) => {
      named.push(host);
      return [];
    });
    return { ...test, tor, named };
  }
  const portOf = (url: string): number => Number(new URL(url).port);

  it("waits while Tor is away, goes past it never, and is taken once it is there", async () => {
    const receiver = await startReceiver((response) => response.end());
    const test = await openBehindTor(portOf(receiver.url), []);
    test.tor.turn(false);
    const { webhook_id } = await test.make("http://hooks.onion/lucid");
    test.facts.announce(failed("one"));
    expect(await tried(test, webhook_id, 1)).toMatchObject({ state: "waiting", attempts: [{ status: null, error: "tor" }] });
    test.tor.turn(true);
    await pass(test.ground, 7_000);
    expect(await tried(test, webhook_id, 2)).toMatchObject({ state: "delivered" });
    expect((await receiver.request(1)).headers.host).toBe("hooks.onion");
    expect([test.tor.asked, test.named]).toEqual([["hooks.onion:80"], []]);
  });

  it("is asked for its certificate all the same", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lucid-webhook-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=hooks.example"];
    await promisify(execFile)("openssl", [...made, "-keyout", key, "-out", cert]);
    const receiver = await startReceiver((response) => response.end(), { key: await readFile(key), cert: await readFile(cert) });
    const test = await openBehindTor(portOf(receiver.url), ["webhooks"]);
    const { webhook_id } = await test.make("https://hooks.example:8443/lucid");
    test.facts.announce(failed("one"));
    expect(await tried(test, webhook_id, 1)).toMatchObject({ attempts: [{ status: null, error: "tls" }] });
    expect([receiver.got, test.tor.asked, test.named]).toEqual([[], ["hooks.example:8443"], []]);
  });

  it("is given up where nobody answers, which says a minute is over", async () => {
    const receiver = await startReceiver(() => undefined);
    const test = await openBehindTor(portOf(receiver.url), ["webhooks"]);
    const { webhook_id } = await test.make("http://hooks.onion/lucid");
    test.facts.announce(failed("one"));
    await receiver.request(1);
    await pass(test.ground, 11_000);
    expect((await test.log(webhook_id))[0]?.attempts).toEqual([]);
    await pass(test.ground, 50_000);
    expect(await tried(test, webhook_id, 1)).toMatchObject({ attempts: [{ status: null, error: "timeout" }] });
  });
});
