import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { duplexPair } from "node:stream";
import { systemRandomness } from "@lucid/foundation";
import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { expect, it, onTestFinished, vi } from "vitest";
import { createAttemptLimiter } from "../attempt-limiter.ts";
import type { DesktopEvent } from "../desktop.ts";
import { OPEN_POLICY } from "../testing/desktop-samples.ts";
import { createByteReader } from "./byte-reader.ts";
import { createRfbGate } from "./rfb-gate.ts";

/** A gate in front of a display that takes connections and says nothing. */
async function openGateOfHungDisplay() {
  const folder = await mkdtemp(join(tmpdir(), "lucid-gate-"));
  const displaySocket = join(folder, "rfb");
  const connections: Socket[] = [];
  const display = createServer((socket) => void connections.push(socket)).listen(displaySocket);
  await once(display, "listening");
  onTestFinished(async () => {
    for (const socket of connections) socket.destroy();
    display.close();
    await rm(folder, { recursive: true });
  });
  const clock = createTestClock();
  const events: DesktopEvent[] = [];
  const gate = createRfbGate(
    {
      ...{ clock, log: silentLog, randomness: systemRandomness, limiter: createAttemptLimiter({ clock }) },
      emit: (event) => void events.push(event),
    },
    { displaySocket, geometry: { width: 800, height: 600 }, password: "password", policy: OPEN_POLICY, may: () => true },
  );
  return { gate, clock, connections, events };
}

async function beLetIn(outside: ReturnType<typeof duplexPair>[1]): Promise<void> {
  outside.on("error", () => undefined);
  const reader = createByteReader(outside);
  await reader.read(12);
  outside.write("RFB 003.008\n");
  await reader.read(2);
  outside.write(Buffer.from([1]));
  await reader.read(4);
  outside.write(Buffer.from([1]));
  reader.release();
}

it.each(["waits for twenty seconds", "leaves"])(
  "keeps no connection to a display that hangs for a viewer that %s",
  async (what) => {
    const { gate, clock, connections, events } = await openGateOfHungDisplay();
    const [inside, outside] = duplexPair();
    const served = gate.serve(inside, { kind: "viewer", entry: "ticket", viewOnly: false, address: () => "192.0.2.7" });
    await beLetIn(outside);
    await vi.waitFor(() => expect(connections).toHaveLength(1), { timeout: 20_000 });
    const [connection] = connections;
    const isGone = connection && once(connection.resume(), "close");
    if (what === "leaves") inside.destroy();
    else clock.advance(20_000);
    await isGone;
    await served;
    expect(inside.destroyed).toBe(true);
    expect(events).toEqual([]);
    expect(gate.clients()).toEqual([]);
  },
);
