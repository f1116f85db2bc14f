import { useLingui } from "@lingui/react";
import type { Person } from "@lucid/contract";
import { formatCount, formatMoment } from "../../shared/format/index.ts";
import { accountStatusNames, adminLabelNames, kycNames, roleNames } from "../../shared/text/account-words.ts";
import { Badge, ByteSize, Facts, Hash, Moment, Term } from "../../shared/ui/index.ts";

/** What the node knows of somebody. */
export function PersonFacts({ person }: { readonly person: Person }) {
  const { i18n } = useLingui();
  const { suspension, admin_label: label } = person;
  const role = roleNames(i18n)[person.role];
  return (
    <Facts
      rows={[
        [
          i18n.t("State"),
          <Badge key="s" tone={person.status === "active" ? "quiet" : "warning"}>
            {accountStatusNames(i18n)[person.status]}
          </Badge>,
        ],
        ...(suspension
          ? ([
              [
                i18n.t("Suspended until"),
                suspension.until === null
                  ? i18n.t("somebody lifts it")
                  : i18n.t("{moment}, or until somebody lifts it", { moment: formatMoment(suspension.until, i18n.locale) }),
              ],
              [i18n.t("Reason"), suspension.reason],
            ] as const)
          : []),
        [i18n.t("Role"), person.role === "ADMIN" && label ? `${role}: ${adminLabelNames(i18n)[label]}` : role],
        [i18n.t("Person checked (KYC)"), kycNames(i18n)[person.kyc_status]],
        [
          i18n.t("Wallet address"),
          person.tron_address === null ? (
            i18n.t("erased")
          ) : (
            <Hash key="a" value={person.tron_address} label={i18n.t("address")} ends={8} />
          ),
        ],
        [i18n.t("Account"), <Hash key="i" value={person.user_id} label={i18n.t("id")} ends={8} />],
        [
          <Term key="t" name="recipient">
            {i18n.t("Encryption recipient")}
          </Term>,
          person.recipient === null ? (
            i18n.t("none yet")
          ) : (
            <Hash key="r" value={person.recipient} label={i18n.t("recipient")} ends={8} />
          ),
        ],
        [i18n.t("Sessions"), formatCount(person.sessions.count)],
        [i18n.t("Storage"), <ByteSize key="b" bytes={person.sessions.size_bytes} />],
        [i18n.t("Since"), <Moment key="c" at={person.created_at} />],
        [i18n.t("Last login"), person.last_login === null ? i18n.t("never") : <Moment key="l" at={person.last_login} />],
      ]}
    />
  );
}
