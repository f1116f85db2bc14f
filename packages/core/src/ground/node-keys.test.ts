import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandomness } from "@lucid/foundation";
import { DOMAIN, publicKeyOf, verifyObject } from "@lucid/proof";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openNodeKeys, secretFile } from "./node-keys.ts";

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "lucid-keys-"));
});
afterEach(() => rm(data, { recursive: true }));

describe("node keys", () => {
  it("sign what the verifier accepts, and stay the same after a restart", async () => {
    const keys = await openNodeKeys(data, systemRandomness);
    const signature = keys.sign(DOMAIN.manifest, { b: 1, a: "x" });
    expect(verifyObject(DOMAIN.manifest, { a: "x", b: 1 }, signature, keys.publicKey)).toBe(true);
    expect(verifyObject(DOMAIN.block, { a: "x", b: 1 }, signature, keys.publicKey)).toBe(false);
    expect((await openNodeKeys(data, systemRandomness)).publicKey).toBe(keys.publicKey);
  });

  it("belong to the seed in the file, which only its owner may read", async () => {
    const keys = await openNodeKeys(data, systemRandomness);
    const path = join(data, "keys", "node.key");
    expect(publicKeyOf(await readFile(path))).toBe(keys.publicKey);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(data, "keys"))).mode & 0o777).toBe(0o700);
  });

  it("refuse a damaged key file instead of becoming another node", async () => {
    await secretFile(join(data, "keys"), "node.key", () => new Uint8Array(31));
    await expect(openNodeKeys(data, systemRandomness)).rejects.toThrow(/31 bytes instead of 32/);
    await writeFile(join(data, "keys", "node.key"), "");
    await expect(openNodeKeys(data, systemRandomness)).rejects.toThrow(/0 bytes/);
  });
});
