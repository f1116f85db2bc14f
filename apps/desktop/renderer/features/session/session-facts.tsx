import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { formatShare } from "../../shared/format/index.ts";
import { explainReason } from "../../shared/text/reason-words.ts";
import { ByteSize, Card, Clock, Facts, Hash, Moment, Term } from "../../shared/ui/index.ts";
import classes from "./session.module.css";

/** The plain facts of a session, folded away. */
export function SessionFacts({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const end = session.end === null ? i18n.t("still open") : endNames()[session.end];
  const reason = explainReason(session, i18n);
  const saved =
    session.compression_ratio === null || session.compression_ratio <= 0
      ? undefined
      : Math.max(0, 1 - 1 / session.compression_ratio);
  return (
    <Card>
      <details className={classes.chunks}>
        <summary>{i18n.t("About this session")}</summary>
        <Facts
          rows={[
            ...(session.description === "" ? [] : [[i18n.t("Description"), session.description] as const]),
            [i18n.t("Session"), <Hash key="v" value={session.session_id} label={i18n.t("session")} ends={8} />],
            [i18n.t("Started"), session.started_at === null ? i18n.t("not started") : <Moment key="v" at={session.started_at} />],
            [
              i18n.t("Ended"),
              session.ended_at === null ? (
                end
              ) : (
                <>
                  {<Moment at={session.ended_at} />}, {end}
                </>
              ),
            ],
            ...(session.anchored_at === null
              ? []
              : [[i18n.t("On the chain"), <Moment key="v" at={session.anchored_at} />] as const]),
            ...(session.anchor.final_at === null
              ? []
              : [[i18n.t("Final"), <Moment key="v" at={session.anchor.final_at} />] as const]),
            ...(reason === undefined ? [] : [[i18n.t("Reason"), reason] as const]),
            [i18n.t("Length"), <Clock key="v" seconds={session.duration} />],
            [i18n.t("Picture"), `${session.width} × ${session.height}`],
            [
              i18n.t("Stored"),
              <span key="v">
                <ByteSize bytes={session.size_bytes} />, {session.compression}
                {saved !== undefined &&
                  saved > 0.01 &&
                  `, ${i18n.t("{share} saved", { share: formatShare(saved, i18n.locale) })}`}
              </span>,
            ],
            [
              <Term key="k" name="data-key">
                {i18n.t("Encryption")}
              </Term>,
              session.encryption,
            ],
            [
              <Term key="k" name="policy">
                {i18n.t("Policy")}
              </Term>,
              <Hash key="v" value={session.policy_hash} label={i18n.t("policy hash")} ends={8} />,
            ],
            [
              <Term key="k" name="consent">
                {i18n.t("Consent text")}
              </Term>,
              <Hash key="v" value={session.consent_hash} label={i18n.t("consent hash")} ends={8} />,
            ],
          ]}
        />
      </details>
    </Card>
  );

  function endNames(): Record<NonNullable<Session["end"]>, string> {
    return {
      stopped: i18n.t("ended by somebody"),
      limit: i18n.t("a limit was reached"),
      interrupted: i18n.t("the node stopped in the middle"),
      recorder_lost: i18n.t("the recorder failed"),
      desktop_lost: i18n.t("the desktop went away"),
    };
  }
}
