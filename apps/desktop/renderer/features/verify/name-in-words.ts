import { foreignText } from "@lucid/proof";

const PLAIN = /^(?:[\p{L}\p{N}._()+,@'-]| (?! )){1,80}$/u;

/** The name of a file in a sentence of ours: as it is, or quoted as any text of a stranger where it could be taken for more. */
export function nameInWords(name: string): string {
  const quoted = foreignText(name);
  return PLAIN.test(name) && quoted.startsWith('"') ? name : quoted;
}

/** A name that a shell reads as one word, and the command as no option; any other is left to the reader. */
export const nameForShell = (name: string): string =>
  /^[\p{L}\p{N} ._-]+$/u.test(name) ? `'${name.replace(/^-/, "./-")}'` : "FILE";
