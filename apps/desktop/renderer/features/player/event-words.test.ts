import { setupI18n } from "@lingui/core";
import { expect, it } from "vitest";
import { describeEvent } from "./event-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const words = (type: string, fields = {}) => describeEvent({ t: 0, type, fields }, i18n);

it("says of a connection by which way it came, and from where", () => {
  expect(words("client_connected", { via: "rdp", client: 2, address: "10.0.0.3" })).toEqual({
    text: "An RDP client connected",
    detail: "10.0.0.3",
  });
  expect(words("client_connected", { via: "viewer", client: 1, address: "viewer" })).toEqual({
    text: "Somebody opened the desktop in the page",
    detail: "",
  });
});

it("quotes what the desktop calls its windows, without what could redraw a line", () => {
  expect(words("window_opened", { window: 5, title: "pay\u202eroll", application: "XTerm" })).toEqual({
    text: "A window was opened: “pay\ufffdroll”",
    detail: "XTerm",
  });
  expect(words("window_focused", { window: 0, title: "" }).text).toBe("No window has the focus");
});

it("says whether text got into the clipboard", () => {
  expect(words("clipboard", { direction: "in", bytes: 12, sha256: "aa" }).text).toContain("was put into");
  expect(words("clipboard", { direction: "in", bytes: 12, refused: "policy" }).text).toContain("refused by the policy");
  expect(words("clipboard", { direction: "out", format: "text", bytes: 12, sha256: "aa" }).text).toContain("taken out of");
  expect(words("clipboard", { direction: "in", format: "image/bmp", bytes: 12 }).text).toContain("no text but image/bmp");
  expect(words("clipboard", { direction: "out", bytes: 12, refused: "size" }).text).toContain("held back");
  expect(words("clipboard", { direction: "out", bytes: 12, refused: "policy" }).text).toContain("held back by the policy");
  for (const direction of ["in", "out"])
    for (const [refused, why] of [
      ["policy", "by the policy"],
      ["size", "too long"],
    ])
      expect(words("clipboard", { direction, format: "image/bmp", bytes: 12, refused }).text).toMatch(
        new RegExp(`^image/bmp for the clipboard was held back.* ${why}`),
      );
});

it("says of the desktop's network whether it answers", () => {
  expect(words("network", { answers: false }).text).toContain("did not answer");
  expect(words("network", { answers: true }).text).toContain("answers again");
});

it("shows an event that it does not know as it is", () => {
  expect(words("from_the_future", { depth: 3 })).toEqual({ text: "from_the_future", detail: '{"depth":3}' });
});
