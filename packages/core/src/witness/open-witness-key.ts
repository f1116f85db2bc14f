import { publicKeyOf, type witness } from "@lucid/proof";
import { ed25519Signer } from "../ground/index.ts";

/** Signs cosignatures and nothing else. */
export interface WitnessKey {
  readonly noteKey: witness.NoteKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** `seed` is the secret of the file `keys/witness.key`. */
export const openWitnessKey = (name: string, seed: Uint8Array): WitnessKey => ({
  noteKey: { name, kind: 4, publicKey: publicKeyOf(seed) },
  sign: ed25519Signer(seed),
});
