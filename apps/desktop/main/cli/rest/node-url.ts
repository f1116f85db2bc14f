import { CommandError, EXIT } from "../exit-codes.ts";

/**
 * The address of a node as somebody writes it: with or without a slash at its end.
 * @throws CommandError when it is none.
 */
export function nodeUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
  if (url === undefined || !isWeb || url.pathname !== "/" || url.search !== "" || url.hash !== "")
    throw new CommandError(EXIT.usage, `--url is "${text}": give the root of a node, such as http://127.0.0.1:8080`);
  return url.origin;
}
