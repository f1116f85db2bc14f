import type { Interface } from "node:readline/promises";
import { CommandError, EXIT } from "./exit-codes.ts";

/**
 * The next line of the terminal or of standard input; the last one may lack its end, which `question` of readline never answers.
 * @throws CommandError where input ends before a line, as by Ctrl-D.
 */
export async function askLine(reader: Interface, question = ""): Promise<string> {
  const line = Promise.withResolvers<string>();
  reader.once("line", line.resolve);
  reader.once("close", () => line.reject(new CommandError(EXIT.usage, "Standard input ended before the answer")));
  reader.setPrompt(question);
  reader.prompt();
  return await line.promise;
}
