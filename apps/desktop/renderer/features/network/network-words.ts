import type { I18n } from "@lingui/core";
import type { NetworkChange, NetworkEarlier, NetworkMember, NetworkStatus } from "@lucid/contract";
import { formatCount, formatMoment } from "../../shared/format/index.ts";
import type { Tone } from "../../shared/ui/index.ts";

function stateWords(state: NetworkStatus["state"], i18n: I18n): string {
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

/** What goes on by itself. */
export const PASSING: ReadonlySet<string> = new Set(["unreachable", "approvals-needed"]);

type Standing = Pick<NetworkStatus, "state" | "problem">;
const isStuck = ({ problem }: Standing): boolean => problem !== null && !PASSING.has(problem.code);

export const toneOf = (standing: Standing): Tone =>
  isStuck(standing) ? "bad" : standing.state === "joining" || standing.state === "leaving" ? "waiting" : "quiet";

/** How the node stands in its network: a member that can do nothing there is not called one alone. */
export const standingWords = (standing: Standing, i18n: I18n): string =>
  isStuck(standing) ? i18n.t("takes no part") : stateWords(standing.state, i18n);

/** What the network knows of a chain that the node comes from: that it existed, and nothing of what it says. */
export const earlierWords = ({ known }: NetworkEarlier, i18n: I18n): string =>
  known === null
    ? i18n.t("not known to this network yet")
    : i18n.t("until block {height}, known to this network since {moment}", {
        height: formatCount(known.height),
        moment: formatMoment(known.since, i18n.locale),
      });

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
      return i18n.t("Members with more than two thirds of the weight have to approve. They are asked, and it goes on by itself.");
    case "other-chain":
      return i18n.t("Whoever answers at these addresses has another chain than the invitation names. Do not trust them.");
    case "removed":
      return i18n.t("The members took this node out of the network. Leave it here, too.");
    case "stopped":
      return i18n.t("This node takes no part at this moment. What it says itself stands below, and more in its log.");
    case "not-opened":
      return i18n.t("The network could not be opened: its port is taken, or its disk is full. It is tried again by itself.");
    case "damaged":
      return i18n.t(
        "What this node keeps of the network is damaged, and it signs nothing. Its manual says how to fetch it from the other members, or from a backup.",
      );
  }
}

/** How connected a member is, or which way it goes. */
export function memberWords({ state, is_self, is_connected }: NetworkMember, i18n: I18n): string {
  if (state === "joining") return i18n.t("joining");
  if (state === "leaving") return i18n.t("leaving");
  if (is_self) return i18n.t("this node");
  return is_connected ? i18n.t("connected") : i18n.t("not connected");
}

/** What a change of the membership is, and how far it is. */
export function changeWords({ kind, decision, approvals }: NetworkChange, i18n: I18n): string {
  const what = kind === "admit" ? i18n.t("is to become a member") : i18n.t("is to be taken out");
  return `${what}: ${approvals === null ? decisionWords(decision, i18n) : i18n.t("weight {weight} of {total} has approved", approvals)}`;
}

function decisionWords(decision: NetworkChange["decision"], i18n: I18n): string {
  switch (decision) {
    case "open":
      return i18n.t("waits for your word");
    case "approved":
      return i18n.t("approved here, waits for others");
    case "declined":
      return i18n.t("declined here");
  }
}

/** Whose word it is that a block is final. */
export function powerWords({ powers, members }: NonNullable<NetworkStatus["network"]>, i18n: I18n): string {
  if (members === 1) return i18n.t("the word of this one node");
  return powers.reach.length > 0
    ? i18n.t("the word of one member, who has more than two thirds of the weight")
    : i18n.t("the word of several members together");
}
