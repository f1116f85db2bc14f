import { useLingui } from "@lingui/react";
import { MAX_NOTE_LENGTH } from "@lucid/contract";
import { Button, Group, Textarea } from "@mantine/core";
import type { SyntheticEvent } from "react";
import { useDraft, useLengthWords } from "../../shared/ui/index.ts";

export interface NoteFormProps {
  /** What is written here, among all that is written. */
  readonly name: string;
  readonly label: string;
  readonly text?: string;
  readonly submitLabel: string;
  readonly busy: boolean;
  /** What the node says of the text that it refused. */
  readonly refused: string | undefined;
  /** Called with the text; `done`, once it is kept, makes the form as it was. */
  readonly onSubmit: (text: string, done: () => void) => void;
  readonly onCancel?: () => void;
}

/** A note being written or changed. */
export function NoteForm({ name, label, text: before = "", submitLabel, busy, refused, onSubmit, onCancel }: NoteFormProps) {
  const { i18n } = useLingui();
  const { value: text, change: setText, drop } = useDraft(name, () => before);
  const length = useLengthWords(text, MAX_NOTE_LENGTH);
  const canSubmit = text.trim() !== "" && text.trim() !== before && length.error === undefined;

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    onSubmit(text, () => setText(before));
  }

  return (
    <form onSubmit={submit}>
      <Textarea
        label={label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        {...length}
        error={length.error ?? refused}
        rows={3}
        resize="vertical"
      />
      <Group justify="flex-end" mt="xs">
        {onCancel && (
          <Button
            variant="default"
            onClick={() => {
              drop();
              onCancel();
            }}
          >
            {i18n.t("Cancel")}
          </Button>
        )}
        <Button type="submit" variant="default" loading={busy} disabled={!canSubmit}>
          {submitLabel}
        </Button>
      </Group>
    </form>
  );
}
