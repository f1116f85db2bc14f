import type { I18n } from "@lingui/core";
import type { OfferFault } from "@lucid/contract";

/** Why a witness did not sign what it was shown. */
export function faultWords(fault: OfferFault, i18n: I18n): string {
  switch (fault) {
    case "name":
      return i18n.t("its name leads nowhere.");
    case "connection":
      return i18n.t("it is not reached.");
    case "tls":
      return i18n.t("the way to it is not protected as it should be.");
    case "tor":
      return i18n.t("it is reached through the node's Tor alone, which is not connected.");
    case "timeout":
      return i18n.t("it gave no answer in time.");
    case "redirect":
      return i18n.t("it points elsewhere, which is not followed.");
    case "status":
      return i18n.t("it answers with an error.");
    case "answer":
      return i18n.t("what it answers is no cosignature.");
    case "unknown":
      return i18n.t(
        "it does not know this network: whoever runs it needs the network's key, which “lucid witness status” prints.",
      );
    case "signature":
      return i18n.t("its cosignature is not by the key that it is expected to have.");
    case "ahead":
      return i18n.t("it knows a longer history than this node has.");
    case "conflict":
      return i18n.t("this history does not go on from the one that it knows.");
  }
}
