import { useLingui } from "@lingui/react";
import type { Note } from "@lucid/contract";
import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { Hash, Moment, useWrongField } from "../../shared/ui/index.ts";
import { NoteForm } from "./note-form.tsx";
import classes from "./notes.module.css";
import type { useNotes } from "./use-notes.ts";

export interface OneNoteProps {
  readonly note: Note;
  readonly isOwn: boolean;
  readonly mayRemove: boolean;
  readonly notes: ReturnType<typeof useNotes>;
}

/** One note with its author and time; its author may change it. */
export function OneNote({ note, isOwn, mayRemove, notes }: OneNoteProps) {
  const { i18n } = useLingui();
  const [changing, setChanging] = useState(false);
  const { note_id, session_id, author } = note;
  const wrong = useWrongField(notes.change.variables?.note_id === note_id ? notes.change.error : undefined);

  return (
    <li className={classes.note}>
      <div className={classes.head}>
        <strong>{author.name ?? <Hash value={author.tron_address} label={i18n.t("address")} ends={6} />}</strong>
        <span className={classes.time}>
          <Moment at={note.created_at} />
          {note.changed_at !== null && (
            <>
              {", "}
              {i18n.t("changed")} <Moment at={note.changed_at} />
            </>
          )}
        </span>
      </div>
      {changing ? (
        <NoteForm
          name={`note ${note_id}`}
          label={i18n.t("Your note")}
          text={note.text}
          submitLabel={i18n.t("Save")}
          busy={notes.change.isPending}
          refused={wrong("text")}
          onSubmit={(text, done) =>
            notes.change.mutate(
              { session_id, note_id, text },
              {
                onSuccess() {
                  done();
                  setChanging(false);
                },
              },
            )
          }
          onCancel={() => setChanging(false)}
        />
      ) : (
        <p className={classes.text}>{note.text}</p>
      )}
      {!changing && (isOwn || mayRemove) && (
        <Group gap={6} ms={-8}>
          {isOwn && (
            <Button size="compact-xs" variant="subtle" onClick={() => setChanging(true)}>
              {i18n.t("Change")}
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="subtle"
            loading={notes.remove.isPending && notes.remove.variables?.note_id === note_id}
            onClick={() => notes.remove.mutate({ session_id, note_id })}
          >
            {i18n.t("Remove")}
          </Button>
        </Group>
      )}
    </li>
  );
}
