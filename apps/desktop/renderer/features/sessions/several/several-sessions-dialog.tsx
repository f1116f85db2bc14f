import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { formatBytes } from "../../../shared/format/index.ts";
import { useLengthWords, useTyped } from "../../../shared/ui/index.ts";
import { SeveralDialog } from "../../../shared/ui/several/index.ts";
import { useSeveralSessions } from "./use-several-sessions.ts";
import { type Deed, wantsReason } from "./what-can-be-done.ts";

export interface SeveralSessionsDialogProps {
  readonly deed: Deed;
  readonly sessions: readonly Session[];
  /** `tried`: something was begun. */
  readonly onClose: (tried: boolean) => void;
}

/** Names what will happen and to which sessions, and asks for the reason where one is wanted. */
export function SeveralSessionsDialog({ deed, sessions, onClose }: SeveralSessionsDialogProps) {
  const { i18n } = useLingui();
  // What was asked for: the list behind changes while it is done.
  const [wanted] = useState(sessions);
  const [reason, setReason] = useTyped(`reason to ${deed} several sessions`, "");
  const length = useLengthWords(reason, 500);
  const { progress, run, stop } = useSeveralSessions(deed);
  const { title, what, button } = wordsOf(deed, wanted, i18n);
  const label = reasonLabel(deed, wanted.length, i18n);

  return (
    <SeveralDialog
      title={title}
      consequence={what}
      verb={button}
      isDangerous={deed === "delete"}
      isReady={length.error === undefined && (!wantsReason(deed) || reason.trim().length >= 10)}
      items={wanted}
      keyOf={({ session_id }) => session_id}
      nameOf={({ name }) => name}
      progress={progress}
      onRun={() => void run(wanted, reason)}
      onStop={stop}
      onClose={onClose}
    >
      {label !== undefined && (
        <TextInput
          label={label}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          {...length}
          data-autofocus
        />
      )}
    </SeveralDialog>
  );
}

/** What the reason is for; undefined where none is asked for. */
function reasonLabel(deed: Deed, count: number, i18n: I18n): string | undefined {
  if (deed === "delete") return i18n.t("Reason, for the receipt");
  return wantsReason(deed)
    ? i18n.t(
        "{count, plural, one {Reason, which the owner reads: ten characters at least} other {Reason, which the owners read: ten characters at least}}",
        { count },
      )
    : undefined;
}

function wordsOf(deed: Deed, sessions: readonly Session[], i18n: I18n) {
  const count = sessions.length;
  switch (deed) {
    case "end":
    case "adminEnd":
      return {
        title: i18n.t("{count, plural, one {End # session?} other {End # sessions?}}", { count }),
        what: i18n.t(
          "{count, plural, one {Everyone is disconnected and the programs in the desktop are closed; what is not saved elsewhere is gone. The record is sealed and anchored.} other {Everyone is disconnected and the programs in the desktops are closed; what is not saved elsewhere is gone. The records are sealed and anchored.}}",
          { count },
        ),
        button: i18n.t("End and seal"),
      };
    case "adminPause":
      return {
        title: i18n.t("{count, plural, one {Pause # session?} other {Pause # sessions?}}", { count }),
        what: i18n.t("Nothing is recorded until the owner goes on. The gap and your reason stand in the proof."),
        button: i18n.t("Pause"),
      };
    case "adminLock":
      return {
        title: i18n.t("{count, plural, one {Lock the input of # session?} other {Lock the input of # sessions?}}", { count }),
        what: i18n.t("Nobody in it can type or click until you unlock it. It is recorded on, and goes on being shown."),
        button: i18n.t("Lock the input"),
      };
    case "adminUnlock":
      return {
        title: i18n.t("{count, plural, one {Unlock the input of # session?} other {Unlock the input of # sessions?}}", { count }),
        what: i18n.t("Everybody in it can type and click again, as its policy allows."),
        button: i18n.t("Unlock the input"),
      };
    case "giveUp":
      return {
        title: i18n.t("{count, plural, one {Give up # draft?} other {Give up # drafts?}}", { count }),
        what: i18n.t(
          "{count, plural, one {Nothing was recorded in it. It leaves the list and cannot be started any more.} other {Nothing was recorded in them. They leave the list and cannot be started any more.}}",
          { count },
        ),
        button: i18n.t("Give up"),
      };
    case "delete":
      return {
        title: i18n.t("{count, plural, one {Delete # recording?} other {Delete # recordings?}}", { count }),
        what: i18n.t(
          "{size} of recording and the keys that open it are deleted on this node, for good. {count, plural, one {The proof on the chain stays, and a signed receipt.} other {The proofs on the chain stay, and a signed receipt for each.}}",
          {
            count,
            size: formatBytes(
              sessions.reduce((sum, session) => sum + session.size_bytes, 0),
              i18n.locale,
            ),
          },
        ),
        button: i18n.t("{count, plural, one {Delete the recording} other {Delete the recordings}}", { count }),
      };
  }
}
