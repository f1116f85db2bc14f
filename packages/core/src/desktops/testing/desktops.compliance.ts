import { duplexPair } from "node:stream";
import { systemRandomness } from "@lucid/foundation";
import { createTestSupervisor } from "@lucid/foundation/testing";
import type { DisplayCapture, VideoFragment, VideoInit } from "@lucid/pipeline";
import { Registry } from "prom-client";
import { expect, it, vi } from "vitest";
import type { Desktop, DesktopEvent, DesktopExit, DesktopOptions } from "../desktop.ts";
import type { DesktopsPort, OpenDesktops } from "../desktops-port.ts";
import { CAPTURE_PROGRAM, OPEN_POLICY, scripted } from "./desktop-samples.ts";
import { viewDesktop } from "./view-desktop.ts";

export interface DesktopsUnderTest extends AsyncDisposable {
  readonly port: DesktopsPort;
  readonly dataDirectory: string;
  /** Ends the display of an open desktop from outside. */
  crash(desktop: Desktop): void;
}

const SIZE = { width: 640, height: 360 };
const PATIENT = { timeout: 20_000 };
/** Keysym of `a`. */
const KEY_A = 0x61;

/** What every implementation of the port does. */
export function complyAsDesktops(open: () => Promise<DesktopsUnderTest>): void {
  async function withDesktop(
    options: Partial<DesktopOptions>,
    test: (desktop: Desktop, tools: DesktopsUnderTest) => Promise<void>,
  ): Promise<void> {
    await using tools = await open();
    await using opener = await openerOf(tools);
    await using desktop = await opener.startDesktop(optionsFor(tools, options));
    await test(desktop, tools);
  }

  it("says before anything is opened that the machine is able to, and with which encoder", async () => {
    await using tools = await open();
    expect(await tools.port.probe()).toMatchObject({ able: true, missing: [], encoder: { name: expect.any(String) } });
  });

  it("shows the desktop to a viewer, and tells who came and went", () =>
    withDesktop({}, async (desktop) => {
      const events = eventsOf(desktop);
      const viewer = await viewDesktop(desktop);
      expect([viewer.width, viewer.height, desktop.geometry]).toEqual([SIZE.width, SIZE.height, SIZE]);
      expect((await viewer.screen()).length).toBe(4 * SIZE.width * SIZE.height);
      expect(events).toMatchObject([{ type: "client-connected", kind: "viewer", address: "192.0.2.7" }]);
      viewer.leave();
      await vi.waitFor(
        () => expect(events.map(({ type }) => type)).toEqual(["client-connected", "client-disconnected"]),
        PATIENT,
      );
    }));

  it("tells the keys of a viewer and whose they are, but not while input is off, and none of who may only look", () =>
    withDesktop({}, async (desktop) => {
      const events = eventsOf(desktop);
      const keys = () => events.flatMap((event) => (event.type === "key" ? [[event.clientId, event.keysym, event.pressed]] : []));
      using viewer = await viewDesktop(desktop);
      using onlooker = await viewDesktop(desktop, true);
      const [first] = events.flatMap((event) => (event.type === "client-connected" ? [event.clientId] : []));
      const once = [true, false].map((pressed) => [first, KEY_A, pressed]);
      viewer.key(KEY_A);
      await vi.waitFor(() => expect(keys()).toEqual(once), PATIENT);
      desktop.setInputEnabled(false);
      viewer.key(KEY_A);
      onlooker.key(KEY_A);
      await Promise.all([viewer.screen(), onlooker.screen()]);
      desktop.setInputEnabled(true);
      onlooker.key(KEY_A);
      await onlooker.screen();
      viewer.key(KEY_A);
      await vi.waitFor(() => expect(keys()).toEqual([...once, ...once]), PATIENT);
      expect(events.filter(({ type }) => type === "input-changed")).toMatchObject([{ enabled: false }, { enabled: true }]);
    }));

  it("asks for each key whether it may be typed now", () => {
    const closed = new Set<string>();
    return withDesktop({ may: (action) => !closed.has(action) }, async (desktop) => {
      const events = eventsOf(desktop);
      const keys = () => events.filter(({ type }) => type === "key").length;
      using viewer = await viewDesktop(desktop);
      viewer.key(KEY_A);
      await vi.waitFor(() => expect(keys()).toBe(2), PATIENT);
      closed.add("type");
      viewer.key(KEY_A);
      await viewer.screen();
      expect(keys()).toBe(2);
      closed.delete("type");
      viewer.key(KEY_A);
      await vi.waitFor(() => expect(keys()).toBe(4), PATIENT);
    });
  });

  it("cuts a client that may not stay any more, though nothing moves", () => {
    let isOpen = true;
    return withDesktop({ may: () => isOpen }, async (desktop) => {
      const events = eventsOf(desktop);
      using viewer = await viewDesktop(desktop);
      await viewer.screen();
      desktop.recheckClients();
      expect(events.map(({ type }) => type)).not.toContain("client-disconnected");
      isOpen = false;
      desktop.recheckClients();
      await viewer.closed;
      await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain("client-disconnected"), PATIENT);
    });
  });

  it("obeys a policy that closes the keyboard", () =>
    withDesktop({ policy: { ...OPEN_POLICY, keyboard: false } }, async (desktop) => {
      const events = eventsOf(desktop);
      using viewer = await viewDesktop(desktop);
      viewer.key(KEY_A);
      viewer.pointer(100, 100, 0);
      await vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining({ type: "motion", x: 100, y: 100 })), PATIENT);
      expect(events.map(({ type }) => type)).not.toContain("key");
    }));

  it("gives the recorder its picture from a keyframe on, as often as it is started", () =>
    withDesktop({}, async (desktop) => {
      for (let take = 0; take < 2; take += 1) {
        const run = startVideo(desktop.capture);
        const { init, fragment } = await run.first;
        expect(init).toMatchObject({ ...SIZE, codec: expect.stringMatching(/^avc1\./) });
        expect(fragment).toMatchObject({ decodeTime: 0, keyframe: true });
        await run.stop();
        await vi.waitFor(() => expect(run.exits).toHaveLength(1), PATIENT);
      }
    }));

  it("tells once that it ended by itself, also whoever asks later, and ends viewers and video", () =>
    withDesktop({}, async (desktop, tools) => {
      const exits: DesktopExit[] = [];
      desktop.onExit((exit) => exits.push(exit));
      const run = startVideo(desktop.capture);
      await run.first;
      using viewer = await viewDesktop(desktop);
      tools.crash(desktop);
      await vi.waitFor(() => expect(exits).toMatchObject([{ part: "display" }]), PATIENT);
      await viewer.closed;
      await vi.waitFor(() => expect(run.exits).toHaveLength(1), PATIENT);
      await desktop[Symbol.asyncDispose]();
      desktop.onExit((exit) => exits.push(exit));
      expect(exits).toMatchObject([{ part: "display" }, { part: "display" }]);
    }));

  it("leaves no viewer and no video when it is disposed, and nobody comes in any more", () =>
    withDesktop({}, async (desktop) => {
      const exits: DesktopExit[] = [];
      desktop.onExit((exit) => exits.push(exit));
      const run = startVideo(desktop.capture);
      await run.first;
      using viewer = await viewDesktop(desktop);
      await desktop[Symbol.asyncDispose]();
      expect(exits).toMatchObject([{ part: "disposed" }]);
      await viewer.closed;
      await vi.waitFor(() => expect(run.exits).toHaveLength(1), PATIENT);
      const [inside, outside] = duplexPair();
      desktop.attachViewer(inside, { address: "192.0.2.7", viewOnly: false });
      await vi.waitFor(() => expect(outside.readableEnded || inside.destroyed).toBe(true), PATIENT);
    }));

  it("keeps a desktop's certificate when it is exchanged, and shows the new one from the next desktop on", async () => {
    await using tools = await open();
    await using opener = await openerOf(tools);
    await using before = await opener.startDesktop(optionsFor(tools, {}));
    const old = opener.certificate();
    const { fingerprint, validUntilMs } = await opener.exchangeCertificate();
    await using after = await opener.startDesktop(optionsFor(tools, {}));
    expect(before.connect.certificateFingerprint).toBe(old.fingerprint);
    expect(after.connect.certificateFingerprint).toBe(fingerprint);
    expect(fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(fingerprint).not.toBe(old.fingerprint);
    expect([opener.certificate().fingerprint, validUntilMs > Date.now()]).toEqual([fingerprint, true]);
  });

  it("does not start what is not wanted any more", async () => {
    await using tools = await open();
    await using opener = await openerOf(tools);
    await expect(opener.startDesktop(optionsFor(tools, { signal: AbortSignal.abort() }))).rejects.toThrow();
  });
}

async function openerOf({ port, dataDirectory }: DesktopsUnderTest): Promise<OpenDesktops> {
  const { encoder } = await port.probe();
  if (!encoder) throw new Error("Nothing here can record");
  return port.open(
    { metrics: new Registry(), supervisor: createTestSupervisor() },
    { dataDirectory, encoder, captureProgram: CAPTURE_PROGRAM },
  );
}

function optionsFor({ dataDirectory }: DesktopsUnderTest, options: Partial<DesktopOptions>): DesktopOptions {
  const sessionId = systemRandomness.uuid();
  return {
    sessionId,
    directory: `${dataDirectory}/run/${sessionId}`,
    geometry: SIZE,
    template: scripted("sleep infinity"),
    policy: OPEN_POLICY,
    may: () => true,
    ...options,
  };
}

function eventsOf(desktop: Desktop): DesktopEvent[] {
  const events: DesktopEvent[] = [];
  desktop.onEvent((event) => events.push(event));
  return events;
}

function startVideo(capture: DisplayCapture) {
  const first = Promise.withResolvers<{ init: VideoInit; fragment: VideoFragment }>();
  const exits: string[] = [];
  let init: VideoInit | undefined;
  const video = capture.startVideo(
    { frameRate: 10, overload: 0, keyMs: 9_400 },
    {
      onInit(found) {
        init = found;
      },
      onFragment(fragment) {
        if (init) first.resolve({ init, fragment });
        else first.reject(new Error("A fragment came before its initialization"));
      },
    },
  );
  void video.exited.then((detail) => {
    exits.push(detail);
    first.reject(new Error(detail));
  });
  return { first: first.promise, exits, stop: () => video[Symbol.asyncDispose]() };
}
