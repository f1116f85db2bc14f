import type { I18n } from "@lingui/core";
import type { NetworkMember, NetworkStatus } from "@lucid/contract";
import type { Tone } from "../../shared/ui/index.ts";

export function stateWords(state: NetworkStatus["state"], i18n: I18n): string {
  switch (state) {
    case "none":
      return i18n.t("in none");
    case "joining":
      return i18n.t("joining");
    case "member":
      return i18n.t("member");
    case "leaving":
      return i18n.t("leaving");
  }
}

export const toneOf = ({ state, problem }: Pick<NetworkStatus, "state" | "problem">): Tone =>
  problem !== null && problem.code !== "unreachable" ? "bad" : state === "joining" || state === "leaving" ? "waiting" : "quiet";

/** What is in the way, and what to do. */
export function problemWords(code: NonNullable<NetworkStatus["problem"]>["code"], i18n: I18n): string {
  switch (code) {
    case "unreachable":
      return i18n.t(
        "The node that is to decide is not connected. It is tried again by itself; look at its address, the port and the firewall.",
      );
    case "invitation-refused":
      return i18n.t("The invitation was not taken: another node used it, or it is over. Leave, and ask for another one.");
    case "approvals-needed":
      return i18n.t("The node that was asked has two thirds of the weight or less. Ask the one that founded the network.");
    case "other-chain":
      return i18n.t("Whoever answers at these addresses has another chain than the invitation names. Do not trust them.");
    case "removed":
      return i18n.t("The members took this node out of the network. Leave it here, too.");
    case "stopped":
      return i18n.t("This node takes no part at this moment. What it says itself stands below, and more in its log.");
    case "not-opened":
      return i18n.t("The network could not be opened: its port is taken, or a file is damaged. It is tried again by itself.");
  }
}

/** How connected a member is, or which way it goes. */
export function memberWords({ state, is_self, is_connected }: NetworkMember, i18n: I18n): string {
  if (state === "joining") return i18n.t("joining");
  if (state === "leaving") return i18n.t("leaving");
  if (is_self) return i18n.t("this node");
  return is_connected ? i18n.t("connected") : i18n.t("not connected");
}

/** Whose word it is that a block is final. */
export function powerWords({ powers, members }: NonNullable<NetworkStatus["network"]>, i18n: I18n): string {
  if (members === 1) return i18n.t("the word of this one node");
  return powers.reach.length > 0
    ? i18n.t("the word of one member, who has more than two thirds of the weight")
    : i18n.t("the word of several members together");
}
