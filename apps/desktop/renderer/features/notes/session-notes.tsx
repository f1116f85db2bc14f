import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Text, Title } from "@mantine/core";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { Card, ErrorNotice, useWrongField } from "../../shared/ui/index.ts";
import { NoteForm } from "./note-form.tsx";
import classes from "./notes.module.css";
import { OneNote } from "./one-note.tsx";
import { useNotes } from "./use-notes.ts";

/** What people wrote about a session: on this node, beside the record and no part of it. */
export function SessionNotes({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const notes = useNotes(session.session_id);
  const login = useStore(useApi().login.state);
  const account = login.status === "in" ? login.account : undefined;
  const may = (permission: string): boolean => account?.permissions.includes(permission) === true;
  const wrong = useWrongField(notes.add.error);
  const failed = notes.add.error ?? notes.change.error ?? notes.remove.error;

  return (
    <Card>
      <Title order={2}>{i18n.t("Notes")}</Title>
      <Text c="dimmed" size="sm">
        {i18n.t("Notes stay on this node. They are not part of the recording or its proof, and go with it when it is deleted.")}
      </Text>
      {notes.list.error && (
        <ErrorNotice
          error={notes.list.error}
          title={i18n.t("The notes could not be shown")}
          onRetry={() => void notes.list.refetch()}
        />
      )}
      {failed && <ErrorNotice error={failed} title={i18n.t("The note could not be kept")} />}
      <ul className={classes.notes}>
        {notes.list.data?.notes.map((note) => (
          <OneNote
            key={note.note_id}
            note={note}
            isOwn={note.author.user_id === account?.user_id}
            mayRemove={may("delete_any_session")}
            notes={notes}
          />
        ))}
      </ul>
      {may("create_session") && session.state !== "deleted" && (
        <NoteForm
          name={`note on ${session.session_id}`}
          label={i18n.t("New note")}
          submitLabel={i18n.t("Add the note")}
          busy={notes.add.isPending}
          refused={wrong("text")}
          onSubmit={(text, done) => notes.add.mutate({ session_id: session.session_id, text }, { onSuccess: done })}
        />
      )}
    </Card>
  );
}
