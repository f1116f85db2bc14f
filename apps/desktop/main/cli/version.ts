import { readFileSync } from "node:fs";

/** Version of the project this command is part of. */
export function readVersion(): string {
  const file = new URL("../../../../package.json", import.meta.url);
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
}
