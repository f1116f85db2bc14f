import { readFileSync } from "node:fs";

/** Version in a package.json: the project's, or its bundle's. */
export function readVersion(manifest: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, "utf8"));
  return version;
}
