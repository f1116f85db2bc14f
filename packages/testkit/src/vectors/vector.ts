import type { AuditLogFault, FailureCode, PayoutCode } from "@lucid/proof";

/** Subjects of the published vectors: one file of docs/formats/vectors each. */
export const vectorTopics = [
  "canonical-json",
  "signatures",
  "merkle",
  "chunk-container",
  "chunk-open",
  "key-envelope",
  "chunk-entry",
  "video-commitment",
  "manifest",
  "transaction-block-header",
  "attestation-and-finality",
  "network-chain",
  "chunk-proof",
  "policy",
  "deletion-receipt",
  "bundle",
  "bundle-relations",
  "video",
  "payouts",
  "time-proof",
  "witness",
  "audit",
] as const;
export type VectorTopic = (typeof vectorTopics)[number];

/** One input and what a verifier must say of it: the values of `expect`, or the failure `code`. */
export interface Vector {
  readonly name: string;
  readonly valid: boolean;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>> & {
    readonly code?: FailureCode | PayoutCode | AuditLogFault | "sealed" | "not-for-you" | "video-without-proof";
  };
}

export interface VectorFile {
  readonly format: "lucid-vectors";
  readonly version: 1;
  readonly topic: VectorTopic;
  readonly about: string;
  /** Values that several vectors of the file refer to by name. */
  readonly shared?: Readonly<Record<string, unknown>>;
  readonly vectors: readonly Vector[];
}

export const valid = (name: string, input: Vector["input"], expect: Vector["expect"] = {}): Vector => ({
  name,
  valid: true,
  input,
  expect,
});

export const invalid = (
  name: string,
  input: Vector["input"],
  code: NonNullable<Vector["expect"]["code"]>,
  more: object = {},
): Vector => ({
  name,
  valid: false,
  input,
  expect: { code, ...more },
});

export const vectorFile = (
  topic: VectorTopic,
  about: string,
  vectors: readonly Vector[],
  shared?: VectorFile["shared"],
): VectorFile => ({ format: "lucid-vectors", version: 1, topic, about, ...(shared === undefined ? {} : { shared }), vectors });

/** Bytes as the vectors carry them: base64 with padding. */
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
