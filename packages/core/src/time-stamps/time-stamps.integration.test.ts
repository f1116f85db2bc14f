import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { SessionId } from "@lucid/contract";
import { createRegistry } from "@lucid/foundation";
import { blockHash, canonicalBytes, type Header, loadTimeStamps } from "@lucid/proof";
import { answerStampRequest, denyStamp, type StampChange, testAuthority } from "@lucid/testkit";
import { createOpensslAuthority, startTimeServer } from "@lucid/testkit/node";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import type { Outward } from "../tor/index.ts";
import { createTorTo, withoutTor } from "../tor/testing/index.ts";
import { startTimeStamps } from "./start-time-stamps.ts";

const caller = testCaller("11111111-1111-4111-8111-111111111111", ["manage_system_config"]);
const session_id = SessionId.parse("0198c0de-1111-4111-8111-111111111111");
const HOUR_MS = 3_600_000;
const network = "ab".repeat(32);

/** Headers of a chain, each with one transaction. */
function chainOf(length: number): Header[] {
  const headers: Header[] = [];
  for (let height = 1; height <= length; height += 1) {
    const previous = headers.at(-1);
    headers.push({
      ...{ version: 1, network, height, slot: height, position: 0, rank: 0, epoch: 0, producer: "cd".repeat(32) },
      ...{ timestamp: Date.UTC(2026, 0, 1) / 1_000 + height, previous_hash: previous ? blockHash(previous) : network },
      ...{ tx_root: network, attestation_root: network, state_root: network, tx_count: 1 },
    });
  }
  return headers;
}

const headers = chainOf(9);
const hashAt = (height: number): string => blockHash(headers[height - 1] as Header);

async function openArea(urls: readonly string[], outward: Outward = withoutTor) {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const ground = stack.use(await openTestGround());
  let final = 3;
  const read = {
    finalized: () => ({ height: final, hash: final === 0 ? network : hashAt(final), time: 0 }),
    transactionsUpTo: (height: number) => height,
    headers: (from: number, to: number) => headers.slice(from - 1, to),
  };
  const settings = { time_authorities: urls };
  const open = () =>
    startTimeStamps(
      { ...ground, metrics: createRegistry() },
      {
        chain: { networkId: network, read },
        networks: { of: () => ({ read }) as never },
        sessions: { find: () => undefined, anchorBlock: () => headers[1] as Header },
        outward,
      },
      settings,
    );
  const area = stack.use(open());
  const service = area.services?.timeStamps;
  if (!service) throw new Error("The area has no service");
  const authorities = async () => (await service.status(undefined, caller)).authorities;
  return { ground, area, service, settings, authorities, growTo: (height: number) => (final = height) };
}

/** Checks what a node gives out, beside a recording whose anchor is in block 2. */
async function verify(proof: unknown, authorities: readonly Uint8Array[]) {
  const { verifyTimeProof } = await loadTimeStamps();
  const recording = {
    network: { hash: network },
    anchor: { height: 2, blockHash: hashAt(2), blockTime: headers[1]?.timestamp ?? 0, finalHeight: 2, finalHash: hashAt(2) },
  };
  return await verifyTimeProof(canonicalBytes(proof), recording, { subtle: globalThis.crypto.subtle, authorities });
}

const authority = testAuthority("Test authority");
type Answer = (request: Uint8Array, response: ServerResponse) => void | Promise<void>;
const serve = async (answer: Answer) => {
  const server = await startTimeServer(answer);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
};
const stamping = (change: StampChange & { readonly digest?: string } = {}) =>
  serve((request, response) => void response.end(answerStampRequest(request, authority, change)));

describe("time-stamp authorities", () => {
  it("are asked at once, and what they gave becomes the proof of a recording that verifies", async () => {
    const server = await stamping();
    const { service, area } = await openArea([server.url]);
    await expect(async () => service.proof({ session_id }, caller)).rejects.toMatchObject({ code: "LUCID_TIME_ERR_3503" });
    const { authorities } = await service.ask(undefined, caller);
    expect(authorities).toMatchObject([
      { fault: null, stamps: 1, newest: { height: 3, hash: hashAt(3), signer: "Test authority" } },
    ]);
    const proof = await service.proof({ session_id }, caller);
    expect(proof["headers"]).toEqual([headers[2]]);
    expect(await verify(proof, [authority.root.bytes])).toMatchObject({
      ok: true,
      value: { stamps: [{ block: { height: 3 }, pinned: { name: "Test authority root" } }] },
    });
    expect(await area.health?.()).toMatchObject({ time_stamps: { ok: true, optional: true, detail: "127.0.0.1: block 3" } });
  });

  it("are asked by themselves once an hour, and only where the chain holds something new", async () => {
    const server = await stamping();
    const { ground, authorities, growTo } = await openArea([server.url]);
    const stamped = (count: number) =>
      vi.waitFor(async () => expect(await authorities()).toMatchObject([{ stamps: count }]), { timeout: 60_000 });
    ground.clock.advance(30_000);
    await stamped(1);
    ground.clock.advance(3 * HOUR_MS);
    growTo(5);
    ground.clock.advance(30_000);
    await stamped(2);
    growTo(6);
    ground.clock.advance(HOUR_MS / 2);
    expect(server.requests).toHaveLength(2);
    ground.clock.advance(HOUR_MS / 2);
    await stamped(3);
    expect(server.requests).toHaveLength(3);
  });

  it("that fail are left alone for longer and longer, and hold up no other", async () => {
    const good = await stamping();
    const bad = await serve((_request, response) => void response.writeHead(500).end());
    const { ground, service, authorities, area } = await openArea([bad.url, good.url]);
    await service.ask(undefined, caller);
    const nextIn = async () => Date.parse((await authorities())[0]?.next_at ?? "") - ground.time.steady.now();
    expect(await authorities()).toMatchObject([
      { fault: "status", stamps: 0, last_success: null },
      { fault: null, stamps: 1 },
    ]);
    expect(await nextIn()).toBe(HOUR_MS / 12);
    await service.ask(undefined, caller);
    expect(await nextIn()).toBe(HOUR_MS / 4);
    expect(await area.health?.()).toMatchObject({ time_stamps: { ok: false, detail: expect.stringContaining("status") } });
  });

  it.each<[string, Answer, string]>([
    [
      "a page",
      (_request, response) => void response.setHeader("content-type", "text/html").end("<html>Welcome</html>"),
      "no-answer",
    ],
    ["a refusal", (_request, response) => void response.end(denyStamp()), "denied"],
    ["more than a token", (_request, response) => void response.end(Buffer.alloc(200_000)), "too-large"],
    ["the way to another address", (_request, response) => void response.writeHead(302, { location: "/x" }).end(), "redirect"],
    ["nothing, and hangs up", (_request, response) => void response.destroy(), "connection"],
    ["a token over another block", (r, a) => void a.end(answerStampRequest(r, authority, { digest: hashAt(1) })), "time-imprint"],
    [
      "a token for another request",
      (r, a) => void a.end(answerStampRequest(r, authority, { nonce: Uint8Array.of(1) })),
      "time-nonce",
    ],
    ["an altered token", (r, a) => void a.end(answerStampRequest(r, authority, { alterSignature: true })), "time-signature"],
    [
      "a token of a server's certificate",
      (r, a) => void a.end(answerStampRequest(r, testAuthority("Web", { purposes: ["1.3.6.1.5.5.7.3.1"] }))),
      "time-certificate",
    ],
  ])("that answer with %s give none that counts", async (_what, answer, fault) => {
    const server = await serve(answer);
    const { service, authorities } = await openArea([server.url]);
    await service.ask(undefined, caller);
    expect(await authorities()).toMatchObject([{ fault, stamps: 0, newest: null }]);
  });

  it.each([
    ["from the start", false],
    ["in the middle of its answer", true],
  ])("that hang %s are given up, and are asked one round at a time", async (_when, begins) => {
    const server = await serve((_request, response) => void (begins && response.write("x")));
    const { ground, authorities } = await openArea([server.url]);
    ground.clock.advance(30_000);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1), { timeout: 60_000 });
    ground.clock.advance(9_000);
    expect(server.requests).toHaveLength(1);
    ground.clock.advance(2_000);
    await vi.waitFor(async () => expect(await authorities()).toMatchObject([{ fault: "timeout" }]), { timeout: 60_000 });
  });

  it("are reached through the node's Tor alone where the settings say so", async () => {
    const server = await stamping();
    const tor = createTorTo(Number(new URL(server.url).port), ["time_stamps"]);
    const { service, authorities } = await openArea(["http://tsa.example/"], tor.outward);
    await service.ask(undefined, caller);
    expect(tor.asked).toEqual(["tsa.example:80"]);
    expect(await authorities()).toMatchObject([{ fault: null, stamps: 1 }]);
    tor.turn(false);
    await service.ask(undefined, caller);
    expect(await authorities()).toMatchObject([{ fault: "tor", stamps: 1 }]);
    expect(server.requests).toHaveLength(1);
  });

  it("are needed, and a final block", async () => {
    const { service, settings, growTo } = await openArea([]);
    await expect(async () => service.ask(undefined, caller)).rejects.toMatchObject({ code: "LUCID_TIME_ERR_3501" });
    settings.time_authorities = ["http://127.0.0.1:9/"];
    growTo(0);
    await expect(async () => service.ask(undefined, caller)).rejects.toMatchObject({ code: "LUCID_TIME_ERR_3502" });
  });

  it("may be another program: OpenSSL's tokens hold, and lead to its root", async () => {
    await using openssl = await createOpensslAuthority();
    const server = await serve(async (request, response) => void response.end(await openssl.answer(request)));
    const { service, authorities } = await openArea([server.url]);
    await service.ask(undefined, caller);
    expect(await authorities()).toMatchObject([{ fault: null, newest: { signer: "OpenSSL", accuracy_ms: 1_000 } }]);
    const root = new Uint8Array(new X509Certificate(await readFile(openssl.rootFile)).raw);
    expect(await verify(await service.proof({ session_id }, caller), [root])).toMatchObject({
      ok: true,
      value: { stamps: [{ pinned: { name: "OpenSSL root" } }] },
    });
  });
});
