import { homedir, hostname, userInfo } from "node:os";
import { redactText } from "../audit/index.ts";

/** What names somebody or something, by its shape. */
const PRIVATE: readonly (readonly [RegExp, string])[] = [
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "<e-mail>"],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, "<address>"],
  [/(?:\/[\w.@ +~-]+){2,}\/?/g, "<path>"],
  [/\b[A-Za-z]:\\[^\s"'<>]+/g, "<path>"],
  // None begins with 0, as versions do.
  [/\b(?!0\.)(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, "<address>"],
  [/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:])/gi, "<address>"],
  [/\bT[1-9A-HJ-NP-Za-km-z]{33}\b/g, "<wallet>"],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "<id>"],
  [/\b(?:0x)?[0-9a-f]{32,}\b/gi, "<hash>"],
  [/\b[a-z2-7]{16,56}\.onion\b/g, "<address>"],
];

/** Names that tell nothing. */
const EVERYBODYS: ReadonlySet<string> = new Set(["root", "localhost", "lucid"]);

const SOURCES: readonly (() => string)[] = [homedir, hostname, () => userInfo().username];

/** Names of this machine and its user. A user of a container may have neither an account nor a home, and so no name to cover. */
export function ownNames(sources = SOURCES): readonly string[] {
  return sources.flatMap((source) => {
    try {
      return [source()];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_SYSTEM_ERROR") return [];
      throw error;
    }
  });
}

/** A text without what looks like a secret, an address, a path, an id, or a name of this machine and its user. */
export function coverPrivate(text: string): string {
  const own = ownNames().filter((name) => name.length > 1 && !EVERYBODYS.has(name));
  const plain = own.reduce(
    (left, name) => left.replaceAll(new RegExp(`(?<!\\w)${RegExp.escape(name)}(?!\\w)`, "g"), "<own>"),
    redactText(text),
  );
  return PRIVATE.reduce((left, [shape, name]) => left.replace(shape, name), plain);
}
