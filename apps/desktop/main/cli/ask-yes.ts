import { createInterface } from "node:readline/promises";
import { askLine } from "./ask-line.ts";
import { CommandError, EXIT } from "./exit-codes.ts";

/** Tells what will happen and waits for the word. @throws CommandError where nobody can be asked. */
export async function askYes(story: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new CommandError(EXIT.usage, `${story} Say --yes to do it`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await askLine(terminal, `${story}\nType yes to do it: `)).trim() === "yes";
  } finally {
    terminal.close();
  }
}
