import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Health } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import type { Area, Caller } from "../calls/index.ts";
import { openTestGround, type TestGround } from "../ground/testing/open-test-ground.ts";
import { startLucidChain } from "../lucid-chain/index.ts";
import { startRecording } from "../recording/index.ts";
import { startNodeArea } from "./start-node-area.ts";

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
const caller: Caller = {
  ip: "127.0.0.1",
  host: "127.0.0.1",
  requestId: "r",
  door: "http",
  signal: new AbortController().signal,
  identify: () => undefined,
};

/** What a node with these areas says of its health. */
function healthOf(ground: TestGround, areas: readonly Area[]) {
  const all = [...areas];
  const area = startNodeArea(ground, all, {
    environment: () => "test",
    networkId: "ab".repeat(32),
    settings: () => [],
    recentLog: () => Promise.resolve([]),
    checkSetupCode: () => undefined,
    beforeSetup: () => expect.fail("nobody asks"),
    certificates: { tls: undefined, rdp: undefined },
  });
  all.push(area);
  return {
    ask: async (): Promise<Health> => {
      const answer = await area.services?.node?.health(undefined, caller);
      return answer ?? expect.fail("no health");
    },
    [Symbol.asyncDispose]: () => area[Symbol.asyncDispose](),
  };
}

const minute = 60_000;

describe("a chain", () => {
  it("is unhealthy while its head is ahead of the clock, until the clock is right again", async () => {
    await using ground = await openTestGround();
    await using chain = await startLucidChain(ground, { blockInterval: 10 });
    await using health = healthOf(ground, [chain]);
    ground.clock.advance(5 * minute);
    const { dependencies, status } = await health.ask();
    expect(status).toBe("healthy");
    expect(dependencies["chain"]).toMatchObject({ ok: true, detail: expect.stringMatching(/^block \d+$/) });

    ground.clock.setNow(ground.clock.now() - 10 * minute);
    const late = await health.ask();
    expect(late.status).toBe("unhealthy");
    expect(late.dependencies["chain"]).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^block \d+, \d+ minutes ahead of this clock: /),
      last_success: dependencies["chain"]?.last_success,
      since: new Date(ground.clock.now()).toISOString(),
    });

    ground.clock.advance(4 * minute);
    expect((await health.ask()).dependencies["chain"]?.detail).toMatch(/^block \d+, \d+ minutes ahead .*, no block for \d+ s$/);
    ground.clock.setNow(ground.clock.now() + 10 * minute);
    ground.clock.advance(minute);
    expect((await health.ask()).dependencies["chain"]).toMatchObject({ ok: true });
  });

  it("is healthy through a whole slot in which nothing has to be written, and when it has just started", async () => {
    await using ground = await openTestGround();
    await using chain = await startLucidChain(ground, { blockInterval: 10 });
    await using health = healthOf(ground, [chain]);
    for (let passed = 0; passed < 60; passed += 1) {
      expect((await health.ask()).dependencies["chain"]).toMatchObject({ ok: true });
      ground.clock.advance(10_000);
    }
  });
});

describe("the database", () => {
  it("is healthy since it was last written, and says why where it cannot be", async () => {
    await using ground = await openTestGround();
    await using health = healthOf(ground, []);
    const first = new Date(ground.clock.now()).toISOString();
    expect((await health.ask()).dependencies["database"]).toMatchObject({ ok: true, last_success: first, since: first });
    ground.clock.advance(minute);
    ground.db.read.prepare("PRAGMA query_only = ON").run();
    expect((await health.ask()).dependencies["database"]).toMatchObject({
      ok: false,
      detail: "it is read-only",
      last_success: first,
      since: new Date(ground.clock.now()).toISOString(),
    });
  });
});

const sealerProgram = join(import.meta.dirname, "../../../pipeline/src/sealer/sealer.worker.ts");

describe.runIf(isRoot)("a full disk", () => {
  it("shows storage unhealthy, and healthy again when there is room", async () => {
    await using ground = await openTestGround();
    const { chunks } = ground.folder;
    await run("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", chunks]);
    await using mounted = new AsyncDisposableStack();
    mounted.defer(async () => void (await run("umount", [chunks])));
    await using recording = await startRecording(ground, { workers: 1, sealerProgram });
    await using health = healthOf(ground, [recording]);
    const before = await health.ask();
    expect(before.status).toBe("healthy");

    const filling = writeFile(join(chunks, "fill"), new Uint8Array(2 * 1_048_576));
    await expect(filling).rejects.toThrow("ENOSPC");
    ground.clock.advance(minute);
    const full = await health.ask();
    expect(full.status).toBe("unhealthy");
    expect(full.dependencies).toMatchObject({
      database: { ok: true },
      pipeline: { ok: true },
      storage: { ok: false, detail: "the disk is full", last_success: before.dependencies["storage"]?.last_success },
    });

    await rm(join(chunks, "fill"));
    ground.clock.advance(minute);
    expect((await health.ask()).status).toBe("healthy");
  });
});
