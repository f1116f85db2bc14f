import type { I18n } from "@lingui/core";
import type { AgreedPolicy } from "@lucid/contract";
import { formatSpan } from "../../shared/format/index.ts";

export interface PolicyWord {
  /** What the people in the session may do, what they may not, and what is neither. */
  readonly kind: "may" | "may-not" | "rule";
  readonly text: string;
}

const allow = (allowed: boolean, may: string, mayNot: string): PolicyWord =>
  allowed ? { kind: "may", text: may } : { kind: "may-not", text: mayNot };

/** A policy in plain words, in the order people ask about it, said to who will mostly work in the session: its owner. */
export function policyWords(policy: AgreedPolicy, i18n: I18n): readonly PolicyWord[] {
  const { input, clipboard, network, recording, limits } = policy;
  return [
    allow(input.keyboard, i18n.t("You can type."), i18n.t("Nobody can type, you included.")),
    allow(input.mouse, i18n.t("You can use the mouse."), i18n.t("Nobody can use the mouse, you included.")),
    allow(
      clipboard.host_to_remote,
      i18n.t("You can paste text into the desktop."),
      i18n.t("Nothing can be pasted into the desktop."),
    ),
    allow(
      clipboard.remote_to_host,
      i18n.t("You can copy text out of the desktop."),
      i18n.t("Nothing can be copied out of the desktop."),
    ),
    allow(
      network === "internet",
      i18n.t("Programs reach the internet, but never this computer."),
      i18n.t("Programs reach no network at all."),
    ),
    {
      kind: "rule",
      text: recording.keystrokes
        ? i18n.t("Every typed character is recorded, passwords as well. Everyone is told.")
        : i18n.t("Screen, mouse and the fact that keys are pressed are recorded; not which keys."),
    },
    {
      kind: "rule",
      text: recording.programs
        ? i18n.t("Titles of windows and names of programs are recorded as text, so that they can be found.")
        : i18n.t("Titles of windows and names of programs are not recorded as text."),
    },
    {
      kind: "rule",
      text:
        recording.on_loss === "freeze"
          ? i18n.t("If recording fails, mouse and keyboard freeze until it is back.")
          : i18n.t("If recording fails, the session ends."),
    },
    {
      kind: "rule",
      text: i18n.t("If the desktop crashes, the session ends."),
    },
    {
      kind: "rule",
      text: i18n.t("It ends after {most} at the latest, and after {idle} with nobody connected.", {
        most: formatSpan(limits.duration_s),
        idle: formatSpan(limits.idle_s),
      }),
    },
  ];
}
