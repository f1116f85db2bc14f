import type { I18n } from "@lingui/core";
import type { PolicyPreset, SessionDefaults } from "@lucid/contract";

interface Words {
  readonly title: string;
  readonly note: string;
}

/** A policy by its id, in the language of the page; what the page does not know is shown as the node names it. */
export function wordsOfPolicy(policy: Pick<PolicyPreset, "policy_id" | "name" | "summary">, i18n: I18n): Words {
  switch (policy.policy_id) {
    case "standard":
      return {
        title: i18n.t("Standard"),
        note: i18n.t("You can type and click. Nothing can be copied in or out, and the desktop has no network."),
      };
    case "view-only":
      return {
        title: i18n.t("View only"),
        note: i18n.t(
          "Nobody can type or click in it, you included: for showing something that runs by itself, as a screen to watch.",
        ),
      };
    case "clipboard":
      return {
        title: i18n.t("With clipboard"),
        note: i18n.t("You can type, click, and copy text both ways. The desktop has no network."),
      };
    case "internet":
      return {
        title: i18n.t("With internet"),
        note: i18n.t("You can type and click, and the desktop reaches the internet, but never this computer."),
      };
    default:
      return { title: policy.name, note: policy.summary };
  }
}

/** A desktop by its id, in the same way. */
export function wordsOfTemplate(template: SessionDefaults["templates"][number], i18n: I18n): Words {
  switch (template.template_id) {
    case "blank":
      return { title: i18n.t("Blank"), note: i18n.t("An empty screen with a window manager and nothing else.") };
    case "desktop":
      return {
        title: i18n.t("With a terminal"),
        note: i18n.t("A window manager and a terminal. Right-click the empty screen for the menu."),
      };
    case "terminal":
      return { title: i18n.t("Only a terminal"), note: i18n.t("One terminal that fills the screen.") };
    default:
      return { title: template.name, note: template.description };
  }
}

/**
 * The node's usual consent text in the language of the page: what is shown is what is agreed to, hashed and signed. A
 * text that the page has no translation of is shown as it is.
 */
export function consentIn(i18n: I18n, text: string): string {
  const usual = i18n.t(
    "This session is recorded: everything shown on its desktop, the titles of windows and the names of programs as text, and every click and key press as an event without the character. Fingerprints of the record go on a public chain while it runs. The record itself is encrypted, and only the people named as its recipients can open it.",
  );
  return text === USUAL_CONSENT ? usual : text;
}

/** As the node offers it (`consent_text` of `sessions.defaults`); it is the key of the translation. */
const USUAL_CONSENT =
  "This session is recorded: everything shown on its desktop, the titles of windows and the names of programs as text, and every click and key press as an event without the character. " +
  "Fingerprints of the record go on a public chain while it runs. The record itself is encrypted, and only the people named as its recipients can open it.";
