import * as fc from "fast-check";
import { expect, it } from "vitest";
import { bell, copyRectangle, cutText, greeting, rawRectangle, resize, update } from "../testing/rfb-fixtures.ts";
import { readDisplay } from "./read-display.ts";
import { createByteFeed } from "./rfb-stream.ts";

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

function read(stream: Buffer, cuts: readonly number[] = []): string[] {
  const told: string[] = [];
  const feed = createByteFeed(
    readDisplay({
      onVersion: () => void told.push("version"),
      onSecurity: () => void told.push("security"),
      onAccepted: () => void told.push("accepted"),
      onSize: ({ width, height }) => void told.push(`size ${width}x${height}`),
      onRow: (x, y, pixels) => void told.push(`row ${x},${y} ${pixels.toString("hex")}`),
      onCopy: (to, x, y) => void told.push(`copy ${x},${y} to ${to.x},${to.y} ${to.width}x${to.height}`),
      onArea: ({ x, y, width, height }) => void told.push(`area ${x},${y} ${width}x${height}`),
      onUpdate: () => void told.push("update"),
    }),
  );
  const edges = [0, ...cuts.map((cut) => cut % (stream.length + 1)).toSorted((a, b) => a - b), stream.length];
  for (const [index, edge] of edges.slice(1).entries()) feed.push(stream.subarray(edges[index], edge));
  return told;
}

const session = Buffer.concat([
  greeting(4, 3),
  bell(),
  update(rawRectangle(box(1, 1, 2, 2), [1, 2, 3, 4]), copyRectangle(box(0, 0, 2, 1), 2, 2)),
  cutText("what was copied".repeat(9_000)),
  update(resize(2, 2), rawRectangle(box(0, 1, 2, 1), [0xabcdef, 0])),
]);
const told = [
  ...["version", "security", "accepted", "size 4x3"],
  ...["row 1,1 0100000002000000", "row 1,2 0300000004000000", "area 1,1 2x2"],
  ...["copy 2,2 to 0,0 2x1", "area 0,0 2x1", "update"],
  ...["size 2x2", "row 0,1 efcdab0000000000", "area 0,1 2x1", "update"],
];

it("reads what a display sends, however it is cut", () => {
  expect(read(session)).toEqual(told);
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 30 }), (cuts) => {
      expect(read(session, cuts)).toEqual(told);
    }),
  );
});

it("stops in the middle of a piece while it is held", () => {
  const rows: number[] = [];
  const stream = Buffer.concat([greeting(2, 2), update(rawRectangle(box(0, 0, 2, 2), [1, 2, 3, 4])), update()]);
  const nothing = () => undefined;
  const onRow = (_x: number, y: number) => {
    rows.push(y);
    feed.hold();
  };
  const others = { onVersion: nothing, onSecurity: nothing, onAccepted: nothing, onSize: nothing, onCopy: nothing };
  const feed = createByteFeed(readDisplay({ ...others, onRow, onArea: nothing, onUpdate: nothing }));
  feed.push(stream);
  expect(rows).toEqual([0]);
  feed.release();
  expect(rows).toEqual([0, 1]);
});

it.each([
  ["another protocol", Buffer.from("RFB 003.003\n"), "does not speak RFB 3.8"],
  ["a password", Buffer.from("RFB 003.008\n\x01\x02"), "asks its recorder for a password"],
  ["a refusal", Buffer.from("RFB 003.008\n\x01\x01\x00\x00\x00\x01"), "refused its recorder"],
  ["an unknown message", Buffer.concat([greeting(2, 2), Buffer.from([77])]), "unknown message (77)"],
  ["pixels beside the screen", Buffer.concat([greeting(2, 2), update(rawRectangle(box(1, 0, 2, 1), [1, 2]))]), "outside"],
  ["a copy from beside the screen", Buffer.concat([greeting(2, 2), update(copyRectangle(box(0, 0, 1, 1), 2, 0))]), "outside"],
])("refuses %s", (_name, stream, reason) => {
  expect(() => read(stream)).toThrow(reason);
});

it("takes nothing but what it knows from a stream of any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      try {
        read(Buffer.concat([greeting(8, 8), Buffer.from(bytes)]));
      } catch (error) {
        expect(error).toMatchObject({ message: expect.stringMatching(/^The display /) });
      }
    }),
  );
});
