import { utf8 } from "../encoding/utf8.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { type Checkpoint, readCheckpoint, readHash, readSize } from "./checkpoint.ts";
import { MAX_NOTE_BYTES } from "./signed-note.ts";

const MAX_PATH = 63;
/** The old size and the longest path, before a checkpoint of any length. */
const MAX_LEAD_BYTES = 4_096;
/** Longest body of an `add-checkpoint` request that is read. */
export const MAX_ADD_CHECKPOINT_BYTES = MAX_NOTE_BYTES + MAX_LEAD_BYTES;

/** A log asks a witness for a cosignature (C2SP tlog-witness, `add-checkpoint`). Nothing but the form has been checked. */
export interface AddCheckpoint {
  readonly oldSize: number;
  /** Consistency proof from the old size to that of the checkpoint, in hex. */
  readonly path: readonly string[];
  readonly checkpoint: Checkpoint;
}

export function readAddCheckpoint(bytes: Uint8Array): Outcome<AddCheckpoint> {
  const lead = bytes.subarray(0, MAX_LEAD_BYTES);
  const found = lead.findIndex((byte, at) => byte === 0x0a && lead[at + 1] === 0x0a);
  const end = found === -1 ? lead.length : found;
  const [old = "", ...lines] = String.fromCharCode(...lead.subarray(0, end)).split("\n");
  const oldSize = old.startsWith("old ") ? readSize(old.slice(4)) : undefined;
  if (oldSize === undefined) return failed("format-invalid", { detail: "old size" });
  if (lines.length > MAX_PATH) return failed("format-invalid", { detail: `more than ${MAX_PATH} steps` });
  const path: string[] = [];
  for (const line of lines) {
    const hash = readHash(line);
    if (hash === undefined) return failed("format-invalid", { detail: "a step that is no hash" });
    path.push(hash);
  }
  const checkpoint = readCheckpoint(bytes.subarray(end + 2));
  return checkpoint.ok ? passed({ oldSize, path, checkpoint: checkpoint.value }) : checkpoint;
}

/** The same as a body. `checkpoint` is the whole note, and hashes are in base64. */
export const writeAddCheckpoint = (oldSize: number, path: readonly string[], checkpoint: string): Uint8Array =>
  utf8([`old ${oldSize}`, ...path, "", checkpoint].join("\n"));
