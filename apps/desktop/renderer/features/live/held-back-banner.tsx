import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { HeldBack, Session } from "@lucid/contract";
import { Button, CloseButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { wordsOfPolicy } from "../new-session/index.ts";
import { decisionWords, ruleSentence, useGroupNames } from "../policies/index.ts";
import { AskFor, mayBeAskedFor } from "../requests/index.ts";
import classes from "./live.module.css";
import type { HeldAction, HeldBackNotes } from "./use-held-back.ts";

const whatHappened = (i18n: I18n): Readonly<Record<HeldAction, string>> => ({
  type: i18n.t("Keys do not reach the desktop."),
  point: i18n.t("The mouse does not reach the desktop."),
  copy_in: i18n.t("The text did not go into the desktop."),
  copy_out: i18n.t("What was copied stays in the desktop."),
});

export interface HeldBackBannerProps {
  readonly session: Session;
  readonly notes: HeldBackNotes;
  /** Takes the focus when a line is closed, so that nobody falls to the top of the page. */
  readonly onClosed: () => void;
}

/**
 * What a policy holds back of what is tried just now, above the picture, with the rule that says so and the way to ask. The newest, and the newest
 * that can be asked for: all at once would leave a phone little of the desktop.
 */
export function HeldBackBanner({ session, notes, onClosed }: HeldBackBannerProps) {
  const { i18n } = useLingui();
  const [areAllOpen, setAllOpen] = useState(false);
  // Only the owner of a session can ask for something in it.
  const isOwner = useStore(useApi().login.state, ({ account }) => account?.user_id === session.user_id);
  const newestFirst = useNewestFirst(notes.shown);
  const askable = isOwner ? newestFirst.find(({ decision }) => mayBeAskedFor(decision)) : undefined;
  const always = newestFirst.filter((note, place) => place === 0 || note === askable);
  const further = newestFirst.length - always.length;
  return (
    <div role="status">
      {(areAllOpen ? newestFirst : always).map((note, place) => (
        <div key={note.action} className={classes.heldBack}>
          <p>
            <strong>{whatHappened(i18n)[note.action]}</strong> <Because note={note} />
          </p>
          {isOwner && <AskFor action={note.action} decision={note.decision} session={session} />}
          {place === 0 && further > 0 && (
            <Button size="compact-sm" variant="default" aria-expanded={areAllOpen} onClick={() => setAllOpen(!areAllOpen)}>
              {areAllOpen ? i18n.t("Show fewer") : i18n.t("{count} more held back", { count: further })}
            </Button>
          )}
          <CloseButton
            aria-label={i18n.t("Close this note")}
            onClick={() => {
              notes.close(note);
              onClosed();
            }}
          />
        </div>
      ))}
    </div>
  );
}

/** By when each appeared here: one that is told again, of what goes on, keeps its place. */
function useNewestFirst(shown: readonly HeldBack[]): readonly HeldBack[] {
  const [order, setOrder] = useState<readonly HeldAction[]>([]);
  const appeared = shown.map(({ action }) => action).filter((action) => !order.includes(action));
  const stayed = order.filter((action) => shown.some((note) => note.action === action));
  if (appeared.length > 0 || stayed.length < order.length) setOrder([...appeared.toReversed(), ...stayed]);
  return shown.toSorted((one, other) => order.indexOf(one.action) - order.indexOf(other.action));
}

/** The rule in words, as it was when the session was agreed to. */
function Because({ note: { decision } }: { readonly note: HeldBack }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const { nameOf } = useGroupNames();
  const { policy_id, policy_version, rule_id } = decision;
  const { data } = useQuery(
    queries.policies.versions.queryOptions({ input: { policy_id: policy_id ?? "" }, enabled: policy_id !== null }),
  );
  const document = data?.versions.find(({ version }) => version === policy_version)?.document;
  const rule = document?.rules.find((one) => one.rule_id === rule_id);
  if (policy_id === null || !document || !rule) return decisionWords(decision, i18n);
  const policy = wordsOfPolicy({ policy_id, name: document.name, summary: document.description }, i18n).title;
  return (
    <>
      {ruleSentence(rule, i18n, nameOf)}{" "}
      <span className={classes.rule}>
        {i18n.t("Rule {rule} of “{policy}”, version {version}", { rule: rule.rule_id, policy, version: policy_version ?? 0 })}
      </span>
    </>
  );
}
