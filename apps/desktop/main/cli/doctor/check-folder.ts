import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { inspectFolder } from "@lucid/core";
import { type Finding, failed, fine, warning } from "./finding.ts";

/** Below the first no session starts; below the second a day of recordings may not fit. */
const LEAST_FREE_BYTES = 256 * 1_048_576;
const LITTLE_FREE_BYTES = 5 * 1_073_741_824;

/** The data folder, or what it would be made in: whether it can be written, and how much room there is. */
export function checkFolder(data: string): readonly Finding[] {
  let place = data;
  while (!existsSync(place)) place = dirname(place);
  if (!statSync(place).isDirectory())
    return [failed("data folder", `${place} is a file`, "move it, or choose another folder with --data")];
  try {
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const remedy = `run the node as the user whose folder it is, or: sudo chown -R "$USER" ${place}`;
    return [failed("data folder", `${data}: this user may not write in ${place}`, remedy)];
  }
  if (!existsSync(join(data, "node.db")) && !existsSync(join(data, "genesis.json")))
    return [fine("data folder", `${data} holds no node yet`), checkDisk(place)];
  const damaged = inspectFolder(data).map(({ file, what, wayOut }) =>
    failed("data folder", `${file} is damaged (${what})`, wayOut),
  );
  return [...(damaged.length === 0 ? [fine("data folder", `${data} holds a node`)] : damaged), checkDisk(place)];
}

function checkDisk(place: string): Finding {
  const { bavail, bsize, blocks } = statfsSync(place);
  const free = bavail * bsize;
  const detail = `${gibOf(free)} of ${gibOf(blocks * bsize)} are free`;
  const remedy = "make room, or put the data folder on a larger disk (--data)";
  if (free < LEAST_FREE_BYTES) return failed("disk", `${detail}: no session starts`, remedy);
  return free < LITTLE_FREE_BYTES ? warning("disk", detail, remedy) : fine("disk", detail);
}

const gibOf = (bytes: number): string => `${(bytes / 1_073_741_824).toFixed(1)} GiB`;
