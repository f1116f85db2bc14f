import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Gives the page the version that it is built from. */
export const versionOfProject = (): Plugin => ({
  name: "lucid-version",
  config() {
    const manifest = new URL("../../../../package.json", import.meta.url);
    const { version }: { version: string } = JSON.parse(readFileSync(manifest, "utf8"));
    return { define: { __LUCID_VERSION__: JSON.stringify(version) } };
  },
});
