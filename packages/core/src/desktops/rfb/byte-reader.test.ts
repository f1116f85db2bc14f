import { Duplex, PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { createByteReader } from "./byte-reader.ts";

it("puts back what came too early", async () => {
  const stream = new PassThrough();
  const reader = createByteReader(stream);
  stream.write("head and more");
  expect(String(await reader.read(4))).toBe("head");
  reader.release();
  expect(String(stream.read())).toBe(" and more");
});

it("gives a stream up that is over before all of it was read, without an error of the stream's own", async () => {
  // Its other direction is open, as that of a socket is.
  const stream = new Duplex({ read: () => undefined, write: (_bytes, _encoding, done) => done() });
  const errors: unknown[] = [];
  stream.on("error", (error) => errors.push(error));
  const reader = createByteReader(stream);
  stream.push("head and more");
  stream.push(null);
  await expect(reader.read(100)).rejects.toThrow("the stream ended");
  const closed = new Promise((resolve) => stream.once("close", resolve));
  reader.release();
  await closed;
  expect(errors).toEqual([]);
});
