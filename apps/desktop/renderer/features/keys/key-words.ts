import type { I18n } from "@lingui/core";
import type { ExchangedKey, NodeKey } from "@lucid/contract";

export function keyName(key: ExchangedKey, i18n: I18n): string {
  if (key === "token") return i18n.t("Key of the access tokens");
  return key === "rdp" ? i18n.t("Certificate for RDP clients") : i18n.t("Key of the service that checks persons");
}

/** What the key is for. */
export function purposeWords(key: ExchangedKey, i18n: I18n): string {
  if (key === "token")
    return i18n.t("The node signs with it what pages and programs show at each call, for 15 minutes at a time.");
  if (key === "rdp") return i18n.t("RDP clients know by it that they reach this node, and encrypt to it.");
  return i18n.t(
    "A service that checks persons signs its verdicts with it. It stands in the file keys/kyc.key of the data folder.",
  );
}

/** What happens when it is exchanged. */
export function effectWords(key: ExchangedKey, i18n: I18n): string {
  if (key === "token") {
    return i18n.t(
      "What was signed with the old key is refused at once. Pages that are open ask for a new token by themselves, live views connect again, and API keys go on.",
    );
  }
  if (key === "rdp") {
    return i18n.t(
      "Sessions that start from now on show another certificate: RDP clients warn once: compare the fingerprint that the page shows for connecting. Sessions that run keep the old one until they end.",
    );
  }
  return i18n.t("Verdicts under the old key are refused at once. Give the service the new one, from the file keys/kyc.key.");
}

/** Why this node cannot exchange it; undefined where it can. */
export function hindranceWords({ state }: NodeKey, i18n: I18n): string | undefined {
  if (state === "shared") {
    return i18n.t(
      "It follows from the owner key that several nodes share. Exchange the file owner_key_file on all of them, and start them again.",
    );
  }
  return state === "absent" ? i18n.t("This machine hosts no desktops.") : undefined;
}
