import { sha256Hex } from "@lucid/proof";
import { createSeededRandom, sealTestChunk } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { openSealed } from "./open-sealed.ts";

const random = createSeededRandom("open sealed");
const dataKey = random.bytes(32);
const START = 1_767_225_660_000;

const u32 = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const box = (type: string, ...content: readonly (readonly number[])[]): number[] => {
  const body = content.flat();
  return [...u32(body.length + 8), ...new TextEncoder().encode(type), ...body];
};
const zeros = (length: number): number[] => Array.from({ length }, () => 0);
const INIT = box(
  "moov",
  box(
    "trak",
    box(
      "mdia",
      box("mdhd", zeros(12), u32(10_240), zeros(4)),
      box("minf", box("stbl", box("stsd", zeros(8), box("avc1", zeros(78), box("avcC", [1, 0x64, 0, 0x15]))))),
    ),
  ),
);
const VIDEO = [...box("moof", box("traf", box("tfdt", zeros(4), u32(102_400)))), ...box("mdat", [1, 2, 3])];
const record = (type: number, bytes: readonly number[]): number[] => [type, ...u32(bytes.length), ...bytes];
const events = (...lines: readonly object[]): number[] => [
  ...new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
];

function seal(plain: readonly number[]) {
  const compressed = Uint8Array.from(plain);
  const container = sealTestChunk({
    sessionId: "60ec86af-0f2e-4777-ad68-270573ab2421",
    index: 4,
    dataKey,
    suite: "xchacha20-poly1305",
    codec: "none",
    compressed,
    plainSize: compressed.length,
    salt: random.bytes(32),
    nonce: random.bytes(24),
  });
  return { container: Uint8Array.from(container).buffer, sha256: sha256Hex(container) };
}

const request = (sealed: ReturnType<typeof seal>, changes = {}) => ({
  index: 4,
  startMs: START,
  endMs: START + 10_000,
  dataKey,
  ...sealed,
  ...changes,
});

describe("opening a chunk for the player", () => {
  it("says whether it was sealed with the very video that came live", async () => {
    const sealed = seal([...record(1, INIT), ...record(2, VIDEO), ...record(3, events())]);
    const live = sha256Hex(Uint8Array.from([...INIT, ...VIDEO]));
    const asLiveOf = async (changes: object) => {
      const outcome = await openSealed(request(sealed, changes));
      return outcome.kind === "opened" ? outcome.chunk.asLive : outcome.trouble;
    };
    expect(await asLiveOf({ liveSha256: live })).toBe(true);
    expect(await asLiveOf({ liveSha256: sha256Hex(Uint8Array.from(VIDEO)) })).toBe(false);
    expect(await asLiveOf({})).toBeUndefined();
  });

  const plain = [
    ...record(1, INIT),
    ...record(2, VIDEO),
    ...record(
      3,
      events(
        { t: START + 200, type: "key", pressed: true },
        { t: START + 900, type: "heartbeat", pictures: 9 },
        { t: START + 9_000, type: "client_connected", via: "rdp", client: 2 },
      ),
    ),
  ];

  it("gives video, its place on the take's clock, activity and marks", async () => {
    const outcome = await openSealed(request(seal(plain)));
    expect(outcome).toMatchObject({
      kind: "opened",
      chunk: {
        codec: "avc1.640015",
        decodeTime: 10,
        video: Uint8Array.from(VIDEO),
        init: Uint8Array.from(INIT),
        marks: [
          { t: START + 200, type: "typing", fields: { keys: 1, until: START + 200 } },
          { t: START + 9_000, type: "client_connected", fields: { via: "rdp", client: 2 } },
        ],
      },
    });
    expect(outcome.kind === "opened" && [...outcome.chunk.activity]).toEqual([1, ...zeros(17), 1, 0]);
  });

  it("counts what programs do neither as activity nor before what people do", async () => {
    const noise = Array.from({ length: 300 }, (_, at) => ({ t: START + at, type: "window_titled", window: 1, title: "x" }));
    const busy = [
      ...record(1, INIT),
      ...record(2, VIDEO),
      ...record(3, events(...noise, { t: START + 9_000, type: "client_connected", via: "rdp", client: 2 })),
    ];
    const outcome = await openSealed(request(seal(busy)));
    if (outcome.kind !== "opened") throw new Error(outcome.trouble);
    expect(outcome.chunk.marks).toHaveLength(200);
    expect(outcome.chunk.marks.at(-1)?.type).toBe("client_connected");
    expect([...outcome.chunk.activity]).toEqual([...zeros(18), 1, 0]);
  });

  it("refuses bytes with another hash than the list of chunks says, before it decrypts anything", async () => {
    const sealed = seal(plain);
    expect(await openSealed(request(sealed, { sha256: "00".repeat(32) }))).toMatchObject({
      kind: "bad",
      index: 4,
      trouble: "chunk-altered",
      detail: sealed.sha256,
    });
  });

  it("says so when the key is another, or there is no picture, or the events are damaged", async () => {
    expect(await openSealed(request(seal(plain), { dataKey: random.bytes(32) }))).toMatchObject({ trouble: "chunk-sealed" });
    expect(await openSealed(request(seal(record(3, events()))))).toMatchObject({ trouble: "no-video" });
    expect(await openSealed(request(seal([...record(1, INIT), ...record(2, VIDEO), ...record(3, [123])])))).toMatchObject({
      trouble: "chunk-content",
    });
    expect(await openSealed(request(seal([9, 0, 0])))).toMatchObject({ trouble: "chunk-content" });
  });
});
