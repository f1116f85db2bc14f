import { describe, expect, it } from "vitest";
import { Broken, type Decoder } from "./decoder.ts";
import { decoders } from "./decoders/index.ts";
import { fuzzDecoder, LIMITS } from "./fuzz-decoder.ts";

/** Inputs of each decoder in every run of the tests, those that it begins with among them; `npm run fuzz` has as many as there is time for. */
const INPUTS = 24;
/** No test asserts how long something takes, and other tests hold memory in the same process. */
const limits = { ...LIMITS, cpuMs: Number.POSITIVE_INFINITY, grownBytes: Number.POSITIVE_INFINITY };

describe("what reads what strangers send", () => {
  it("stands in the list once", () => {
    const names = decoders.map(({ name }) => name);
    expect(names).toHaveLength(new Set(names).size);
  });

  it.each(decoders)("$name keeps its promises, whatever comes", async (decoder) => {
    const examples = await decoder.seeds();
    expect(examples.length).toBeGreaterThan(0);
    const { findings } = await fuzzDecoder(decoder, {
      ...{ seed: "every run", corpus: [], limits },
      mayGoOn: (runs) => runs < INPUTS,
    });
    expect(findings).toEqual([]);
  });
});

describe("the fuzzer", () => {
  const MIB = 1_048_576;
  const fuzz = (read: Decoder["read"], more: Partial<Decoder> = {}, inputs = 1_000) =>
    fuzzDecoder(
      { ...{ name: "a decoder", form: "bytes", seeds: () => [Buffer.from("length 0007 content")], read }, ...more },
      { ...{ seed: "1", corpus: [], limits: { ...limits, bytes: 32 * MIB } }, mayGoOn: (runs) => runs < inputs },
    );

  it("finds a decoder that throws what it does not declare, once", async () => {
    const { findings } = await fuzz((input) => (input.length < 9 ? "x".repeat(input.length - 9) : "ok"));
    expect(findings).toMatchObject([{ decoder: "a decoder", what: expect.stringContaining("RangeError") }]);
    expect(Buffer.from(findings[0]?.input ?? "", "base64").length).toBeLessThan(9);
  });

  it("finds nothing in one that throws what it declares", async () => {
    const read = () => {
      throw new RangeError("as declared");
    };
    expect(await fuzz(read, { isDeclared: (error) => error instanceof RangeError })).toMatchObject({ findings: [] });
  });

  it("finds a promise that is not kept, though the error of it were declared", async () => {
    const read = (input: Uint8Array) => {
      if (input.length > 30) throw new Broken("too much is written");
      return "ok";
    };
    expect(await fuzz(read, { isDeclared: () => true })).toMatchObject({ findings: [{ what: "too much is written" }] });
  });

  it("finds one that takes more memory than it may", async () => {
    const hoard: Uint8Array[] = [];
    const read = (input: Uint8Array) => {
      if (input.length !== 19) hoard.push(new Uint8Array(33 * MIB));
      return "ok";
    };
    const { findings } = await fuzz(read, {}, 8);
    hoard.length = 0;
    expect(findings).toMatchObject([{ what: expect.stringContaining("bytes of memory") }]);
  });

  it("goes deeper by what came to something new", async () => {
    let isThere = false;
    /** A byte more is right, a step further: in one leap from the zeros at the beginning nobody comes to the end. */
    const read = (input: Uint8Array) => {
      const right = input.findIndex((byte, at) => byte % 4 !== at % 4);
      isThere ||= right >= 7;
      return String(right);
    };
    const decoder: Decoder = { name: "steps", form: "bytes", seeds: () => [Buffer.alloc(8)], read };
    await fuzzDecoder(decoder, { seed: "1", corpus: [], limits, mayGoOn: (runs) => !isThere && runs < 50_000 });
    expect(isThere).toBe(true);
  });

  it("puts the same inputs from the same seed", async () => {
    const heard = async () => {
      const inputs: string[] = [];
      const read = (input: Uint8Array) => String(inputs.push(Buffer.from(input).toString("hex")) > 0);
      await fuzz(read, { form: "text" }, 200);
      return inputs;
    };
    expect(await heard()).toEqual(await heard());
  });
});
