export type PassphraseStrength = "short" | "weak" | "fair" | "strong";

/** Fewest characters that are accepted at all. */
export const SHORTEST = 10;

/**
 * A rough guess at how long a passphrase would hold once somebody has the wallet's file: length counts most,
 * then how many kinds of characters and different ones there are.
 */
export function passphraseStrength(text: string): PassphraseStrength {
  if (text.length < SHORTEST) return "short";
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(text)).length;
  const different = new Set(text.toLowerCase()).size;
  const score = text.length + kinds * 2 + Math.min(different, 14);
  if (different < 6 || score < 26) return "weak";
  return score < 36 ? "fair" : "strong";
}
