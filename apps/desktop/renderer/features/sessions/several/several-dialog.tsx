import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Button, Group, List, Progress, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { toFailure } from "../../../shared/api/failure.ts";
import { formatBytes } from "../../../shared/format/index.ts";
import { wordsOfFailure } from "../../../shared/text/errors/error-words.ts";
import { Dialog, useLengthWords } from "../../../shared/ui/index.ts";
import { type Refused, useSeveral } from "./use-several.ts";
import { type Deed, wantsReason } from "./what-can-be-done.ts";

export interface SeveralDialogProps {
  readonly deed: Deed;
  readonly sessions: readonly Session[];
  /** `changed`: something was tried. */
  readonly onClose: (changed: boolean) => void;
}

/** Names what will happen and to what, asks once, and shows how far it is and what was refused. */
export function SeveralDialog({ deed, sessions, onClose }: SeveralDialogProps) {
  const { i18n } = useLingui();
  // What was asked for: the list behind changes while it is done.
  const [wanted] = useState(sessions);
  const [reason, setReason] = useState("");
  const length = useLengthWords(reason, 500);
  const { progress, run, stop } = useSeveral(deed);
  const words = wordsOf(deed, wanted, i18n);
  const { step, tried, refused } = progress;

  return (
    <Dialog title={words.title} onClose={() => onClose(step !== "asking")}>
      <Stack>
        <Text>{words.what}</Text>
        <List c="dimmed" mah={180} style={{ overflowY: "auto", overflowWrap: "anywhere" }} tabIndex={0}>
          {wanted.map((session) => (
            <List.Item key={session.session_id}>{session.name}</List.Item>
          ))}
        </List>
        {deed === "delete" && step === "asking" && (
          <TextInput
            label={i18n.t("Reason, for the receipt")}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            {...length}
            data-autofocus
          />
        )}
        {wantsReason(deed) && step === "asking" && (
          <TextInput
            label={i18n.t(
              "{count, plural, one {Reason, which the owner reads: ten characters at least} other {Reason, which the owners read: ten characters at least}}",
              { count: wanted.length },
            )}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            {...length}
            data-autofocus
          />
        )}
        {step !== "asking" && (
          <div role="status">
            <Progress value={(tried / wanted.length) * 100} aria-label={words.title} />
            <Text c="dimmed" mt={4}>
              {i18n.t("{tried} of {total}", { tried, total: wanted.length })}
            </Text>
          </div>
        )}
        {refused.length > 0 && <RefusedList refused={refused} />}
        <Group justify="flex-end">
          {step === "asking" && (
            <>
              <Button variant="default" onClick={() => onClose(false)}>
                {i18n.t("Cancel")}
              </Button>
              <Button
                color={deed === "delete" ? "recording" : "ink"}
                onClick={() => void run(wanted, reason)}
                disabled={length.error !== undefined || (wantsReason(deed) && reason.trim().length < 10)}
              >
                {words.button}
              </Button>
            </>
          )}
          {step === "running" && (
            <Button variant="default" onClick={stop}>
              {i18n.t("Stop here")}
            </Button>
          )}
          {step === "done" && (
            <Button variant="default" onClick={() => onClose(true)}>
              {i18n.t("Close")}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

function RefusedList({ refused }: { readonly refused: readonly Refused[] }) {
  const { i18n } = useLingui();
  return (
    <div role="alert">
      <Text fw={560}>{i18n.t("{count, plural, one {# was refused} other {# were refused}}", { count: refused.length })}</Text>
      <List>
        {refused.map(({ session, error }) => {
          const failure = toFailure(error);
          return (
            <List.Item key={session.session_id}>
              {session.name}: {wordsOfFailure(failure, i18n).what} ({failure.code})
            </List.Item>
          );
        })}
      </List>
    </div>
  );
}

function wordsOf(deed: Deed, sessions: readonly Session[], i18n: I18n) {
  const count = sessions.length;
  switch (deed) {
    case "end":
      return {
        title: i18n.t("{count, plural, one {End # session?} other {End # sessions?}}", { count }),
        what: i18n.t(
          "{count, plural, one {Everyone is disconnected and the programs in the desktop are closed; what is not saved elsewhere is gone. The record is sealed and anchored.} other {Everyone is disconnected and the programs in the desktops are closed; what is not saved elsewhere is gone. The records are sealed and anchored.}}",
          { count },
        ),
        button: i18n.t("End and seal"),
      };
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
