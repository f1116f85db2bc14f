import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Text, Textarea, TextInput } from "@mantine/core";
import { lazy, Suspense } from "react";
import { FormDialog, useLengthWords, useTyped, useWrongField, Waiting } from "../../shared/ui/index.ts";
import type { DraftChoice } from "./draft-choices.tsx";
import { useUpdateSession } from "./use-update-session.ts";

// With what hashes a policy, which no list needs.
const DraftChoices = lazy(async () => ({ default: (await import("./draft-choices.tsx")).DraftChoices }));

/** Changes name and description, which are not part of the proof; of a draft, desktop and policy as well. */
export function RenameDialog({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const update = useUpdateSession();
  const wrong = useWrongField(update.error);
  const [name, setName] = useTyped(`name of session ${session.session_id}`, session.name);
  const [description, setDescription] = useTyped(`description of session ${session.session_id}`, session.description);
  const [choice, setChoice] = useTyped<DraftChoice>(`choices of draft ${session.session_id}`, {
    template: session.template,
    policy: undefined,
  });
  const nameLength = useLengthWords(name, 255);
  const descriptionLength = useLengthWords(description, 1_000);
  const isDraft = session.state === "created";
  const canSave = name.trim() !== "" && nameLength.error === undefined && descriptionLength.error === undefined;

  function submit(): void {
    const { template, policy } = choice;
    update.mutate(
      {
        session_id: session.session_id,
        name,
        description,
        ...(template === session.template ? {} : { template }),
        ...(policy === undefined ? {} : { policy }),
      },
      { onSuccess: onClose },
    );
  }

  return (
    <FormDialog
      title={isDraft ? i18n.t("Change “{name}”", { name: session.name }) : i18n.t("Name and description")}
      verb={i18n.t("Save")}
      failed={i18n.t("The session could not be changed")}
      isReady={canSave}
      isPending={update.isPending}
      error={update.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        {...nameLength}
        error={nameLength.error ?? wrong("name")}
        required
        data-autofocus
      />
      <Textarea
        label={i18n.t("Description")}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        {...descriptionLength}
        error={descriptionLength.error ?? wrong("description")}
        autosize
        minRows={2}
      />
      {isDraft && (
        <Suspense fallback={<Waiting label={i18n.t("Asking the node")} />}>
          <DraftChoices draft={session} choice={choice} onChange={setChoice} />
        </Suspense>
      )}
      <Text c="dimmed" size="sm">
        {i18n.t("Name and description are notes on this node. They are not part of the recording or its proof.")}
      </Text>
    </FormDialog>
  );
}
