import { join } from "node:path";
import type { Command } from "commander";
import { expect, it } from "vitest";
import { filesOfCheckout } from "../program-files.ts";
import { programFor } from "./run-command.ts";

const CHECKOUT = join(import.meta.dirname, "../../../..");

const withAllBelow = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(withAllBelow)];

/** What `lucid … --help` prints in a terminal of that width. */
function helpIn(width: number, command: Command): string {
  let help = "";
  command.configureOutput({
    getOutHelpWidth: () => width,
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  return help;
}

it("fits into a terminal of 80 columns, and loses no word there: the help of every command", async () => {
  const commands = withAllBelow(await programFor("", filesOfCheckout(CHECKOUT)));
  expect(commands.length).toBeGreaterThan(30);
  const words = (help: string) => help.split(/\s+/).toSorted();
  for (const command of commands) {
    const help = helpIn(80, command);
    expect(help.split("\n").filter((line) => line.length > 80 && !line.startsWith("Usage: "))).toEqual([]);
    expect(words(help)).toEqual(words(helpIn(10_000, command)));
  }
});

it("puts paragraphs of a command apart, each as wide as the terminal", async () => {
  const program = await programFor("keys", filesOfCheckout(CHECKOUT));
  const rotate = withAllBelow(program).find((command) => command.name() === "rotate") as Command;
  const [last, ahead] = helpIn(10_000, rotate).trimEnd().split("\n\n").toReversed();
  expect(last).toMatch(/^node is the node's own key, .* by --node, has to be told the new one\.$/);
  expect(ahead).toMatch(/^Backups hold the keys of their time: .* or by backup_recipients\.$/);
});
