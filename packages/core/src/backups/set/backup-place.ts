import { join } from "node:path";

/** What is written and not whole yet ends with this. */
export const PART = ".part";
export const ARCHIVE = "node.age";
export const MANIFEST = "manifest.json";
export const RECORDINGS = "recordings.txt";

/** Everything that one node keeps in a folder for backups: its backups, and the recordings that they share. */
export const placeOf = (folder: string, node: string): string => join(folder, `lucid-${node.slice(0, 16)}`);

/** `<time>-<id>`: names are in the order in which the backups began. */
export const backupName = (nowMs: number, id: string): string =>
  `${new Date(nowMs)
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "-")}-${id.slice(0, 8)}`;
export const isBackupName = (name: string): boolean => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[0-9a-f]{8}$/.test(name);

/** Folder of the sealed chunks, which are called as their SHA-256. */
export const recordingsOf = (place: string): string => join(place, "recordings");
export const recordingFile = (place: string, sha256: string): string =>
  join(recordingsOf(place), sha256.slice(0, 2), `${sha256}.chunk`);
