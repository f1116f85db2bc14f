import type { AddHelpTextContext } from "commander";

/**
 * What stands under the options of a command, wrapped as they are: to the width of the terminal. Lines of `text` are
 * joined, an empty one begins a paragraph.
 */
export function helpNotes(text: string): (context: AddHelpTextContext) => string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, " "));
  return ({ command, error }) => {
    const { getOutHelpWidth, getErrHelpWidth } = command.configureOutput();
    const help = command.createHelp();
    const width = (error ? getErrHelpWidth : getOutHelpWidth)?.() ?? help.helpWidth ?? 80;
    return `\n${paragraphs.map((paragraph) => help.boxWrap(paragraph, width)).join("\n\n")}`;
  };
}
