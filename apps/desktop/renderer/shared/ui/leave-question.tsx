import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { Button, Group, Stack, Text } from "@mantine/core";
import { DialogWindow } from "./dialog-window.tsx";
import type { UnsavedKind } from "./unsaved.ts";

export interface LeaveQuestionProps {
  /** What is gone when it is left. */
  readonly unsaved: readonly UnsavedKind[];
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Asked before what was not saved is left behind: a page, or a dialog. Escape stays. */
export function LeaveQuestion({ unsaved, onStay, onLeave }: LeaveQuestionProps) {
  const { i18n } = useLingui();
  const { title, text, leave } = wordsOf(unsaved, i18n);
  return (
    <DialogWindow title={title} onClose={onStay} opened size="md" onTop closesByClickBeside>
      <Stack>
        <Text>{text}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onStay} data-leave data-autofocus>
            {i18n.t("Stay here")}
          </Button>
          <Button color="recording" onClick={onLeave}>
            {leave}
          </Button>
        </Group>
      </Stack>
    </DialogWindow>
  );
}

interface QuestionWords {
  readonly title: string;
  readonly text: string;
  readonly leave: string;
}

function wordsOf(unsaved: readonly UnsavedKind[], i18n: I18n): QuestionWords {
  if (unsaved.includes("words"))
    return {
      title: i18n.t("Leave before the words are backed up?"),
      text: i18n.t(
        "Until they are on paper, whatever you record is lost with the data of this browser. Your passphrase shows them again.",
      ),
      leave: i18n.t("Leave it for later"),
    };
  return {
    title: i18n.t("Leave without saving?"),
    text: unsaved.includes("typed")
      ? i18n.t("What you typed or chose here was not saved. It is gone when you leave.")
      : i18n.t("What is shown here is never shown again. It is gone when you leave."),
    leave: i18n.t("Leave without saving"),
  };
}
