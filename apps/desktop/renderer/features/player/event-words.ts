import type { I18n } from "@lingui/core";
import { plainText } from "@lucid/proof";
import { formatBytes, formatSpan } from "../../shared/format/index.ts";
import type { Mark } from "./opener.protocol.ts";

/** The longest text of the recording that stands in a line. */
const MAX_TEXT = 120;

export interface EventWords {
  readonly text: string;
  /** What else the event says, as the recording has it. */
  readonly detail: string;
}

/** An event of the recording in words. Names and titles are the desktop's own, and stand in quotation marks. */
export function describeEvent({ t, type, fields }: Mark, i18n: I18n): EventWords {
  const text = (name: string): string => (typeof fields[name] === "string" ? plainText(fields[name], MAX_TEXT) : "");
  const number = (name: string): number => (typeof fields[name] === "number" ? fields[name] : 0);
  const said = (words: string, detail = ""): EventWords => ({ text: words, detail });
  const isRdp = fields.via === "rdp";
  const address = text("address") === "viewer" ? "" : text("address");
  switch (type) {
    case "typing": {
      const keys = number("keys");
      const span = formatSpan(Math.max(1, Math.round((number("until") - t) / 1_000)));
      return said(i18n.t("{keys, plural, one {Typed: # key} other {Typed: # keys in {span}}}", { keys, span }));
    }
    case "client_connected":
      return said(isRdp ? i18n.t("An RDP client connected") : i18n.t("Somebody opened the desktop in the page"), address);
    case "client_disconnected":
      return said(isRdp ? i18n.t("An RDP client left") : i18n.t("Somebody closed the desktop in the page"), address);
    case "password_failed":
      return said(i18n.t("Wrong password for the desktop"), address);
    case "input":
      return said(fields.enabled === true ? i18n.t("Input was released") : i18n.t("Input was frozen"));
    case "part_restarted":
      return said(i18n.t("A part of the desktop was restarted"), text("part"));
    case "network":
      return said(
        fields.answers === true
          ? i18n.t("The desktop's network answers again")
          : i18n.t("The desktop's network did not answer any more"),
      );
    case "application_exited":
      return said(i18n.t("The desktop's first program ended"), fields.code === null ? "" : String(number("code")));
    case "limit_reached":
      return said(i18n.t("The programs reached a limit"), text("limit"));
    case "events_dropped":
    case "program_events_dropped":
      return said(i18n.t("Too many events: some were not recorded"), String(number("count")));
    case "window_opened":
      return said(i18n.t("A window was opened: “{title}”", { title: text("title") }), text("application"));
    case "window_titled":
      return said(i18n.t("A window is called now: “{title}”", { title: text("title") }));
    case "window_closed":
      return said(i18n.t("A window was closed"));
    case "window_focused":
      return said(
        number("window") === 0 ? i18n.t("No window has the focus") : i18n.t("In front: “{title}”", { title: text("title") }),
      );
    case "program_started":
      return said(i18n.t("A program started: “{name}”", { name: text("name") }));
    case "program_ended":
      return said(i18n.t("A program ended: “{name}”", { name: text("name") }));
    case "program_cut":
      return said(i18n.t("A program tried to get around the recording and was cut off"), text("reason"));
    case "clipboard":
      return said(clipboardWords());
    default:
      return said(plainText(type, MAX_TEXT), plainText(JSON.stringify(fields), MAX_TEXT));
  }

  function clipboardWords(): string {
    const size = typeof fields.bytes === "number" ? formatBytes(fields.bytes, i18n.locale) : "–";
    const format = text("format");
    if (format !== "" && format !== "text") {
      if (fields.refused === "policy")
        return i18n.t("{format} for the clipboard was held back by the policy: {size}", { format, size });
      if (fields.refused === "size")
        return i18n.t("{format} for the clipboard was held back, it was too long: {size}", { format, size });
      return fields.direction === "out"
        ? i18n.t("Taken out of the desktop's clipboard, no text but {format}: {size}", { format, size })
        : i18n.t("Put into the desktop's clipboard, no text but {format}: {size}", { format, size });
    }
    if (fields.direction === "out") {
      if (fields.refused === "policy") return i18n.t("Text from the clipboard was held back by the policy: {size}", { size });
      return fields.refused === "size"
        ? i18n.t("Text from the clipboard was held back, it was too long: {size}", { size })
        : i18n.t("Text was taken out of the desktop's clipboard: {size}", { size });
    }
    switch (fields.refused) {
      case "policy":
        return i18n.t("Text for the clipboard was refused by the policy: {size}", { size });
      case "size":
        return i18n.t("Text for the clipboard was refused, it was too long: {size}", { size });
      default:
        return i18n.t("Text was put into the desktop's clipboard: {size}", { size });
    }
  }
}
