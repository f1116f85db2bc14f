import { type Found, requirePrincipal, type SearchProvider, wordsOf } from "../calls/index.ts";
import type { OpenSettings } from "./open-settings.ts";

/** Settings whose key, description or value has words that begin so, for who may see the configuration. */
export const createSettingsFinder = ({ all }: Pick<OpenSettings, "all">): SearchProvider => ({
  kind: "settings",
  find({ text }, caller): Found | undefined {
    if (!requirePrincipal(caller).permissions.has("access_admin_dashboard")) return undefined;
    const asked = wordsOf(text);
    const hits = all().flatMap(({ key, description, value }) => {
      const shown = Array.isArray(value) ? value.join(",") : String(value);
      const words = wordsOf(`${key.replaceAll("_", " ")} ${description} ${shown}`);
      const fits = asked.every((word) => words.some((one) => one.startsWith(word))) || key.startsWith(text.toLowerCase());
      return fits ? [{ id: key, title: key, detail: shown, at: null }] : [];
    });
    return { hits, total: hits.length };
  },
});
