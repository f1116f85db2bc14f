/** The oldest that is still cared for, and that tells circuits and takes client authorization as this node needs it. */
const OLDEST = [0, 4, 7] as const;
export const OLDEST_TOR = OLDEST.join(".");

/** `0.4.9.11` of what `tor --version` writes; undefined where that is something else. */
export const torVersionIn = (text: string): string | undefined =>
  /^Tor version (\d+(?:\.\d+)+[\w-]*)/m.exec(text)?.[1]?.replace(/\.$/, "");

export function isOldTor(version: string): boolean {
  const parts = version.split(/[.-]/).map(Number);
  for (const [at, least] of OLDEST.entries()) {
    const part = parts[at] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
