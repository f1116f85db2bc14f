import { array, assert, integer, property } from "fast-check";
import { expect, it } from "vitest";
import { createOutputFilter } from "./output-filter.ts";
import type { OutgoingTexts } from "./server-messages.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const zeros = (bytes: number): string => "00".repeat(bytes);
const u32 = (value: number): string => value.toString(16).padStart(8, "0");
/** 4x2 pixels of 32 bits in true colour. */
const INIT = `00040002 2018 0001 00ff 00ff 00ff 100800 000000 ${u32(5)} ${Buffer.from("Lucid").toString("hex")}`;
const cutText = (text: string): string => `03 000000 ${u32(text.length)} ${Buffer.from(text).toString("hex")}`;
const rectangle = (encoding: number, content: string, [width, height] = [4, 2]): string => {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(width ?? 0, 4);
  head.writeUInt16BE(height ?? 0, 6);
  head.writeInt32BE(encoding | 0, 8);
  return head.toString("hex") + content;
};
const update = (...rectangles: string[]): string =>
  `0000 ${rectangles.length.toString(16).padStart(4, "0")} ${rectangles.join("")}`;

const BODIES = [
  rectangle(0, zeros(32)),
  rectangle(1, zeros(4)),
  rectangle(2, `${u32(2)} ${zeros(4 + 2 * 12)}`),
  rectangle(16, `${u32(3)} 030303`),
  // Tight: filled, JPEG, copied with a stream's length of two bytes, short and copied, two colours, many colours, gradient.
  rectangle(7, "80 030303"),
  rectangle(7, "90 02 0303"),
  rectangle(7, `00 8101 ${zeros(129)}`),
  rectangle(7, "00 030303", [1, 1]),
  rectangle(7, "50 01 01 030303030303 0303"),
  rectangle(7, `50 01 02 ${zeros(9)} ${zeros(8)}`),
  rectangle(7, "60 02 03 030303"),
  rectangle(-239, zeros(32 + 2)),
  rectangle(-314, zeros(4 + 32)),
  rectangle(0x574d5664, `0000 ${zeros(64)}`),
  rectangle(0x574d5664, `0100 ${zeros(32)}`),
  rectangle(-307, `${u32(1)} 03`),
  rectangle(-261, "03"),
  rectangle(-223, ""),
  rectangle(-258, ""),
];
const STREAM = [
  INIT,
  ...BODIES.map((body) => update(body) + cutText("a")),
  update(...BODIES),
  `0000 ffff ${rectangle(0, zeros(32))} ${rectangle(-224, "")}`,
  "02",
  `01 00 0000 0002 ${zeros(12)}`,
  "96",
  "f8 000000 00000000 03 030303",
  cutText("last"),
].join("");

function startFilter(options: Partial<OutgoingTexts> = {}) {
  const texts: string[] = [];
  const tooLong: number[] = [];
  const filter = createOutputFilter({
    ...{ maxBytes: 64, onTooLong: (bytes) => void tooLong.push(bytes) },
    judge(content) {
      texts.push(content.toString());
      return content.toString() !== "secret";
    },
    ...options,
  });
  return { filter, texts, tooLong };
}

it("finds every text among pictures of each encoding, and changes nothing, however the stream is cut", () => {
  const stream = hex(STREAM);
  assert(
    property(array(integer({ min: 0, max: stream.length }), { maxLength: 40 }), (cuts) => {
      const { filter, texts } = startFilter();
      const edges = [0, ...cuts.toSorted((one, other) => one - other), stream.length];
      const passed = edges.slice(1).map((end, index) => filter.push(stream.subarray(edges[index], end)));
      expect(Buffer.concat(passed).equals(stream)).toBe(true);
      expect(texts).toEqual([...BODIES.map(() => "a"), "last"]);
    }),
  );
});

it("takes out a text that must not pass, and one that is too long", () => {
  const { filter, texts, tooLong } = startFilter();
  const passed = filter.push(hex(INIT + cutText("one") + cutText("secret") + cutText("x".repeat(65)) + cutText("two")));
  expect(passed.toString("hex")).toBe(hex(INIT + cutText("one") + cutText("two")).toString("hex"));
  expect(texts).toEqual(["one", "secret", "two"]);
  expect(tooLong).toEqual([65]);
});

it("reads pictures in the pixel format that the client asked for", () => {
  const { filter, texts } = startFilter();
  filter.push(hex(INIT));
  filter.setPixelFormat(hex("1010 0001 001f 003f 001f 0b0500 000000"));
  filter.push(hex(update(rectangle(0, zeros(16))) + update(rectangle(7, "80 0303")) + cutText("a")));
  expect(texts).toEqual(["a"]);
});

it.each([
  ["message", "63"],
  ["rectangle", update(rectangle(5, ""))],
  ["Tight compression", update(rectangle(7, "a0"))],
  ["Tight filter", update(rectangle(7, "40 03"))],
])("cuts the stream at an unknown %s", (_what, message) => {
  const { filter } = startFilter();
  expect(() => filter.push(hex(INIT + message))).toThrow("unknown");
});
