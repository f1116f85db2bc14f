import { setImmediate } from "node:timers/promises";
import { SessionPolicy } from "@lucid/contract";
import { createTestSupervisor, silentLog } from "@lucid/foundation/testing";
import { openChunk, RECORD, readRecords } from "@lucid/identity";
import { createMemoryChunkStore, createSealer } from "@lucid/pipeline";
import type { ChunkEntry } from "@lucid/proof";
import { createFakeDesktops, createNodeTime } from "@lucid/testkit/node";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { scripted } from "../../desktops/testing/desktop-samples.ts";
import { STARTED_AT, sessionRecord } from "../testing/session-fixtures.ts";
import { startLiveSession } from "./live-session.ts";

it("records input with its client, also what came before the recorder ran", async () => {
  const time = createNodeTime(STARTED_AT);
  const desktops = createFakeDesktops(time);
  const supervisor = createTestSupervisor(time.clock);
  const opening = { dataDirectory: "/nowhere", encoder: { name: "libx264", ffmpeg: "none" }, captureProgram: "none" } as const;
  const opener = await desktops.open({ metrics: new Registry(), supervisor }, opening);
  await using sealer = createSealer();
  const store = createMemoryChunkStore();
  const entries: ChunkEntry[] = [];
  const recording = { keystrokes: true, on_loss: "freeze" } as const;
  const record = sessionRecord({ policy: SessionPolicy.parse({ recording }) });
  const dataKey = new Uint8Array(32).fill(7);
  const live = await startLiveSession(
    {
      ...{ clock: time.clock, log: silentLog, supervisor, sealer, store },
      host: {
        templates: new Map([["desktop", scripted("true")]]),
        async startDesktop(options) {
          const desktop = await opener.startDesktop(options);
          // Once whoever asked for the desktop has it, and before there is a picture.
          void setImmediate().then(() => desktops.type());
          return desktop;
        },
      },
    },
    {
      ...{ record, dataKey, directory: "/nowhere", signal: new AbortController().signal },
      rdp: { address: "127.0.0.1", fromPort: 1, toPort: 2 },
    },
    {
      storeRow: (entry) => void entries.push(entry),
      onStored: async () => undefined,
      onChange: () => undefined,
      onEnd: (end, reason) => expect.fail(`${end}: ${reason.code}`),
    },
  );
  const { startedAtMs } = live.recorder.status();
  await time.pass(2);
  desktops.type();
  await time.pass(2);
  await live.stop();

  const containers = await Promise.all(entries.map(({ index }) => store.get(record.sessionId, index)));
  const events = containers
    .flatMap((container) => readRecords(openChunk(container ?? new Uint8Array(), dataKey)))
    .filter(({ type }) => type === RECORD.events)
    .flatMap(({ bytes }) => new TextDecoder().decode(bytes).trimEnd().split("\n"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const key = { type: "key", client: 0, character: "a" };
  expect(events).toMatchObject([true, false, true, false].map((pressed) => ({ ...key, pressed })));
  expect(events[0]?.["t"]).toBe(startedAtMs);
});
