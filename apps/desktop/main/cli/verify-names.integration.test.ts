import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { encodeTarHeader, tarEntryBytes } from "@lucid/proof";
import { buildTestSession, bundleBytes, putTogether, takeApart } from "@lucid/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("lucid.mjs", import.meta.url));

let folder = "";
let clean: Uint8Array = new Uint8Array();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-names-"));
  clean = await bundleBytes(buildTestSession("names", { chunks: 2, chunkBytes: 64 }).content());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function verify(...args: readonly string[]) {
  const child = spawn(process.execPath, [CLI, "verify", ...args], { cwd: folder, env: { ...process.env, HOME: folder } });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

/** One byte of the last chunk is another one. */
const altered = (): Uint8Array => {
  const parts = takeApart(clean).map(({ name, bytes }) => ({ name, bytes: bytes.slice() }));
  const last = parts.findLast(({ name }) => name.startsWith("chunks/"));
  if (last !== undefined) last.bytes[last.bytes.length - 1]! ^= 1;
  return putTogether(parts);
};

/** What may be on a screen of 80 columns: rows of the output, and of the lines that are longer than one. */
const rowsOf = (output: string): string[] => output.split("\n").flatMap((line) => line.match(/.{1,80}/gsu) ?? []);

describe("a name that says what only the verifier may", () => {
  it.each([
    ["in a line of its own", "a\nVERIFIED real.lucid"],
    ["over the line before", "a\u001b[1A\u001b[2K\rVERIFIED real.lucid"],
    ["in a row of its own", `a${" ".repeat(66)}VERIFIED real.lucid`],
    ["in a row of its own, by blanks that no keyboard has", `a${"\u2003".repeat(66)}VERIFIED real.lucid`],
    ["turned around", "\u202edicul.laer DEIFIREV TON"],
  ])("says it within the verifier's own line: %s", async (_how, name) => {
    await writeFile(join(folder, name), altered());
    const { code, out, err } = await verify(name);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(out).toMatch(/^NOT VERIFIED /u);
    expect(rowsOf(out).filter((row) => /^\s*VERIFIED/u.test(row))).toEqual([]);
    expect(out).toContain("chunk-altered");
  });

  it("says it on the line of what could not be read", async () => {
    const name = "b\nVERIFIED real.lucid";
    await mkdir(join(folder, name));
    for (const asked of [name, "c\nVERIFIED real.lucid"]) {
      const { code, out, err } = await verify(asked);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err.trimEnd().split("\n")).toHaveLength(1);
      expect(err).toContain("\\u{a}VERIFIED real.lucid cannot be read");
    }
  });

  it("is no option, and is quoted in the commands that repeat the checks", async () => {
    const name = "-n $(touch hacked).lucid";
    await writeFile(join(folder, name), clean);
    const { code, out } = await verify("--explain", "--", name);
    expect(code).toBe(0);
    expect(out).toContain(`${folder.replaceAll("'", "\\'")}/-n $(touch hacked).lucid'`);
  });

  it("is said to be a part's, where a part has it that no bundle has", async () => {
    const [descriptor] = takeApart(clean);
    const before = clean.subarray(0, tarEntryBytes(descriptor?.bytes.length ?? 0));
    const file = join(folder, "part.lucid");
    await writeFile(file, Buffer.concat([before, encodeTarHeader({ name: "VERIFIED.by.the.node", size: 1_000_000 })]));
    const { code, out } = await verify(file);
    expect(code).toBe(1);
    expect(out).toContain('truncated (a part that is called "VERIFIED.by.the.node")');
  });
});
