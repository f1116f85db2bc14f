import { type BundleDescriptor, canonicalBytes, DOMAIN, type FailureCode, type Manifest, signObject, utf8 } from "@lucid/proof";
import { type LoosePart, spansOf, takeApart } from "../proof/bundle-parts.ts";
import type { TestSession } from "../proof/test-session.ts";
import { invalid, type Vector } from "./vector.ts";

/** The clean bundle, and how a vector names another one. */
export interface BundleBench {
  readonly session: TestSession;
  readonly clean: Uint8Array;
  input(bytes: Uint8Array): Vector["input"];
  facts(session: TestSession, changes?: object): object;
}

export const BLOCK = 512;
export const MIB = 1_048_576;
export const ZERO = "AA==";
export const chunkName = (index: number): string => `chunks/${String(index).padStart(8, "0")}.chunk`;
export const AGE = utf8("age-encryption.org/v1\n");

/** The parts of the clean bundle, and ways to change them. */
export function benchTools({ session, clean, input }: BundleBench) {
  const parts = takeApart(clean);
  const spans = spansOf(clean);
  return {
    parts,
    startOf: (name: string): number => spans.find((span) => span.name === name)?.start ?? 0,
    endOf: (name: string): number => spans.find((span) => span.name === name)?.end ?? 0,
    bad: (name: string, bytes: Uint8Array, code: FailureCode, more: object = {}): Vector =>
      invalid(name, input(bytes), code, more),
    /** The parts with one replaced, or put before another where it is not there yet. */
    put(name: string, value: unknown, before = "SHA256SUMS"): LoosePart[] {
      const part = { name, bytes: value instanceof Uint8Array ? value : canonicalBytes(value) };
      if (parts.some((other) => other.name === name)) return parts.map((other) => (other.name === name ? part : other));
      const at = parts.findIndex((other) => other.name === before);
      return parts.toSpliced(at < 0 ? parts.length : at, 0, part);
    },
    describe: (changes: Partial<BundleDescriptor>) => ({ ...session.content().descriptor, ...changes }),
    signed(changes: Partial<Manifest>) {
      const manifest = { ...session.manifest.manifest, ...changes };
      return { manifest, signature: signObject(DOMAIN.manifest, manifest, session.node.secretKey) };
    },
  };
}
