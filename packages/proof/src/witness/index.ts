export { type AddCheckpoint, MAX_ADD_CHECKPOINT_BYTES, readAddCheckpoint, writeAddCheckpoint } from "./add-checkpoint.ts";
export {
  type Checkpoint,
  checkpointText,
  isSignedBy,
  networkOrigin,
  readCheckpoint,
  readSize,
  type TreeHead,
} from "./checkpoint.ts";
export { cosignedBytes, readCosignature, timedSignature } from "./cosignature.ts";
export {
  isKeyName,
  keyIdOf,
  type NoteKey,
  type NoteSignature,
  readNote,
  readVerifierKey,
  type SignedNote,
  writeNote,
  writeSignature,
  writeVerifierKey,
} from "./signed-note.ts";
export {
  MAX_WITNESS_PROOF_BYTES,
  verifyWitnessProof,
  WitnessProof,
  type WitnessProofFacts,
} from "./witness-proof.ts";
