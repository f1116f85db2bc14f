import type { ZxcvbnResult } from "@zxcvbn-ts/core";

/** What makes a passphrase easy to guess, as far as a person can do something about it. */
export type Weakness = "repeated" | "keyboard-row" | "sequence" | "date" | "known-password" | "one-word" | "name" | "short";

export interface PassphraseVerdict {
  /** 0 to 4 of zxcvbn: 3 is 10^8 guesses and more, 4 is 10^10 and more. */
  readonly score: ZxcvbnResult["score"];
  readonly accepted: boolean;
  readonly weakness: Weakness | undefined;
}

/**
 * Whoever copies the browser's data tries passphrases at about one a second and core: the wallet file costs that much.
 * 10^8 of them are three years of one core, and a name, a year and an exclamation mark are far below it.
 */
const ACCEPTED_SCORE = 3;

const WEAKNESSES: Readonly<Record<string, Weakness>> = {
  simpleRepeat: "repeated",
  extendedRepeat: "repeated",
  straightRow: "keyboard-row",
  keyPattern: "keyboard-row",
  sequences: "sequence",
  recentYears: "date",
  dates: "date",
  topTen: "known-password",
  topHundred: "known-password",
  common: "known-password",
  similarToCommon: "known-password",
  wordByItself: "one-word",
  namesByThemselves: "name",
  commonNames: "name",
};

export type PassphraseJudge = (text: string) => PassphraseVerdict;

/** Loads the lists of passwords, words and names (English and German) that guessers begin with: 1 MB, loaded by who chooses one. */
export async function loadPassphraseJudge(): Promise<PassphraseJudge> {
  const [{ ZxcvbnFactory }, common, english, german] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
    import("@zxcvbn-ts/language-de"),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, ...german.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return (text) => {
    const { score, feedback } = zxcvbn.check(text);
    const accepted = score >= ACCEPTED_SCORE;
    return { score, accepted, weakness: accepted ? undefined : (WEAKNESSES[feedback.warning ?? ""] ?? "short") };
  };
}
