import { utf8 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { MAX_BLOCK_BYTES } from "../blocks/prepare-block.ts";
import { packBlock, unpackBlock } from "./packed-block.ts";

const block = utf8(
  JSON.stringify({ signatures: Array.from({ length: 128 }, (_, index) => index.toString(16).padStart(128, "7")) }),
);

describe("a block on the disk", () => {
  it("comes back as it was, and takes less than it", () => {
    const packed = packBlock(block);
    expect(packed.length).toBeLessThan(block.length / 2);
    expect(unpackBlock(packed)).toEqual(block);
  });

  it("may be one that was kept unpacked", () => {
    expect(unpackBlock(block)).toEqual(block);
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["something else", utf8("something else")],
    ["cut off", packBlock(block).subarray(0, 40)],
    ["larger than any block", packBlock(new Uint8Array(MAX_BLOCK_BYTES + 1))],
  ])("is damaged where it is %s", (_what, content) => {
    expect(() => unpackBlock(content)).toThrow("The chain database is damaged");
  });
});
