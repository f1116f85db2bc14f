import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { NO_COOKIE, readCookie } from "./read-cookie.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-cookie-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const field = (text: string) => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text, "latin1")]);
const entry = (display: string, data: string, name = "MIT-MAGIC-COOKIE-1") =>
  Buffer.concat([Buffer.from([1, 0]), field("host"), field(display), field(name), field(data)]);

async function read(bytes: Buffer, displayNumber: number) {
  const path = join(folder, "Xauthority");
  await writeFile(path, bytes);
  return readCookie(path, displayNumber);
}

it("finds the cookie of the display among others", async () => {
  const file = Buffer.concat([entry("9", "nine"), entry("12", "other", "XDM-AUTHORIZATION-1"), entry("12", "\xff\x00twelve")]);
  expect(await read(file, 12)).toEqual({ name: "MIT-MAGIC-COOKIE-1", data: "\xff\x00twelve" });
});

it("takes an entry that fits every display", async () => {
  expect(await read(entry("", "any"), 3)).toMatchObject({ data: "any" });
});

it("goes without a cookie where none fits", async () => {
  expect(await read(entry("9", "nine"), 3)).toEqual(NO_COOKIE);
});

it("refuses a file that ends inside an entry", async () => {
  await expect(read(entry("9", "nine").subarray(0, -1), 3)).rejects.toThrow(RangeError);
  await expect(read(Buffer.from([1, 0, 0]), 3)).rejects.toThrow(RangeError);
});
