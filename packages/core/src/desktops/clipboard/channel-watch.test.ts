import { expect, it } from "vitest";
import { createChannelWatch } from "./channel-watch.ts";
import { withDigits } from "./wide-characters.ts";

const CLIPBOARD = 3;
const [FIRST, LAST] = [1, 2];
const [FROM_XRDP, FROM_SERVICE] = [5, 8];
const CHUNK_BYTES = 1_600;

function numbers(...values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    values.map(([bytes, value]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}
const block = (...messages: readonly Buffer[]): Buffer =>
  Buffer.concat([numbers([4, 0], [4, 8 + Buffer.concat(messages).length]), ...messages]);
const message = (id: number, body: Buffer): Buffer => Buffer.concat([numbers([4, id], [4, 8 + body.length]), body]);
const entry = (name: string, id: number): Buffer => Buffer.concat([Buffer.from(name.padEnd(8, "\0")), numbers([2, id], [2, 0])]);
const setup = block(message(3, Buffer.concat([numbers([2, 2]), entry("rdpsnd", 2), entry("cliprdr", CLIPBOARD)])));
const data = (id: number, content: Buffer, flags = FIRST | LAST, total = content.length, channel = CLIPBOARD): Buffer =>
  block(message(id, Buffer.concat([numbers([2, channel], [2, flags], [2, content.length], [4, total]), content])));
const pdu = (type: number, flags: number, content: Buffer): Buffer =>
  Buffer.concat([numbers([2, type], [2, flags], [4, content.length]), content]);
const asksFor = (format: number): Buffer => data(FROM_SERVICE, Buffer.concat([pdu(4, 0, numbers([4, format])), Buffer.alloc(4)]));
const text = (said: string): Buffer => pdu(5, 1, Buffer.from(`${said}\0`, "utf16le"));

/** What the service hears on the channel of the clipboard: its PDUs put together again. */
function heard(passed: Buffer): Buffer[] {
  const pdus: Buffer[] = [];
  let pieces: Buffer[] = [];
  for (let at = 0; at < passed.length; at += passed.readUInt32LE(at + 4)) {
    const [flags, length, total] = [passed.readUInt16LE(at + 18), passed.readUInt16LE(at + 20), passed.readUInt32LE(at + 22)];
    expect(length).toBeLessThanOrEqual(CHUNK_BYTES);
    if (flags & FIRST) pieces = [];
    pieces.push(passed.subarray(at + 26, at + 26 + length));
    if (!(flags & LAST)) continue;
    pdus.push(Buffer.concat(pieces));
    expect(pdus.at(-1)).toHaveLength(total);
  }
  return pdus;
}

function startWatch(cutsCharacters = true) {
  const watch = createChannelWatch({ cutsCharacters });
  expect(watch.startAgain()).toHaveLength(0);
  expect(watch.fromXrdp(setup)).toEqual(setup);
  return watch;
}

/** A PDU in chunks as xrdp hands them on. */
const inChunks = (content: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(content.length / CHUNK_BYTES) }, (_, index) => {
    const chunk = content.subarray(CHUNK_BYTES * index, CHUNK_BYTES * (index + 1));
    const isLast = CHUNK_BYTES * (index + 1) >= content.length;
    return data(FROM_XRDP, chunk, (index === 0 ? FIRST : 0) | (isLast ? LAST : 0), content.length);
  });

it("gives the service the digits of wide characters in a text that it asked for, whole and in chunks however they arrive", () => {
  for (const said of ["Grüße 🌍👩‍💻", "🌍".repeat(900)]) {
    const watch = startWatch();
    expect(watch.fromService(asksFor(13))).toEqual(asksFor(13));
    const passed = [...Buffer.concat(inChunks(text(said)))].map((byte) => watch.fromXrdp(Buffer.from([byte])));
    expect(heard(Buffer.concat(passed))).toEqual([pdu(5, 1, withDigits(Buffer.from(`${said}\0`, "utf16le")))]);
  }
});

it("leaves everything else as it is: pictures, refusals, other channels, and texts for a service that knows pairs", () => {
  const watch = startWatch();
  const emoji = data(FROM_XRDP, text("🌍"));
  watch.fromService(asksFor(8));
  expect(watch.fromXrdp(emoji)).toEqual(emoji);
  watch.fromService(asksFor(13));
  for (const other of [data(FROM_XRDP, pdu(5, 2, Buffer.alloc(0))), data(FROM_XRDP, text("🌍"), FIRST | LAST, undefined, 2)])
    expect(watch.fromXrdp(other)).toEqual(other);
  const later = startWatch(false);
  later.fromService(asksFor(13));
  expect(later.fromXrdp(emoji)).toEqual(emoji);
});

it("tells the service of a text that is longer than it can be given as one that the client does not give, and goes on with the next", () => {
  const watch = startWatch();
  watch.fromService(asksFor(13));
  const piece = Buffer.alloc(CHUNK_BYTES, "x");
  const total = 16 * 1_048_576 + CHUNK_BYTES;
  expect(
    watch.fromXrdp(data(FROM_XRDP, Buffer.concat([pdu(5, 1, Buffer.alloc(0)), piece.subarray(8)]), FIRST, total)),
  ).toHaveLength(0);
  for (let given = CHUNK_BYTES; given < total - CHUNK_BYTES; given += CHUNK_BYTES)
    watch.fromXrdp(data(FROM_XRDP, piece, 0, total));
  expect(heard(watch.fromXrdp(data(FROM_XRDP, piece, LAST, total)))).toEqual([pdu(5, 2, Buffer.alloc(0))]);
  expect(heard(watch.fromXrdp(data(FROM_XRDP, text("next"))))).toEqual([text("next")]);
});

it("tells a service that is started again of the channels, and nothing of which it did not hear the beginning", () => {
  const watch = startWatch();
  const [first, second, last] = inChunks(Buffer.alloc(4_000, "x")) as [Buffer, Buffer, Buffer];
  expect(watch.fromXrdp(first)).toEqual(first);
  // The one before died in the middle of what it said, and of what it was told.
  expect(watch.fromService(asksFor(13).subarray(0, 20))).toHaveLength(0);
  expect(watch.startAgain()).toEqual(setup);
  expect([watch.fromXrdp(second), watch.fromXrdp(last)]).toEqual([Buffer.alloc(0), Buffer.alloc(0)]);
  expect(watch.fromXrdp(first)).toEqual(first);
  expect(watch.fromService(asksFor(13))).toEqual(asksFor(13));
});

it("throws at what is no block of the channel service", () => {
  for (const wrong of [
    numbers([4, 0], [4, 7]),
    numbers([4, 0], [4, 0x7fff_ffff]),
    block(message(5, numbers([2, 3]))),
    block(message(5, numbers([2, 3], [2, 3], [2, 9], [4, 9]))),
  ])
    expect(() => startWatch().fromXrdp(wrong)).toThrow(/channel|message of/);
  expect(() => startWatch().fromService(block(numbers([4, 8], [4, 99])))).toThrow(/channel|message of/);
});
