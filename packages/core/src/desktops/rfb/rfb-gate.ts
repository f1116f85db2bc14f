import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { MAX_CLIPBOARD_BYTES } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import type { Logger } from "pino";
import type { AttemptLimiter } from "../attempt-limiter.ts";
import type { ClientKind, DesktopEvent, DesktopOptions, DesktopPolicy, Geometry } from "../desktop.ts";
import { createEventPace } from "../event-pace.ts";
import type { DesktopClient } from "../local-desktop.ts";
import { relay } from "../relay.ts";
import { createClipboardWatch } from "./clipboard-watch.ts";
import { greetClient, greetServer } from "./handshake.ts";
import { createInputFilter } from "./input-filter.ts";
import { createInputPace } from "./input-pace.ts";
import { createInputWatch } from "./input-watch.ts";
import { createOutputFilter } from "./output-filter.ts";
import { createPointerTurns } from "./pointer-turns.ts";
import { relayInput } from "./relay-input.ts";
import { CHALLENGE_BYTES } from "./vnc-auth.ts";

const HANDSHAKE_MS = 20_000;
/** Texts that one client gets in a second: a program can change its clipboard without pause. */
const MAX_TEXTS_OUT = 50;
/** An event of the clipboard, with its hash, takes the room of so many keys. */
const ROOM_OF_TEXT = 3;

interface Visitor {
  readonly kind: ClientKind;
  readonly address: () => string;
  /** `ticket`: authorised by other means, no password asked. */
  readonly entry: "password" | "ticket";
  readonly viewOnly: boolean;
  /** Called once the visitor has shown the password (or needs none). */
  readonly onAccepted?: () => void;
  /** Called when it is connected to the display. */
  readonly onJoined?: (clientId: number) => void;
}

/**
 * Stands between every client and the display. The display listens only on a private socket, so nothing reaches it but through here:
 * passwords are checked and counted, input is dropped where the policy says so or while the desktop is frozen, and what goes on to the
 * display is told as the input of the client that sent it. Programs inside the desktop cannot change any of that, as they could with
 * settings of the X server.
 */
export interface RfbGate {
  serve(stream: Duplex, visitor: Visitor): Promise<void>;
  setInputEnabled(enabled: boolean): void;
  isInputEnabled(): boolean;
  clients(): readonly DesktopClient[];
  /** Ends the connections that may not stay any more. */
  recheck(): void;
  /** Ends every connection. */
  close(): void;
}

export interface RfbGateDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly randomness: Randomness;
  readonly limiter: AttemptLimiter;
  readonly emit: (event: DesktopEvent) => void;
}

export interface RfbGateOptions {
  /** Path of the display's private RFB socket. */
  readonly displaySocket: string;
  readonly geometry: Geometry;
  readonly password: string;
  readonly policy: DesktopPolicy;
  readonly may: DesktopOptions["may"];
}

interface Member {
  readonly client: DesktopClient;
  readonly freeze: () => void;
  readonly end: () => void;
}

export function createRfbGate(deps: RfbGateDeps, options: RfbGateOptions): RfbGate {
  const { clock, emit, limiter } = deps;
  const { policy, may } = options;
  const members = new Map<number, Member>();
  const streams = new Set<Duplex>();
  const pace = createInputPace(deps);
  const turns = createPointerTurns({ clock, letGo: (clientId) => members.get(clientId)?.freeze() });
  let isInputEnabled = true;
  let isClosed = false;
  let lastClientId = 0;

  async function isWelcome(stream: Duplex, visitor: Visitor): Promise<boolean> {
    using _deadline = clock.after(HANDSHAKE_MS, () => stream.destroy());
    if (visitor.entry === "ticket") return (await greetClient(stream, { kind: "none" })) === "accepted";
    const challenge = deps.randomness.bytes(CHALLENGE_BYTES);
    const { password } = options;
    const beforeRefusal = (): Promise<void> => refuseLate(visitor);
    return (await greetClient(stream, { kind: "password", password, challenge, beforeRefusal })) === "accepted";
  }

  /** What is tried during a lock is only slowed down: the record is not a guesser's to fill. */
  async function refuseLate(visitor: Visitor): Promise<void> {
    const delayMs = limiter.refusalDelayMs();
    if (delayMs > 0) return await new Promise((resolve) => clock.after(delayMs, resolve));
    const untilMs = limiter.fail();
    emit({ type: "password-failed", atMs: clock.now(), kind: visitor.kind, address: visitor.address() });
    if (untilMs !== undefined) emit({ type: "password-locked", atMs: clock.now(), untilMs });
  }

  const mayStay = (kind: ClientKind): boolean => may(kind === "rdp" ? "connect_rdp" : "connect_viewer");

  function join(client: Duplex, display: Duplex, visitor: Visitor, address: string): void {
    const clientId = ++lastClientId;
    const { hostToRemote, remoteToHost } = policy.clipboard;
    const opensOut = remoteToHost && !visitor.viewOnly;
    const rules = {
      keyboard: () => isInputEnabled && policy.keyboard && !visitor.viewOnly && may("type"),
      pointer: () => isInputEnabled && policy.mouse && !visitor.viewOnly && may("point"),
      takesTurn: (buttons: number) => turns.take(clientId, buttons),
      clipboardIn: () => isInputEnabled && hostToRemote && !visitor.viewOnly && may("copy_in"),
      clipboardOut: opensOut,
      extendedClipboard: (hostToRemote || remoteToHost) && !visitor.viewOnly,
      maxClipboardBytes: MAX_CLIPBOARD_BYTES,
    };
    // xrdp-chansrv carries the clipboard of RDP: xrdp does not look at what comes this way.
    const carriesOut = opensOut && visitor.kind !== "rdp";
    const tell = (event: DesktopEvent): void => {
      emit(event);
      relayed.spend(event.type.startsWith("clipboard") ? ROOM_OF_TEXT : 1);
    };
    const telling = { clock, emit: tell };
    const clipboard = createClipboardWatch(telling, clientId, {
      maxBytes: MAX_CLIPBOARD_BYTES,
      carriesOut,
      mayLeave: () => may("copy_out"),
      pace: createEventPace(deps, MAX_TEXTS_OUT),
    });
    const output = createOutputFilter(clipboard.out);
    const pixelFormat = output.setPixelFormat;
    const watch = createInputWatch(telling, clientId, options.geometry);
    // Whoever only watches tries nothing.
    const untold = { refusedKey: () => undefined, refusedPointer: () => undefined };
    const filter = createInputFilter(rules, { ...watch, ...(visitor.viewOnly && untold), clipboard, pixelFormat });
    const connectedAtMs = clock.now();
    const { kind } = visitor;
    const freeze = (): void => void display.write(filter.release());
    const end = (): void => {
      if (!members.delete(clientId)) return;
      // What is let go counts as input, so only as far as there is a display that hears of it.
      if (display.writable) display.end(filter.release());
      turns.leave(clientId);
      client.destroy();
      relayed[Symbol.dispose]();
      emit({ type: "client-disconnected", atMs: clock.now(), kind, clientId, address });
    };
    members.set(clientId, { client: { clientId, kind, address, connectedAtMs }, freeze, end });
    visitor.onJoined?.(clientId);
    emit({ type: "client-connected", atMs: connectedAtMs, kind, clientId, address });

    const cut = (cause: Error): void => {
      deps.log.warn({ err: cause, clientId }, "RFB client cut off");
      end();
    };
    const whileAllowed = (pass: (chunk: Buffer) => Buffer) => (chunk: Buffer) => {
      if (!mayStay(kind)) throw new Error("a policy closed the connection");
      return pass(chunk);
    };
    const relayed = relayInput(client, display, whileAllowed(filter.push), pace, cut);
    relay(display, client, whileAllowed(output.push), cut);
    client.on("close", end).on("end", end);
    display.on("close", end).on("end", end);
    display.resume();
    client.resume();
  }

  /** A display that hangs says nothing: whoever leaves meanwhile, or waited long enough, keeps no connection to it. */
  async function meetDisplay(stream: Duplex, display: Duplex): Promise<void> {
    using _deadline = clock.after(HANDSHAKE_MS, () => display.destroy());
    const leave = (): void => void display.destroy();
    stream.once("close", leave);
    try {
      await greetServer(display);
    } catch (cause) {
      display.destroy();
      throw cause;
    } finally {
      stream.off("close", leave);
    }
  }

  function follow(stream: Duplex): void {
    streams.add(stream);
    stream.once("close", () => streams.delete(stream));
    // Whoever waits for the stream learns of its end by `close`, which always follows.
    stream.on("error", (cause) => deps.log.debug({ err: cause }, "RFB connection broke"));
  }

  return {
    async serve(stream, visitor) {
      follow(stream);
      if (isClosed) stream.destroy();
      try {
        if (!(await isWelcome(stream, visitor))) {
          stream.end();
          return;
        }
        const address = visitor.address();
        if (!mayStay(visitor.kind)) {
          deps.log.info({ kind: visitor.kind }, "a policy does not allow the connection");
          stream.end();
          return;
        }
        visitor.onAccepted?.();
        const display = connect({ path: options.displaySocket });
        follow(display);
        await meetDisplay(stream, display);
        if (isClosed || stream.destroyed) display.destroy();
        else join(stream, display, visitor, address);
      } catch (cause) {
        deps.log.debug({ err: cause, kind: visitor.kind }, "RFB handshake not finished");
        stream.destroy();
      }
    },
    setInputEnabled(enabled) {
      if (enabled === isInputEnabled) return;
      isInputEnabled = enabled;
      if (!enabled) for (const member of members.values()) member.freeze();
      emit({ type: "input-changed", atMs: clock.now(), enabled });
    },
    isInputEnabled: () => isInputEnabled,
    recheck() {
      for (const { client, end } of members.values()) if (!mayStay(client.kind)) end();
    },
    clients: () => [...members.values()].map(({ client }) => client),
    close() {
      isClosed = true;
      for (const stream of streams) stream.destroy();
    },
  };
}
