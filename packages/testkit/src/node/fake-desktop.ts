import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import type { ConnectInfo, Desktop, DesktopEvent, DesktopExit, DesktopOptions, SandboxLimit } from "@lucid/core";
import { createFakeCapture } from "./fake-capture.ts";
import type { NodeTime } from "./node-time.ts";
import { type ScreenInput, serveStillScreen } from "./still-screen.ts";

/** A desktop with a still picture and a film for its recorder, and what a test can do to it. */
export interface FakeDesktop extends Desktop {
  readonly sessionId: string;
  /** What it was told of RDP clients. */
  readonly rdp: DesktopOptions["rdp"];
  /** Somebody presses a key and lets it go. */
  type(): void;
  /** Somebody copies a text in it. */
  copy(text: string): void;
  /** Cuts the connections of its viewers, as a bad network does. */
  dropViewers(): void;
  /** False: the recorder loses the picture, until it is true again. */
  setVideoWorks(works: boolean): void;
  /** Its programs reach a limit. */
  reach(limit: SandboxLimit): void;
  /** The display ends by itself. */
  crash(): void;
}

/** Keysym of `a`. */
const KEY_A = 0x61;
/** The client of whom no viewer knows. */
const SOMEBODY = 0;

export function createFakeDesktop(
  time: NodeTime,
  options: DesktopOptions & Pick<ConnectInfo, "certificateFingerprint">,
): FakeDesktop {
  const { clock } = time;
  const { geometry, may, policy, rdp } = options;
  const capture = createFakeCapture(time);
  const listeners = new Set<(event: DesktopEvent) => void>();
  const exits = new Set<(exit: DesktopExit) => void>();
  const viewers = new Set<Duplex>();
  let isInputEnabled = true;
  let ended: DesktopExit | undefined;
  let lastClientId = 0;

  function emit(event: DesktopEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  function take(input: ScreenInput, clientId: number, isViewOnly: boolean): void {
    const atMs = clock.now();
    if (input.kind === "text") {
      const isIn = isInputEnabled && !isViewOnly && policy.clipboard.hostToRemote && may("copy_in");
      return tellText("clipboard-in", input.bytes, clientId, isIn);
    }
    const action = input.kind === "key" ? "type" : "point";
    const isAllowed = (input.kind === "key" ? policy.keyboard : policy.mouse) && may(action);
    if (!isInputEnabled || !isAllowed || isViewOnly) {
      const isPress = input.kind === "key" ? input.pressed : input.buttons !== 0;
      if (isPress && !isViewOnly) emit({ type: "input-refused", atMs, clientId, action });
      return;
    }
    if (input.kind === "key") emit({ type: "key", atMs, clientId, pressed: input.pressed, keysym: input.keysym });
    else emit({ type: "motion", atMs, clientId, x: input.x, y: input.y });
  }

  function tellText(type: "clipboard-in" | "clipboard-out", text: Buffer, clientId: number, isThrough: boolean): void {
    const sha256 = isThrough ? createHash("sha256").update(text).digest("hex") : null;
    const refused = isThrough ? null : "policy";
    emit({ type, atMs: clock.now(), clientId, format: "text", bytes: text.length, sha256, refused });
  }

  function end(exit: DesktopExit): void {
    if (ended) return;
    ended = exit;
    capture[Symbol.dispose]();
    dropViewers();
    for (const listener of [...exits]) listener(exit);
    exits.clear();
  }

  function dropViewers(): void {
    for (const stream of viewers) stream.destroy();
  }

  return {
    sessionId: options.sessionId,
    rdp,
    geometry,
    capture,
    connect: {
      address: rdp?.address ?? "127.0.0.1",
      port: rdp?.fromPort ?? 13_389,
      username: "session",
      password: "fakedesk",
      certificateFingerprint: options.certificateFingerprint,
    },
    setInputEnabled(enabled) {
      if (enabled === isInputEnabled) return;
      isInputEnabled = enabled;
      emit({ type: "input-changed", atMs: clock.now(), enabled });
    },
    attachViewer(stream, { address, viewOnly }) {
      if (ended) return void stream.destroy();
      viewers.add(stream);
      stream.once("close", () => viewers.delete(stream)).once("end", () => stream.destroy());
      const clientId = ++lastClientId;
      serveStillScreen(stream, geometry, {
        onOpen() {
          const client = { kind: "viewer", clientId, address } as const;
          emit({ type: "client-connected", atMs: clock.now(), ...client });
          stream.once("close", () => emit({ type: "client-disconnected", atMs: clock.now(), ...client }));
        },
        onInput: (input) => take(input, clientId, viewOnly),
      });
    },
    recheckClients() {
      if (!may("connect_viewer")) dropViewers();
    },
    onEvent(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    onExit(listener) {
      if (ended) listener(ended);
      else exits.add(listener);
      return { [Symbol.dispose]: () => void exits.delete(listener) };
    },
    type() {
      for (const pressed of [true, false]) take({ kind: "key", pressed, keysym: KEY_A }, SOMEBODY, false);
    },
    copy: (text) => tellText("clipboard-out", Buffer.from(text), SOMEBODY, policy.clipboard.remoteToHost && may("copy_out")),
    dropViewers,
    setVideoWorks: capture.setVideoWorks,
    reach: (limit) => emit({ type: "limit-reached", atMs: clock.now(), limit }),
    crash: () => end({ part: "display", code: 1, signal: null }),
    [Symbol.asyncDispose]: async () => end({ part: "disposed", code: null, signal: null }),
  };
}
