import { readFileSync } from "node:fs";
import {
  answersVector,
  buildVectors,
  createVectorRunner,
  type VectorFile,
  type VectorTopic,
  vectorFileText,
  vectorTopics,
} from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import * as proof from "./index.ts";

const run = createVectorRunner(proof);

/** Thousands of signatures: seconds on a quiet core, and two minutes at a load of twenty. */
const MAKING_TIMEOUT_MS = 400_000;

const committed = (topic: VectorTopic): string =>
  readFileSync(new URL(`../../../docs/formats/vectors/${topic}.json`, import.meta.url), "utf8");

const files = vectorTopics.map((topic) => JSON.parse(committed(topic)) as VectorFile);

describe("the published vectors", () => {
  it("are those that scripts/make-vectors.ts writes", { timeout: MAKING_TIMEOUT_MS }, async () => {
    for (const file of await buildVectors()) expect(vectorFileText(file)).toBe(committed(file.topic));
  });

  it("are at least 1 200, and at least half of them must be refused", () => {
    const all = files.flatMap(({ vectors }) => vectors);
    expect(all.length).toBeGreaterThanOrEqual(1_200);
    expect(all.filter((vector) => !vector.valid).length).toBeGreaterThanOrEqual(all.length / 2);
    for (const vector of all) expect("code" in vector.expect).toBe(!vector.valid);
  });

  it("have at least one for every code of the catalogue", () => {
    const named = new Set(files.flatMap(({ vectors }) => vectors.map(({ expect: expected }) => expected.code)));
    expect(Object.keys(proof.failureReasons).filter((code) => !named.has(code as keyof typeof proof.failureReasons))).toEqual([]);
  });

  it("have a name of their own within their file", () => {
    for (const { vectors } of files) expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
  });
});

describe.each(files)("the vectors of $topic", (file) => {
  it.each(file.vectors.map((vector) => [vector.name, vector] as const))("hold for: %s", async (_name, vector) => {
    const got = await run(file, vector);
    expect({ got, agrees: answersVector(got, vector) }).toMatchObject({ got: vector.expect, agrees: true });
  });
});
