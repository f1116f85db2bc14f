import { CommandError, EXIT } from "../exit-codes.ts";

/**
 * The address of a node as somebody writes it: with or without a slash at its end.
 * @throws CommandError when it is none, or holds a name and a password: those would be seen by all users of the computer.
 */
export function nodeUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
  if (url && (url.username !== "" || url.password !== ""))
    throw new CommandError(
      EXIT.usage,
      `--url is of ${url.host}, with a name or a password in it: leave them away, a node takes none`,
    );
  if (url === undefined || !isWeb || url.pathname !== "/" || url.search !== "" || url.hash !== "")
    throw new CommandError(EXIT.usage, `--url is "${text}": give the root of a node, such as http://127.0.0.1:8080`);
  return url.origin;
}
