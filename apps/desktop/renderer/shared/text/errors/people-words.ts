import type { I18n } from "@lingui/core";
import { type ErrorCode, peopleErrors } from "@lucid/contract";
import { formatMoment } from "../../format/index.ts";
import { type ErrorWords, nextSteps } from "./words.ts";

export function peopleWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_PEOPLE_ERR_${string}`>, ErrorWords> {
  const { ask } = nextSteps(i18n);
  return {
    LUCID_PEOPLE_ERR_4701: {
      what: i18n.t("A node keeps an owner who can act, and this is the last one."),
      next: i18n.t("Make somebody else an owner first."),
    },
    LUCID_PEOPLE_ERR_4702: {
      what: i18n.t("Nobody does this to the own account."),
      next: i18n.t("Ask somebody else who looks after people."),
    },
    LUCID_PEOPLE_ERR_4703: { what: i18n.t("This account, or the role it would get, is above your own."), next: ask },
    LUCID_PEOPLE_ERR_4704: {
      what: i18n.t("This account is deleted: only its id is left."),
      next: i18n.t("Nothing is left to do."),
    },
    LUCID_PEOPLE_ERR_4705: {
      what: i18n.t("This account is suspended."),
      next: i18n.t("Ask whoever looks after people on this node why, and until when."),
    },
    LUCID_PEOPLE_ERR_4707: {
      what: i18n.t("Sessions of this account still run, or are being sealed."),
      next: i18n.t("End them first; sealing takes a moment."),
    },
    LUCID_PEOPLE_ERR_4708: {
      what: i18n.t("This is not the wallet address of the account."),
      next: i18n.t("Copy the address that is shown above."),
    },
    LUCID_PEOPLE_ERR_4709: {
      what: i18n.t("The node has as many groups as it may have."),
      next: i18n.t("Remove one that is no longer needed."),
    },
    LUCID_PEOPLE_ERR_4710: {
      what: i18n.t("The verdict about a person is not signed by the key of this node, or is too old."),
      next: i18n.t("Check the key and the clock of the service that checks persons."),
    },
    LUCID_PEOPLE_ERR_4711: {
      what: i18n.t("Rules of the node’s policies name this group: what they forbid it would be allowed without it."),
      next: i18n.t("Take the group out of those rules first."),
    },
    LUCID_PEOPLE_ERR_4706: {
      what: i18n.t("Only an admin is told apart by what that one may do."),
      next: i18n.t("Give the role of an admin with it, or leave it out."),
    },
  };
}

const Suspension = peopleErrors.spec.ACCOUNT_SUSPENDED.data;

/** Why an account is suspended, and until when, where the node says it. */
export function suspensionWords(code: string, details: unknown, i18n: I18n): ErrorWords | undefined {
  if (code !== peopleErrors.spec.ACCOUNT_SUSPENDED.code) return undefined;
  const { data } = Suspension.safeParse(details);
  if (!data || data.reason === null) return undefined;
  const { reason, until } = data;
  return {
    what:
      until === null
        ? i18n.t("This account is suspended until somebody lifts it: “{reason}”.", { reason })
        : i18n.t("This account is suspended until {moment}: “{reason}”.", { reason, moment: formatMoment(until, i18n.locale) }),
    next: i18n.t("Ask whoever looks after people on this node."),
  };
}
