import { hexToBytes } from "@noble/hashes/utils.js";
import {
  answer,
  documentIn,
  get,
  type Pieces,
  piecesOf,
  refusal,
  text,
  type Values,
  type VectorAnswer,
  type Verifier,
} from "./vector-input.ts";

/** What a verifier says of a checkpoint, of a request for a cosignature, of a key, or of a witness proof. */
export function witnessed(proof: Verifier, input: Values): VectorAnswer {
  const { witness } = proof;
  switch (input["kind"]) {
    case "key": {
      const key = witness.readVerifierKey(text(input, "key"));
      return key === undefined
        ? refusal({ code: "format-invalid" })
        : { name: key.name, kind: key.kind, public_key: key.publicKey };
    }
    case "note":
      return answer(witness.readNote(bytesIn(input)), (note) => ({ text: note.text }));
    case "checkpoint":
      return answer(witness.readCheckpoint(bytesIn(input)), ({ origin, size, root, signatures }) => ({
        ...{ origin, size, root, signatures: signatures.map(({ name, keyId }) => [name, keyId]) },
      }));
    case "request":
      return answer(witness.readAddCheckpoint(bytesIn(input)), ({ oldSize, path, checkpoint }) => ({
        ...{ old_size: oldSize, path, size: checkpoint.size },
      }));
    default: {
      const witnesses = get<readonly string[]>(input, "witnesses").map((key) => {
        const read = witness.readVerifierKey(key);
        if (read === undefined) throw new Error(`${key} is no verifier key`);
        return read;
      });
      const block = get<Parameters<typeof witness.verifyWitnessProof>[1]>(input, "block");
      return answer(witness.verifyWitnessProof(documentIn(proof, input), block, witnesses), ({ size, others, seen }) => ({
        ...{ size, others, seen: seen.map((one) => [one.witness.name, one.at]) },
      }));
    }
  }
}

const bytesIn = (input: Values): Uint8Array =>
  input["bytes"] === undefined ? hexToBytes(text(input, "utf8_hex")) : piecesOf(get<Pieces>(input, "bytes"));
