import type { Outcome } from "@lucid/proof";
import { concatBytes, hexToBytes } from "@noble/hashes/utils.js";

/** The first verifier: the module itself, or one of whose checks one is out. */
export type Verifier = typeof import("@lucid/proof");
/** What a verifier says of a vector: the values it computes on the way, or a code and perhaps a chunk. */
export type VectorAnswer = Readonly<Record<string, unknown>>;
export type Values = Readonly<Record<string, unknown>>;

export const get = <T>(from: Values, name: string): T => from[name] as T;
export const text = (from: Values, name: string): string => get<string>(from, name);
export const fromBase64 = (encoded: string): Uint8Array => new Uint8Array(Buffer.from(encoded, "base64"));
export const refusal = ({ code, chunk }: { readonly code: string; readonly chunk?: number }): VectorAnswer => ({
  code,
  ...(chunk === undefined ? {} : { chunk }),
});
export const answer = <T>(outcome: Outcome<T>, of: (value: T) => VectorAnswer): VectorAnswer =>
  outcome.ok ? of(outcome.value) : refusal(outcome.failure);
export const answerIf = (holds: boolean, code: string, more: VectorAnswer = {}): VectorAnswer => (holds ? more : { code });

/** Its canonical form, or the bytes as they stand there. */
export const documentIn = (proof: Verifier, input: Values): Uint8Array =>
  input["document"] === undefined ? hexToBytes(text(input, "document_hex")) : proof.canonicalBytes(input["document"]);

/** Bytes in base64, or pieces of which each is repeated. */
export type Pieces = string | readonly { readonly bytes: string; readonly times: number }[];

export function piecesOf(pieces: Pieces): Uint8Array {
  if (typeof pieces === "string") return fromBase64(pieces);
  return concatBytes(
    ...pieces.map(({ bytes, times }) => new Uint8Array(Buffer.alloc(fromBase64(bytes).length * times, bytes, "base64"))),
  );
}
