import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { createTestSupervisor } from "@lucid/foundation/testing";
import { spawnCaptureFrom, startCapturePool } from "@lucid/pipeline";
import pino, { type Logger } from "pino";
import { Registry } from "prom-client";
import type { DesktopEvent, DesktopOptions } from "../desktop.ts";
import type { LocalDesktop } from "../local-desktop.ts";
import { type DesktopHost, openDesktopHost } from "../open-desktop-host.ts";
import { startDesktop } from "../start-desktop.ts";
import { CAPTURE_PROGRAM, OPEN_POLICY, scripted, TEST_ENCODER } from "./desktop-samples.ts";

export interface TestNode extends AsyncDisposable {
  readonly dataDirectory: string;
  readonly host: DesktopHost;
  readonly registry: Registry;
  /** Everything that the programs of all desktops printed. */
  lines(): readonly string[];
  /** Everything that the log got, but for what programs printed. */
  log(): string;
  /** Names of the X requests that were refused to programs that are gone. */
  refused(): ReadonlySet<string>;
  start(options?: Partial<DesktopOptions>): Promise<{ desktop: LocalDesktop; events: DesktopEvent[] } & AsyncDisposable>;
}

/** A log that keeps what programs print and what the parts report. */
function keepLines(): { log: Logger; lines: string[]; logged: string[]; refused: Set<string> } {
  const lines: string[] = [];
  const logged: string[] = [];
  const refused = new Set<string>();
  const write = (text: string): void => {
    const entry = JSON.parse(text) as { line?: string; refused?: Record<string, number> };
    if (entry.line === undefined) logged.push(text);
    else lines.push(entry.line);
    for (const name of Object.keys(entry.refused ?? {})) refused.add(name);
  };
  return { log: pino({ level: "debug" }, { write }), lines, logged, refused };
}

/** What of a node desktops need, in a temporary data folder. */
export async function openTestNode(): Promise<TestNode> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "lucid-data-"));
  const { lines, log, logged, refused } = keepLines();
  const registry = new Registry();
  const host = await openDesktopHost({ log, metrics: registry }, { dataDirectory });
  const supervisor = createTestSupervisor();
  const recorders = await startCapturePool({ supervisor, spawn: spawnCaptureFrom(CAPTURE_PROGRAM) }, { workers: 1 });
  return {
    ...{ dataDirectory, host, registry },
    lines: () => lines,
    log: () => logged.join(""),
    refused: () => refused,
    async start(options = {}) {
      const sessionId = systemRandomness.uuid();
      const events: DesktopEvent[] = [];
      const desktop = await startDesktop(
        {
          ...{ log, clock: systemClock, supervisor, randomness: systemRandomness, host, recorders },
          encoder: TEST_ENCODER,
        },
        {
          ...{ sessionId, directory: join(dataDirectory, "run", sessionId), geometry: { width: 800, height: 600 } },
          ...{ template: scripted("sleep infinity"), policy: OPEN_POLICY, may: () => true },
          ...options,
        },
      );
      desktop.onEvent((event) => events.push(event));
      return { desktop, events, [Symbol.asyncDispose]: () => desktop[Symbol.asyncDispose]() };
    },
    async [Symbol.asyncDispose]() {
      await recorders[Symbol.asyncDispose]();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
