import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { CHECKOUT } from "./read-guides.ts";

/** A call of `lucid` or of a script of npm that a text names. */
export interface NamedCall {
  readonly where: string;
  readonly words: readonly string[];
}

/** Code in a text: fences of the shell and spans; what is only shown is of another kind. */
const CODE = /^ *```(?:sh)?\n(?<fence>[\s\S]*?)^ *```$|`(?<span>[^`\n]+)`/gm;
/** Who runs it, before what is run. */
const RUNNER = /^(?:sudo (?:-u \S+ )?|npx )+/;

/** The simple commands of the texts for people, README among them. */
export async function namedCalls(): Promise<NamedCall[]> {
  const files = [...(await Array.fromAsync(glob("docs/**/*.md", { cwd: CHECKOUT }))), "README.md"].toSorted();
  const calls = await Promise.all(
    files.map(async (where) => {
      const code = [...(await readFile(join(CHECKOUT, where), "utf8")).matchAll(CODE)];
      const lines = code.flatMap(({ groups }) =>
        (groups?.["fence"] ?? groups?.["span"] ?? "").replaceAll("\\\n", " ").split("\n"),
      );
      const commands = lines.flatMap((line) =>
        line
          .replace(/\s#.*$/, "")
          .replaceAll(/\$\([^)]*\)/g, "$X")
          .split(/&&|[|;]/),
      );
      return commands.map((command) => ({ where, words: command.trim().replace(RUNNER, "").split(/\s+/) }));
    }),
  );
  return calls.flat();
}

const isLucid = (word: string): boolean => word === "lucid" || word.endsWith("/bin/lucid");

/** What follows `lucid` where it is called: what else begins so (a unit of systemd, a user) has nothing after it. */
export const lucidCalls = (calls: readonly NamedCall[]): NamedCall[] =>
  calls
    .filter(({ words: [program = "", next = ""] }) => isLucid(program) && /^(?:[a-z][a-z-]*|--?[a-z][a-z-]*)$/.test(next))
    .map(({ where, words }) => ({ where, words: words.slice(1) }));

/** What is done where a command of several names none of them: commander keeps it to itself. */
const usualOf = (command: Command): Command | undefined =>
  command.commands.find((one) => one.name() === Reflect.get(command, "_defaultCommandName"));

const isFlagOf = (command: Command, flag: string): boolean =>
  ["-h", "--help"].includes(flag) || command.options.some(({ short, long }) => flag === short || flag === long);

/** The words of a call that the program does not know; none where it knows all. */
export function unknownWords(program: Command, { words }: NamedCall): string[] {
  let command = program;
  let depth = 0;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (!next) break;
    command = next;
    depth += 1;
  }
  const [next = ""] = words.slice(depth);
  const isLost = command.commands.length > 0 && next !== "help" && /^[a-z][a-z-]*$/.test(next);
  const ownEnd = words.indexOf("--");
  const flags = (ownEnd === -1 ? words : words.slice(0, ownEnd)).flatMap((word) => /^--?[a-z][a-z-]*/i.exec(word) ?? []);
  const taking = usualOf(command) ?? command;
  return [...(isLost ? [next] : []), ...flags.filter((flag) => !isFlagOf(taking, flag))];
}
