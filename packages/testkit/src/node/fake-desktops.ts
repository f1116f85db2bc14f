import type { DesktopsPort } from "@lucid/core";
import { createFakeDesktop, type FakeDesktop } from "./fake-desktop.ts";
import type { NodeTime } from "./node-time.ts";

/** Desktops that exist in this process only. */
export interface FakeDesktops extends DesktopsPort {
  /** The desktops that are open. */
  all(): readonly FakeDesktop[];
  /** The open desktop of a session. @throws when there is none. */
  of(sessionId: string): FakeDesktop;
  /** Somebody types in every desktop that is open. */
  type(): void;
  /** Why the next desktop does not start. */
  failNext(reason: string): void;
}

export interface FakeDesktopsOptions {
  /** Programs that the machine lacks. */
  readonly missing?: readonly string[];
}

export function createFakeDesktops(time: NodeTime, { missing = [] }: FakeDesktopsOptions = {}): FakeDesktops {
  const open = new Map<string, FakeDesktop>();
  const able = missing.length === 0;
  let failure: string | undefined;
  let certificates = 0;
  const certificate = () => ({ fingerprint: fingerprintOf(certificates), validUntilMs: Date.UTC(2036, 0, 1) });

  return {
    probe: async () => ({
      able,
      checks: missing.map((name) => ({ name, ok: false, detail: "missing" })),
      missing: [...missing],
      install: able ? "" : `sudo apt-get install ${missing.join(" ").toLowerCase()}`,
      encoder: able ? { name: "libx264", ffmpeg: "a film from the test kit" } : undefined,
    }),
    open: async () => ({
      async startDesktop(options) {
        options.signal?.throwIfAborted();
        const reason = failure;
        failure = undefined;
        if (reason !== undefined) throw new Error(reason);
        const desktop = createFakeDesktop(time, { ...options, certificateFingerprint: certificate().fingerprint });
        open.set(options.sessionId, desktop);
        desktop.onExit(() => open.delete(options.sessionId));
        return desktop;
      },
      certificate,
      async exchangeCertificate() {
        certificates += 1;
        return certificate();
      },
      [Symbol.asyncDispose]: async () => undefined,
    }),
    all: () => [...open.values()],
    of(sessionId) {
      const desktop = open.get(sessionId);
      if (!desktop) throw new Error(`The session ${sessionId} has no open desktop`);
      return desktop;
    },
    type() {
      for (const desktop of open.values()) desktop.type();
    },
    failNext(reason) {
      failure = reason;
    },
  };
}

/** Something that looks like the SHA-256 of a certificate, another one for each number. */
const fingerprintOf = (number: number): string =>
  Array.from({ length: 32 }, (_, at) => (at === 0 ? number : at).toString(16).padStart(2, "0").toUpperCase()).join(":");
