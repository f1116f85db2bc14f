import { setupI18n } from "@lingui/core";
import { expect, it } from "vitest";
import { describeDevice } from "./device-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

it.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/150.0.0.0 Safari/537.36`, "Chrome on Linux"],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/150.0 Safari/537.36 Edg/150.0`, "Edge on Windows"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on macOS"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Mobile/15E148 Safari/604.1",
    "Safari on iOS",
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} lucid/0.1.0 Chrome/150.0 Electron/45.0.0 Safari/537.36`, "Lucid on Linux"],
  ["node", "the lucid command or another program"],
  ["curl/8.5.0", "curl/8.5.0"],
])("says %j as %j", (userAgent, words) => {
  expect(describeDevice(userAgent, i18n)).toBe(words);
});
