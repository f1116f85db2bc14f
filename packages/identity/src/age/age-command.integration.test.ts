import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { randomBytes } from "@noble/hashes/utils.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newIdentity, readIdentity } from "./account-identity.ts";
import { unwrapDataKey, wrapDataKey } from "./data-key.ts";

const run = promisify(execFile);
let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-age-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("Debian's age command", () => {
  it("opens a data key that Lucid wrapped", async () => {
    const dataKey = randomBytes(32);
    const { identity, recipient } = newIdentity();
    await writeFile(join(folder, "identity"), `${identity}\n`);
    await writeFile(join(folder, "0000.age"), await wrapDataKey(dataKey, [newIdentity().recipient, recipient]));
    await run("age", ["--decrypt", "-i", join(folder, "identity"), "-o", join(folder, "key"), join(folder, "0000.age")]);
    expect(new Uint8Array(await readFile(join(folder, "key")))).toEqual(dataKey);
  });

  it("makes identities and envelopes that Lucid opens", async () => {
    await run("age-keygen", ["-o", join(folder, "identity")]);
    const identity = /AGE-SECRET-KEY-1\w+/.exec(await readFile(join(folder, "identity"), "utf8"))?.[0] ?? "";
    const { recipient } = readIdentity(identity);
    const { stdout } = await run("age-keygen", ["-y", join(folder, "identity")]);
    expect(stdout.trim()).toBe(recipient);
    const dataKey = randomBytes(32);
    await writeFile(join(folder, "key"), dataKey);
    await run("age", ["-r", recipient, "-o", join(folder, "0000.age"), join(folder, "key")]);
    expect(await unwrapDataKey(await readFile(join(folder, "0000.age")), identity)).toEqual(dataKey);
  });
});
