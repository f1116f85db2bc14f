import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * When a file, or the newest file below a folder, was changed last; 0 when there is none. Builds do not count.
 * @param {string} path
 * @returns {number} milliseconds since 1970
 */
export function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const times = readdirSync(path).flatMap((name) => (name === "dist" ? [] : [newest(join(path, name))]));
  return Math.max(0, ...times);
}
