import type { I18n } from "@lingui/core";
import type { AccessRequest, AccessState } from "@lucid/contract";
import { shorten } from "../../shared/format/index.ts";
import type { Tone } from "../../shared/ui/index.ts";
import { actionNames } from "../policies/index.ts";

export const requestStates = (i18n: I18n): Readonly<Record<AccessState, { readonly label: string; readonly tone: Tone }>> => ({
  pending: { label: i18n.t("waits for a decision"), tone: "waiting" },
  approved: { label: i18n.t("allowed"), tone: "quiet" },
  denied: { label: i18n.t("refused"), tone: "bad" },
  expired: { label: i18n.t("over"), tone: "quiet" },
  revoked: { label: i18n.t("taken back"), tone: "warning" },
});

export const nameOfPerson = ({ name, tron_address }: AccessRequest["asker"]): string => name ?? shorten(tron_address, 6);

/** What is asked for, as one sentence. */
export const requestSentence = ({ asker, action, minutes, policy_name }: AccessRequest, i18n: I18n): string =>
  i18n.t("{person} asks to {what} for {minutes, plural, one {# minute} other {# minutes}}, under “{policy}”.", {
    person: nameOfPerson(asker),
    what: actionNames(i18n)[action],
    minutes,
    policy: policy_name,
  });
