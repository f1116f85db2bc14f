import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { programFor } from "../../../main/cli/run-command.ts";
import { filesOfCheckout } from "../../../main/program-files.ts";
import { lucidCalls, namedCalls, unknownWords } from "./lucid-calls.ts";
import { CHECKOUT, commandsOf, guideNames } from "./read-guides.ts";
import { FOLLOWED, NOT_RUN } from "./where-run.ts";

it("are run by a test, or are among those that cannot be, with the reason: the commands of all guides", async () => {
  const names = await guideNames();
  expect(names).toEqual(
    expect.arrayContaining(["administering", "deployment", "hardening", "operating", "troubleshooting", "using"]),
  );
  for (const [guide, test] of Object.entries(FOLLOWED))
    expect([guide, names.includes(guide), existsSync(join(CHECKOUT, test))]).toEqual([guide, true, true]);
  for (const [guide, commands] of Object.entries(NOT_RUN)) {
    const said = (await commandsOf(guide)).map(({ command }) => command);
    expect(said).toEqual(expect.arrayContaining(Object.keys(commands)));
  }
});

it("call no command and no flag that the program does not have, in any text", async () => {
  const program = await programFor("", filesOfCheckout(CHECKOUT));
  const calls = lucidCalls(await namedCalls());
  expect(calls.length).toBeGreaterThan(60);
  const wrong: string[] = [];
  for (const call of calls) {
    const unknown = unknownWords(program, call);
    if (unknown.length > 0) wrong.push(`${call.where}: lucid ${call.words.join(" ")}: ${unknown.join(", ")}`);
  }
  expect(wrong).toEqual([]);
  for (const words of ["verify a.lucid --nodes x", "very a.lucid", "backup identify x", "--servr"])
    expect(unknownWords(program, { where: "", words: words.split(" ") }), words).toHaveLength(1);
});

it("call no script that is not there", async () => {
  const { scripts } = JSON.parse(await readFile(join(CHECKOUT, "package.json"), "utf8"));
  const called = (await namedCalls()).flatMap(({ where, words: [program, verb, name = ""] }) =>
    program === "npm" && verb === "run" && !name.startsWith("-") ? [{ where, name }] : [],
  );
  expect(called.length).toBeGreaterThan(10);
  expect(called.filter(({ name }) => scripts[name] === undefined && name !== "messages")).toEqual([]);
});
