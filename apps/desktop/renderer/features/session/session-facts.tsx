import { useLingui } from "@lingui/react";
import { isOpen, type Session } from "@lucid/contract";
import type { ReactNode } from "react";
import { formatShare } from "../../shared/format/index.ts";
import { explainReason } from "../../shared/text/reason-words.ts";
import { ByteSize, Card, Clock, Facts, Hash, Moment, Term } from "../../shared/ui/index.ts";
import classes from "./session.module.css";

type Fact = readonly [name: ReactNode, value: ReactNode];

const facts = (isThere: boolean, row: Fact): readonly Fact[] => (isThere ? [row] : []);
const moment = (name: string, at: string | null): readonly Fact[] => (at === null ? [] : [[name, <Moment key="v" at={at} />]]);

/** The plain facts of a session, folded away; of one that never started, those that it has. */
export function SessionFacts({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const { description, session_id, started_at, ended_at, anchored_at, anchor, chunk_count } = session;
  const stated = session.policy.version === 2 ? session.policy.stated : { reason: "", ticket: "" };
  const end = session.end === null ? undefined : endNames()[session.end];
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
            ...facts(description !== "", [i18n.t("Description"), description]),
            [i18n.t("Session"), <Hash key="v" value={session_id} label={i18n.t("session")} ends={8} />],
            [i18n.t("Started"), started_at === null ? i18n.t("not started") : <Moment key="v" at={started_at} />],
            ...facts(started_at !== null, [
              i18n.t("Ended"),
              <span key="v">
                {ended_at === null ? isOpen(session) && i18n.t("still open") : <Moment at={ended_at} />}
                {end !== undefined && (ended_at === null ? end : `, ${end}`)}
              </span>,
            ]),
            ...moment(i18n.t("On the chain"), anchored_at),
            ...moment(i18n.t("Final"), anchor.final_at),
            ...facts(reason !== undefined, [i18n.t("Reason"), reason]),
            ...facts(started_at !== null, [i18n.t("Length"), <Clock key="v" seconds={session.duration} />]),
            [i18n.t("Picture"), `${session.width} × ${session.height}`],
            ...facts(chunk_count > 0, [
              i18n.t("Stored"),
              <span key="v">
                <ByteSize bytes={session.size_bytes} />, {session.compression}
                {saved !== undefined &&
                  saved > 0.01 &&
                  `, ${i18n.t("{share} saved", { share: formatShare(saved, i18n.locale) })}`}
              </span>,
            ]),
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
            ...facts(stated.reason !== "", [i18n.t("Stated reason"), stated.reason]),
            ...facts(stated.ticket !== "", [i18n.t("Ticket"), stated.ticket]),
            [
              <Term key="k" name="consent">
                {i18n.t("Consent text")}
              </Term>,
              <span key="v">
                {/* In the language that it was agreed to in, which is not known. */}
                <span lang="">{session.consent_text}</span>
                <br />
                <Hash value={session.consent_hash} label={i18n.t("consent hash")} ends={8} />
              </span>,
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
