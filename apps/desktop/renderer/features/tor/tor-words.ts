import type { I18n } from "@lingui/core";
import type { TorProblem, TorStatus } from "@lucid/contract";
import type { Tone } from "../../shared/ui/index.ts";

export function stateWords({ state, progress }: Pick<TorStatus, "state" | "progress">, i18n: I18n): string {
  switch (state) {
    case "off":
      return i18n.t("off");
    case "starting":
      return i18n.t("starting");
    case "connecting":
      return i18n.t("connecting, {progress} %", { progress });
    case "connected":
      return i18n.t("connected");
    case "failed":
      return i18n.t("failed");
  }
}

export const toneOf: Readonly<Record<TorStatus["state"], Tone>> = {
  off: "quiet",
  starting: "waiting",
  connecting: "waiting",
  connected: "quiet",
  failed: "bad",
};

/** What is wrong and what to do, in the reader's language; what tor said itself stands beside it. */
export function problemWords(code: TorProblem["code"], i18n: I18n): string {
  switch (code) {
    case "program-missing":
      return i18n.t("The program tor is not installed on the computer of the node. Install it, then start Tor again.");
    case "program-old":
      return i18n.t("The program tor on the computer of the node is too old. Bring it up to date, then start Tor again.");
    case "settings-refused":
      return i18n.t("Tor refuses its settings. Look at the file that the setting tor_defaults_file names.");
    case "no-progress":
      return i18n.t(
        "Tor does not get into its network. Look at the clock and the network of the node’s computer. Where Tor is blocked, bridges help: the guide to the onion service says how.",
      );
    case "ended":
      return i18n.t("Tor ended again and again. Look into the node’s log, then start it again.");
  }
}
