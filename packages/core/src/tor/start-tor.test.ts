import { existsSync, statSync } from "node:fs";
import { createFakeTor, type FakeTor } from "@lucid/testkit/node";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { startTor } from "./start-tor.ts";
import { TorTrouble } from "./tor-port.ts";

const caller = testCaller("11111111-1111-4111-8111-111111111111", ["manage_system_config", "view_system_metrics"]);
const KEY = "A".repeat(52);

/** The area over a fake tor, with a setting that can be changed. */
async function openTor(port: FakeTor = createFakeTor()) {
  const ground = await openTestGround();
  onTestFinished(() => ground[Symbol.asyncDispose]());
  const followers: ((value: boolean) => void)[] = [];
  const settings = {
    settings: { tor: false, tor_defaults_file: "", through_tor: [] },
    set(given: Readonly<Record<string, unknown>>) {
      if (settings.settings.tor === given["tor"]) return;
      settings.settings.tor = given["tor"] === true;
      for (const apply of followers) apply(settings.settings.tor);
    },
    follow: (_key: string, apply: (value: boolean) => void) => void followers.push(apply),
  };
  const area = await startTor(ground, { port, settings });
  onTestFinished(() => area[Symbol.asyncDispose]());
  const doors: string[] = [];
  area.begin(async ({ socket }) => {
    doors.push(`open ${socket}`);
    return { [Symbol.asyncDispose]: async () => void doors.push("closed") };
  });
  const tor = area.services?.tor;
  if (!tor) throw new Error("The area has no services");
  return { ground, area, tor, port, doors, status: () => tor.status(undefined, caller) };
}

describe("Tor", () => {
  it("is off until somebody wants it, and is spoken of nowhere", async () => {
    const { area, port, doors, status } = await openTor();
    expect(await status()).toMatchObject({ state: "off", wanted: false, version: null, onion: { address: null, clients: 0 } });
    expect(await area.health?.()).toEqual({});
    expect([port.lives, doors]).toEqual([[], []]);
  });

  it("leads to the gateway while it is on, and keeps its address when it is switched off and on", async () => {
    const { tor, area, doors, ground } = await openTor();
    const on = await tor.start(undefined, caller);
    expect(on).toMatchObject({ state: "connected", progress: 100, version: "0.4.8.0", circuits: 3, problem: null });
    expect(on.onion.published_at).not.toBeNull();
    expect(await area.health?.()).toMatchObject({ tor: { ok: true, detail: "connected", optional: true } });
    expect(doors).toEqual([expect.stringMatching(/^open \/tmp\/lucid-tor-\w+\/gateway$/)]);
    expect(await tor.stop(undefined, caller)).toMatchObject({
      state: "off",
      wanted: false,
      onion: { address: on.onion.address },
    });
    expect(doors).toHaveLength(2);
    expect((await tor.start(undefined, caller)).onion.address).toBe(on.onion.address);
    expect(statSync(ground.folder.file("keys/onion.key"))).toMatchObject({ size: 32, mode: 0o100600 });
  });

  it("gets another address when it is renewed, and none when it is removed", async () => {
    const { tor, port, ground } = await openTor();
    const { onion: first } = await tor.start(undefined, caller);
    const { onion: second, state } = await tor.renewAddress(undefined, caller);
    expect(state).toBe("connected");
    expect(second.address).not.toBe(first.address);
    expect(port.lives).toHaveLength(2);
    expect(port.lives[1]?.options.seed).not.toEqual(port.lives[0]?.options.seed);
    expect(await tor.removeAddress(undefined, caller)).toMatchObject({ state: "off", onion: { address: null } });
    expect(existsSync(ground.folder.file("keys/onion.key"))).toBe(false);
  });

  it("tells tor of its clients, and starts it anew when they are others", async () => {
    const { tor, port } = await openTor();
    await tor.start(undefined, caller);
    await tor.addClient({ name: "laptop", public_key: KEY }, caller);
    expect(port.lives.map(({ options }) => options.clients)).toEqual([[], [{ name: "laptop", publicKey: KEY }]]);
    await expect(tor.addClient({ name: "LAPTOP", public_key: "B".repeat(52) }, caller)).rejects.toMatchObject({
      status: 409,
    });
    await expect(tor.addClient({ name: "other", public_key: KEY }, caller)).rejects.toMatchObject({ status: 409 });
    expect(await tor.removeClient({ name: "laptop" }, caller)).toEqual({ clients: [] });
    expect(port.lives.at(-1)?.options.clients).toEqual([]);
    await expect(tor.removeClient({ name: "laptop" }, caller)).rejects.toMatchObject({ status: 404 });
  });

  it("says what is missing and what to do, and starts when it is asked to after that", async () => {
    const port = createFakeTor();
    const { tor, area, status, doors } = await openTor(port);
    port.refuseWith(new TorTrouble({ code: "program-missing", detail: "tor is not installed", remedy: "apt install tor" }));
    expect(await tor.start(undefined, caller)).toMatchObject({ state: "failed", problem: { code: "program-missing" } });
    expect(await area.health?.()).toMatchObject({ tor: { ok: false, detail: "tor is not installed: apt install tor" } });
    expect(doors.at(-1)).toBe("closed");
    await expect(tor.testConnection(undefined, caller)).rejects.toMatchObject({ code: "LUCID_TOR_ERR_2702" });
    port.refuseWith(undefined);
    expect(await tor.start(undefined, caller)).toMatchObject({ state: "connected", problem: null });
    expect((await status()).wanted).toBe(true);
  });

  it("comes back when it ends by itself, and fails when it does so again and again", async () => {
    const { tor, port, ground, status } = await openTor();
    await tor.start(undefined, caller);
    for (let ends = 1; ends <= 5; ends += 1) {
      port.lives.at(-1)?.crash("ended with SIGKILL");
      await vi.waitFor(async () => expect(await status()).toMatchObject({ state: "starting" }));
      await vi.waitFor(() => {
        ground.clock.advance(1_000);
        expect(port.lives).toHaveLength(ends + 1);
      });
      await vi.waitFor(async () => expect(await status()).toMatchObject({ state: "connected" }));
    }
    port.lives.at(-1)?.crash("ended with SIGKILL");
    await vi.waitFor(async () =>
      expect(await status()).toMatchObject({ state: "failed", problem: { code: "ended", detail: "ended with SIGKILL" } }),
    );
    expect(await tor.restart(undefined, caller)).toMatchObject({ state: "connected" });
  });

  it("says so when nothing comes further, and is well again when something does", async () => {
    const port = createFakeTor({ says: (heard) => heard.onBootstrap({ progress: 30, step: "Loading networkstatus consensus" }) });
    const { tor, ground, status } = await openTor(port);
    expect(await tor.start(undefined, caller)).toMatchObject({ state: "connecting", progress: 30 });
    ground.clock.advance(120_000);
    expect(await status()).toMatchObject({ state: "failed", problem: { code: "no-progress" } });
    port.lives[0]?.heard.onBootstrap({ progress: 45, step: "Asking for relay descriptors" });
    expect(await status()).toMatchObject({ state: "connecting", progress: 45, problem: null });
    port.lives[0]?.heard.onBootstrap({ progress: 100, step: "Done" });
    port.lives[0]?.heard.onLiveness(false);
    expect(await status()).toMatchObject({ state: "connecting", step: "the network is away" });
    port.lives[0]?.heard.onLiveness(true);
    expect(await status()).toMatchObject({ state: "connected", step: "" });
  });

  it("answers whoever switches it off through the onion service before it cuts the way", async () => {
    const { tor, ground, status } = await openTor();
    await tor.start(undefined, caller);
    expect(await tor.stop(undefined, { ...caller, circuit: "7" })).toMatchObject({ state: "connected", wanted: false });
    ground.clock.advance(1_000);
    await vi.waitFor(async () => expect(await status()).toMatchObject({ state: "off" }));
  });

  it("tells those who may see it, and nobody else", async () => {
    const { area, tor } = await openTor();
    await tor.start(undefined, caller);
    expect(area.events?.["tor"]?.("", caller)).toMatchObject({ type: "tor", status: { state: "connected" } });
    expect(area.events?.["tor"]?.("", testCaller("11111111-1111-4111-8111-111111111112", []))).toBeUndefined();
  });
});
