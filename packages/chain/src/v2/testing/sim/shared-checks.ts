import { createHash } from "node:crypto";
import { canonicalJson, parseFormat, type v2 } from "@lucid/proof";
import type { z } from "zod";
import { type CheckSignature, createSignatureChecker } from "../../../signing/signature-checker.ts";
import { type Prepared, type PreparedBlock, prepareBlock } from "../../blocks/prepare-block.ts";

/** What all nodes of one simulation would find out alike: signatures, decoding and hashing (consensus 15.4). */
export interface SharedChecks {
  readonly checkSignature: CheckSignature;
  readonly prepare: (bytes: Uint8Array) => Prepared<PreparedBlock>;
  readonly decode: typeof parseFormat;
  /** Id of a message: SHA-256 of the data. */
  readonly idOf: (bytes: Uint8Array) => string;
}

export function createSharedChecks(network: v2.Network): SharedChecks {
  const check = createSignatureChecker();
  const known = new Map<string, boolean>();
  const prepared = new WeakMap<Uint8Array, Prepared<PreparedBlock>>();
  const decoded = new WeakMap<Uint8Array, unknown>();
  const ids = new WeakMap<Uint8Array, string>();

  const checkSignature: CheckSignature = (domain, value, signature, publicKey) => {
    const name = createHash("sha256")
      .update(`${domain}\n${publicKey}\n${signature}\n${canonicalJson(value)}`)
      .digest("base64url");
    const answer = known.get(name) ?? check(domain, value, signature, publicKey);
    known.set(name, answer);
    return answer;
  };

  return {
    checkSignature,
    prepare(bytes) {
      const answer = prepared.get(bytes) ?? prepareBlock(bytes, { network, checkSignature });
      prepared.set(bytes, answer);
      return answer;
    },
    decode<Schema extends z.ZodType>(schema: Schema, bytes: Uint8Array, maxBytes: number) {
      const answer =
        (decoded.get(bytes) as ReturnType<typeof parseFormat<Schema>> | undefined) ?? parseFormat(schema, bytes, maxBytes);
      decoded.set(bytes, answer);
      return answer;
    },
    idOf(bytes) {
      const id = ids.get(bytes) ?? createHash("sha256").update(bytes).digest("base64url");
      ids.set(bytes, id);
      return id;
    },
  };
}
