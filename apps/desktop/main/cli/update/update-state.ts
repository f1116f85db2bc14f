import { readFile } from "node:fs/promises";
import { writeDurably } from "@lucid/foundation";

/** What became of the last update: `update.json`. */
export interface UpdateState {
  readonly version: string;
  /** Laid down; on trial beside the version in force; in force itself; or tried and taken back. */
  readonly state: "staged" | "trial" | "in-force" | "given-up";
  /** Why it was given up. */
  readonly reason?: string;
}

export const writeState = (file: string, state: UpdateState): Promise<void> =>
  writeDurably(file, `${JSON.stringify(state, null, 2)}\n`);

/** Undefined where there never was an update. */
export async function readState(file: string): Promise<UpdateState | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
