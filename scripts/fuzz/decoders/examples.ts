import { readFileSync } from "node:fs";
import { canonicalBytes } from "@lucid/proof";
import type { Vector, VectorFile, VectorTopic } from "@lucid/testkit";

type Values = Readonly<Record<string, unknown>>;

const files = new Map<VectorTopic, VectorFile>();

/** The published vectors of a topic, read once. */
export function vectorsOf(topic: VectorTopic): VectorFile {
  const known = files.get(topic);
  if (known !== undefined) return known;
  const url = new URL(`../../../docs/formats/vectors/${topic}.json`, import.meta.url);
  const file = JSON.parse(readFileSync(url, "utf8")) as VectorFile;
  files.set(topic, file);
  return file;
}

export const sharedOf = (topic: VectorTopic): Values => vectorsOf(topic).shared ?? {};

/** Documents that stand under `name` in the inputs of a topic, in canonical form: valid ones, and as many refused ones. */
export function documentsIn(topic: VectorTopic, name: string, most = 12): Uint8Array[] {
  const found = (valid: boolean): Uint8Array[] =>
    vectorsOf(topic)
      .vectors.filter((vector: Vector) => vector.valid === valid)
      .flatMap(({ input }) => (isDocument(input, name) ? [canonicalBytes(input[name])] : []))
      .filter(({ length }) => length <= 32_768)
      .slice(0, most);
  return [...found(true), ...found(false)];
}

/** Bytes that stand under `name` in the inputs of a topic as base64 or hex. */
export function bytesIn(topic: VectorTopic, name: string, encoding: "base64" | "hex", most = 24): Uint8Array[] {
  return vectorsOf(topic)
    .vectors.flatMap(({ input }) => {
      const text = input[name];
      return typeof text === "string" ? [Buffer.from(text, encoding)] : [];
    })
    .filter(({ length }) => length <= 65_536)
    .slice(0, most);
}

const isDocument = (input: unknown, name: string): input is Values =>
  typeof (input as Values)[name] === "object" && (input as Values)[name] !== null && !("repeat" in (input as Values));

export const texts = (...lines: readonly string[]): Uint8Array[] => lines.map((line) => Buffer.from(line));
