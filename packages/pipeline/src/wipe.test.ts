import * as fc from "fast-check";
import { expect, it } from "vitest";
import { wipe } from "./wipe.ts";

it("overwrites exactly the bytes it is given, wherever they stand", () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(60), (start, length) => {
      const memory = new Uint8Array(new SharedArrayBuffer(128)).fill(7);
      wipe(memory.subarray(start, start + length));
      expect([...memory]).toEqual(Array.from({ length: 128 }, (_, at) => (at >= start && at < start + length ? 0 : 7)));
    }),
  );
});
