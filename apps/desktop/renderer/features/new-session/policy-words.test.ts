import { setupI18n } from "@lingui/core";
import { SessionPolicy } from "@lucid/contract";
import { expect, it } from "vitest";
import { policyWords } from "./policy-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const kinds = (policy: SessionPolicy) => policyWords(policy, i18n).map(({ kind }) => kind);

it("says of everything in a policy whether people may do it", () => {
  const closed = SessionPolicy.parse({});
  expect(kinds(closed).slice(0, 5)).toEqual(["may", "may", "may-not", "may-not", "may-not"]);
  const open = SessionPolicy.parse({ network: "internet", clipboard: { host_to_remote: true, remote_to_host: true } });
  expect(kinds(open).slice(0, 5)).toEqual(["may", "may", "may", "may", "may"]);
});

it("says whether titles and names are recorded as text", () => {
  const said = (policy: SessionPolicy) => policyWords(policy, i18n).find(({ text }) => text.startsWith("Titles"))?.text;
  expect(said(SessionPolicy.parse({}))).toContain("are recorded as text");
  expect(said(SessionPolicy.parse({ recording: { keystrokes: false, on_loss: "end" } }))).toContain("are not recorded");
});

it("warns that typed characters are recorded", () => {
  const policy = SessionPolicy.parse({ recording: { keystrokes: true, on_loss: "end" } });
  expect(policyWords(policy, i18n).map(({ text }) => text)).toContain(
    "Every typed character is recorded, passwords as well. Everyone is told.",
  );
});
