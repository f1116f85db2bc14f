import { duplexPair } from "node:stream";
import { createTestClock } from "@lucid/foundation/testing";
import { expect, it, vi } from "vitest";
import { createInputPace, type InputPace } from "./input-pace.ts";
import { relayInput } from "./relay-input.ts";

const PATIENT = { timeout: 20_000 };

/** A client of a display, each of whose bytes makes one event. */
function openClient(pace: InputPace) {
  const [outside, client] = duplexPair();
  const [display, inside] = duplexPair();
  let judged = 0;
  const broken: string[] = [];
  let arrived: Buffer = Buffer.alloc(0);
  inside.on("data", (bytes: Buffer) => (arrived = Buffer.concat([arrived, bytes])));
  const relayed = relayInput(
    client,
    display,
    (bytes) => {
      judged += bytes.length;
      relayed.spend(bytes.length);
      if (bytes.includes(0xff)) throw new Error("no such message");
      return bytes;
    },
    pace,
    (cause) => void broken.push(cause.message),
  );
  return { outside, relayed, broken, judged: () => judged, arrived: () => arrived };
}

it("lets a client that floods wait, loses nothing of it, and serves another one meanwhile", async () => {
  const clock = createTestClock();
  const pace = createInputPace({ clock });
  const [flood, quiet] = [openClient(pace), openClient(pace)];
  const said = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251));
  flood.outside.write(said);
  await vi.waitFor(() => expect(flood.judged()).toBe(256), PATIENT);
  quiet.outside.write("keys");
  await vi.waitFor(() => expect(quiet.arrived().toString()).toBe("keys"), PATIENT);
  // A second of the clock: half of 1 000 events, and the slice that was under way.
  for (let window = 0; window < 10; window += 1) clock.advance(100);
  expect(flood.judged()).toBeLessThanOrEqual(500 + 2 * 256);
  quiet.relayed[Symbol.dispose]();
  await vi.waitFor(() => {
    clock.advance(100);
    expect(flood.arrived().length).toBe(said.length);
  }, PATIENT);
  expect(flood.arrived().equals(said)).toBe(true);
});

it("hands on nothing behind what was broken", async () => {
  const clock = createTestClock();
  const { outside, broken, arrived } = openClient(createInputPace({ clock }));
  outside.write(Buffer.concat([Buffer.from("good"), Buffer.alloc(252, 1), Buffer.alloc(1, 0xff), Buffer.alloc(600, 2)]));
  await vi.waitFor(() => {
    clock.advance(100);
    expect(broken).toEqual(["no such message"]);
  }, PATIENT);
  outside.write("more");
  await vi.waitFor(() => expect(arrived().length).toBe(256), PATIENT);
  expect(broken).toHaveLength(1);
});
