import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageServer } from "../../../../scripts/package/package-server.ts";

it("makes the same packages of the same tree, byte for byte", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lucid-twice-"));
  try {
    const kinds = ["tarball", "deb"] as const;
    const build = async (name: string): Promise<string> => {
      const out = join(folder, name);
      await packageServer({ arch: "x64", version: "1.0.0", time: 1_700_000_000, out, kinds, updates: {} });
      return readFile(join(out, "SHA256SUMS-1.0.0-x64"), "utf8");
    };
    const first = await build("first");
    expect(first.trim().split("\n")).toHaveLength(3);
    expect(await build("second")).toBe(first);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
