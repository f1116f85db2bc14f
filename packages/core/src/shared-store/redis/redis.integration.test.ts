import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { systemClock } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { freePort, startRedis } from "@lucid/testkit/node";
import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { limiterCompliance } from "../testing/limiter.compliance.ts";
import { lockoutsCompliance } from "../testing/lockouts.compliance.ts";
import { healthOf, isReady, openSharedNode, ready, settingsOf, until } from "../testing/open-shared-nodes.ts";
import { checkRedis } from "./check-redis.ts";
import { createRedisLimiter } from "./redis-limiter.ts";
import { createRedisLockouts } from "./redis-lockouts.ts";
import { redisOptions } from "./redis-options.ts";
import { createRedisLink } from "./start-redis-link.ts";

const IDLE = { settle: async () => undefined, beat: async () => undefined, away: () => undefined };
const LOCK_MS = 400;
const AWAY = expect.objectContaining({ code: "LUCID_ERR_5009" });

async function linked() {
  const stack = new AsyncDisposableStack();
  const redis = stack.use(await startRedis());
  const options = await redisOptions(settingsOf(redis.settings));
  const link = stack.use(createRedisLink({ clock: systemClock, log: silentLog }, { redis: options, graceMs: 30_000 }));
  link.start(IDLE);
  await link.admitNew();
  return { link, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function connected(port: number) {
  // What it answers while it loads is wanted too.
  const client = new Redis({ host: "127.0.0.1", port, retryStrategy: () => null, enableReadyCheck: false });
  client.on("error", () => undefined);
  await once(client, "connect");
  return { client, [Symbol.asyncDispose]: async () => client.disconnect() };
}

describe("the limiter in Redis", () => {
  limiterCompliance(async () => {
    const { link, ...rest } = await linked();
    const limiter = createRedisLimiter({ clock: systemClock, link, keyOf: (name) => `test:${name}` });
    return { limiter, pass: async (ms) => await sleep(ms), ...rest };
  });
});

describe("lockouts in Redis", () => {
  lockoutsCompliance(async () => {
    const { link, ...rest } = await linked();
    const rules = { failures: 5, lockoutMs: LOCK_MS, maxDoublings: 7, memoryMs: 60_000 };
    const lockouts = createRedisLockouts({ link, keyOf: (name) => `test:${name}` }, rules);
    const passLock = () => until(async () => (await lockouts.lockedFor("a")) === undefined);
    return { lockouts, lockMs: LOCK_MS, passLock, ...rest };
  });
});

describe("a Redis that cannot be used", () => {
  const saying = (why: string) => expect.objectContaining({ ok: false, detail: `the shared Redis: ${why}` });
  const told = async (node: Parameters<typeof healthOf>[0], why: string) =>
    await until(async () => (await healthOf(node))?.detail === `the shared Redis: ${why}`);

  it("is one that nobody started: logins are refused after the grace, and reads are counted by the node itself", async () => {
    await using redis = await startRedis();
    await redis.kill();
    await using node = await openSharedNode({ settings: redis.settings });
    await expect(node.store.admitNew()).rejects.toEqual(AWAY);
    expect(await node.store.limiter.take("a", { perMinute: 1, burst: 1 })).toMatchObject({ allowed: true });
    expect(await node.store.limiter.take("a", { perMinute: 1, burst: 1 })).toMatchObject({ allowed: false });
    await told(node, "it does not answer");
    expect(await checkRedis(settingsOf(redis.settings))).toEqual(saying("it does not answer"));
    await redis.start();
    await ready(node);
    expect(await checkRedis(settingsOf(redis.settings))).toMatchObject({ ok: true });
  });

  it("is one that wants another password; its own is read from a file, and never told", async () => {
    await using redis = await startRedis(["--requirepass", "right and secret", "--save", ""]);
    const file = join(await mkdtemp(join(tmpdir(), "lucid-redis-")), "password");
    const settings = { ...redis.settings, redis_password_file: file };
    await writeFile(file, "wrong and secret\n");
    await using refused = await openSharedNode({ settings });
    await told(refused, "it refuses the password");
    await expect(refused.store.admitNew()).rejects.toEqual(AWAY);
    expect(await checkRedis(settingsOf(settings))).toEqual(saying("it refuses the password"));
    await using without = await openSharedNode({ settings: redis.settings });
    await told(without, "it refuses the password");
    await writeFile(file, "right and secret\n");
    await using right = await openSharedNode({ settings });
    await ready(right);
    expect(JSON.stringify(await healthOf(right))).not.toContain("secret");
  });

  it("is one that cannot save, and one that still loads, which is there by itself when it has", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lucid-redis-disk-"));
    const keeping = ["--dir", folder, "--save", "3600 1000000"];
    await using redis = await startRedis(keeping);
    await using node = await openSharedNode({ settings: redis.settings });
    await ready(node);
    await using full = await connected(redis.port);
    const { client } = full;
    // Two minutes at 10 ms each: it loads until it was seen to, however late somebody looks.
    await client.mset(Object.fromEntries(Array.from({ length: 12_000 }, (_, at) => [`key ${at}`, "x".repeat(64)])));
    await client.save();
    // Nothing can be written where the folder is gone.
    const away = `${folder} away`;
    await cp(folder, away, { recursive: true });
    await rm(folder, { recursive: true });
    await client.bgsave();
    await told(node, "it cannot save to its disk and takes no writes");
    await expect(node.store.admitNew()).rejects.toEqual(AWAY);
    await redis.kill();
    await rename(away, folder);
    await redis.start([...keeping, "--key-load-delay", "10000", "--loading-process-events-interval-bytes", "1024"]);
    await told(node, "it is still loading its data");
    await using loading = await connected(redis.port);
    await loading.client.config("SET", "key-load-delay", "0");
    await ready(node);
  });

  it("is a replica, or one without memory, and each says so", async () => {
    await using first = await startRedis();
    await using replica = await startRedis(["--replicaof", "127.0.0.1", String(first.port), "--save", ""]);
    await using node = await openSharedNode({ settings: replica.settings });
    await told(node, "it is a replica that takes no writes");
    await using full = await startRedis(["--maxmemory", "1", "--maxmemory-policy", "noeviction", "--save", ""]);
    await using other = await openSharedNode({ settings: full.settings });
    await told(other, "its memory is full");
    await expect(other.store.admitNew()).rejects.toEqual(AWAY);
  });

  it("is one of an old version, and a program that only speaks like one", async () => {
    const server = createServer((socket) => {
      const info = "# Server\r\nredis_version:5.0.7\r\n";
      socket.on("data", (asked) => {
        if (asked.includes("info")) socket.write(`$${info.length}\r\n${info}\r\n`);
        else socket.write("+OK\r\n");
      });
      socket.on("error", () => socket.destroy());
    });
    const port = await freePort();
    await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
    await using redis = await startRedis();
    const settings = { ...redis.settings, redis_url: `redis://127.0.0.1:${port}` };
    expect(await checkRedis(settingsOf(settings))).toEqual(saying("it is Redis 5.0.7: 7.0 or later is needed"));
    await using node = await openSharedNode({ settings });
    await told(node, "it is Redis 5.0.7: 7.0 or later is needed");
    server.close();
  });

  it("is one beyond this computer whose certificate is not known; with its authority named, it is reached by TLS", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lucid-redis-tls-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
    await promisify(execFile)("openssl", [...made, "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert]);
    const port = await freePort();
    const tls = ["--tls-port", String(port), "--tls-cert-file", cert, "--tls-key-file", key, "--tls-auth-clients", "no"];
    await using redis = await startRedis([...tls, "--tls-ca-cert-file", cert, "--save", ""]);
    const settings = { ...redis.settings, redis_url: `rediss://localhost:${port}` };
    expect(await checkRedis(settingsOf(settings))).toEqual(saying("its certificate is not trusted"));
    await using careful = await openSharedNode({ settings });
    await told(careful, "its certificate is not trusted");
    await using trusting = await openSharedNode({ settings: { ...settings, redis_ca_file: cert } });
    await ready(trusting);
    expect(await checkRedis(settingsOf({ ...settings, redis_ca_file: cert }))).toMatchObject({ ok: true });
  });

  it("is one that hangs: nobody waits for it for long, and it is back by itself", async () => {
    await using redis = await startRedis();
    await using node = await openSharedNode({ settings: redis.settings });
    await ready(node);
    redis.hang(true);
    await until(async () => !(await isReady(node)));
    expect(await node.store.limiter.take("a", { perMinute: 60, burst: 5 })).toMatchObject({ allowed: true });
    await expect(node.store.admitNew()).rejects.toEqual(AWAY);
    redis.hang(false);
    await ready(node);
  });
});
