import type { Plugin } from "vite";

const ENGLISH = /\/locales\/en\.po$/;
const CATALOGUE = /JSON\.parse\(("(?:[^"\\]|\\.)*")\)/;

/**
 * The English text of a message is its key: one that is nothing but text needs no entry, and the page of most
 * people loads a third less of words. What has a place for a value stays, as it is compiled.
 */
export const plainEnglish = (): Plugin => ({
  name: "lucid-plain-english",
  enforce: "post",
  apply: "build",
  transform: {
    filter: { id: ENGLISH },
    handler(code) {
      const [, text] = CATALOGUE.exec(code) ?? [];
      if (text === undefined) throw new Error("The English catalogue is not compiled as it was");
      const catalogue = JSON.parse(JSON.parse(text) as string) as Readonly<Record<string, unknown>>;
      const rest = Object.entries(catalogue).filter(([key, value]) => !isItself(key, value));
      return {
        code: code.replace(CATALOGUE, () => `JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(rest)))})`),
        map: null,
      };
    },
  },
});

const isItself = (key: string, value: unknown): boolean =>
  value === key || (Array.isArray(value) && value.length === 1 && value[0] === key);
