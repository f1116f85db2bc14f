import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeTime, startTestNode } from "@lucid/testkit/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectFolder } from "../ground/index.ts";
import { ownNode } from "./testing/owned-node.ts";

let root: string;
let whole: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "lucid-damaged-"));
  whole = join(root, "whole");
  const time = createNodeTime();
  await using node = await startTestNode({ time, data: whole });
  await (await ownNode(node)).prepare();
  await time.pass(30);
  await node.stop();
});
afterAll(() => rm(root, { recursive: true }));

type Damage = (path: string) => Promise<void>;
const overwritten: Damage = async (path) => writeFile(path, randomBytes(Math.max(64, (await stat(path)).size)));
const cutOff: Damage = async (path) => truncate(path, Math.floor((await stat(path)).size / 2));
const emptied: Damage = (path) => truncate(path, 0);
const gone: Damage = (path) => rm(path);
const HOW = { overwritten: overwritten, "cut off": cutOff, emptied: emptied, gone: gone } as const;

const RESTORE = /lucid restore/;
const CASES: readonly (readonly [file: string, how: keyof typeof HOW, wayOut: RegExp])[] = [
  ["keys/node.key", "cut off", RESTORE],
  ["keys/node.key", "emptied", RESTORE],
  ["keys/node.key", "gone", RESTORE],
  ["keys/token.key", "cut off", /lucid keys rotate token/],
  ["keys/kyc.key", "emptied", /lucid keys rotate kyc/],
  ["keys/second-factor.key", "emptied", RESTORE],
  ["keys/webhooks.key", "emptied", RESTORE],
  ["node.db", "overwritten", RESTORE],
  ["node.db", "cut off", RESTORE],
  ["node.db", "emptied", RESTORE],
  ["node.db", "gone", RESTORE],
  ["audit.db", "overwritten", RESTORE],
  ["chain.db", "overwritten", /restore its newest copy/],
  ["genesis.json", "cut off", /restore its copy/],
  ["genesis.json", "gone", /restore its copy/],
  ["sign-state.json", "cut off", /never delete it/],
  ["sign-state.json", "emptied", /never delete it/],
];

describe("a node does not start on a data folder of which", () => {
  it.each(CASES)("%s is %s, says so with the way out, and leaves it as it is", async (file, how, wayOut) => {
    const data = await mkdtemp(join(root, "copy-"));
    await cp(whole, data, { recursive: true });
    const path = join(data, file);
    await HOW[how](path);
    const before = await readFile(path).catch(() => "gone");
    const starting = startTestNode({ data });
    await expect(starting).rejects.toMatchObject({
      name: "DataFolderError",
      message: expect.stringMatching(
        new RegExp(`^${RegExp.escape(path)} is damaged \\(.+\\)\\. Nothing in the folder was changed`),
      ),
    });
    await expect(starting).rejects.toThrow(wayOut);
    expect(await readFile(path).catch(() => "gone")).toEqual(before);
  });

  it("is told of, file by file, to who looks before the start", async () => {
    const data = await mkdtemp(join(root, "copy-"));
    await cp(whole, data, { recursive: true });
    expect(inspectFolder(data)).toEqual([]);
    for (const [file, how] of [
      ["keys/node.key", "cut off"],
      ["node.db", "overwritten"],
      ["genesis.json", "emptied"],
    ] as const)
      await HOW[how](join(data, file));
    expect(inspectFolder(data).map(({ file }) => file)).toEqual(
      ["keys/node.key", "node.db", "genesis.json"].map((file) => join(data, file)),
    );
    await rm(join(data, "keys/node.key"));
    expect(inspectFolder(data)[0]).toMatchObject({ file: join(data, "keys/node.key"), what: expect.stringContaining("gone") });
  });
});
