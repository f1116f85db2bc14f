import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { type BulkAction, GroupId, type ListedAccount } from "@lucid/contract";
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLengthWords, useTyped } from "../../../shared/ui/index.ts";
import { SeveralDialog } from "../../../shared/ui/several/index.ts";
import { SuspensionFields, suspensionOf, USUAL_TERMS } from "../suspension-fields.tsx";
import { useAccountName } from "../use-account-name.ts";
import { useGroups } from "../use-groups.ts";
import { useSeveralPeople } from "./use-several-people.ts";

export interface SeveralPeopleDialogProps {
  readonly action: BulkAction;
  readonly accounts: readonly ListedAccount[];
  /** `tried`: something was begun. */
  readonly onClose: (tried: boolean) => void;
}

/** Names what will happen and to whom, asks for the reason, and shows how far it is and what was refused for whom. */
export function SeveralPeopleDialog({ action, accounts, onClose }: SeveralPeopleDialogProps) {
  const { i18n } = useLingui();
  const name = useAccountName();
  // Who was meant: the list behind changes while it is done.
  const [wanted] = useState(accounts);
  const [reason, setReason] = useTyped(`reason to ${action} several people`, "");
  const [terms, setTerms] = useTyped(`terms to ${action} several people`, USUAL_TERMS);
  const [group, setGroup] = useTyped<string | null>(`group to ${action} several people`, null);
  const length = useLengthWords(reason, 500);
  const { progress, run, stop } = useSeveralPeople(action);
  const { title, what, button } = wordsOf(action, wanted.length, i18n);
  const suspension = action === "suspend" ? suspensionOf(terms) : {};
  const isReady =
    reason.trim() !== "" &&
    length.error === undefined &&
    suspension !== undefined &&
    (action !== "add_to_group" || group !== null);

  return (
    <SeveralDialog
      title={title}
      consequence={what}
      verb={button}
      isDangerous={action === "suspend"}
      isReady={isReady}
      items={wanted}
      keyOf={({ user_id }) => user_id}
      nameOf={name}
      progress={progress}
      onRun={() => void run(wanted, { reason, ...suspension, ...(group === null ? {} : { group_id: GroupId.parse(group) }) })}
      onStop={stop}
      onClose={onClose}
    >
      {action === "add_to_group" && <GroupChoice value={group} onChange={setGroup} />}
      <TextInput
        label={action === "suspend" ? i18n.t("Reason, which the person reads") : i18n.t("Reason, for the audit log")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        {...length}
        data-autofocus
      />
      {action === "suspend" && <SuspensionFields terms={terms} onChange={setTerms} />}
    </SeveralDialog>
  );
}

function GroupChoice({ value, onChange }: { readonly value: string | null; readonly onChange: (id: string | null) => void }) {
  const { i18n } = useLingui();
  const groups = useGroups();
  return (
    <Select
      label={i18n.t("Group")}
      data={(groups.data ?? []).map(({ group_id, name }) => ({ value: group_id, label: name }))}
      nothingFoundMessage={i18n.t("There is no such group")}
      searchable
      value={value}
      onChange={onChange}
    />
  );
}

function wordsOf(action: BulkAction, count: number, i18n: I18n) {
  switch (action) {
    case "suspend":
      return {
        title: i18n.t("{count, plural, one {Suspend # person?} other {Suspend # people?}}", { count }),
        what: i18n.t(
          "All their logins end at once, every connection to their desktops is cut, and nobody gets in until the time is over or somebody lifts it. Recordings stay.",
        ),
        button: i18n.t("Suspend"),
      };
    case "activate":
      return {
        title: i18n.t("{count, plural, one {Restore # person?} other {Restore # people?}}", { count }),
        what: i18n.t("They can log in again. What was ended stays ended."),
        button: i18n.t("Restore"),
      };
    case "end_logins":
      return {
        title: i18n.t("{count, plural, one {End the logins of # person?} other {End the logins of # people?}}", { count }),
        what: i18n.t("Their pages and programs have to log in again; API keys go on. Sessions that run go on."),
        button: i18n.t("End the logins"),
      };
    case "add_to_group":
      return {
        title: i18n.t("{count, plural, one {Add # person to a group} other {Add # people to a group}}", { count }),
        what: i18n.t("What policies say of the group holds for them at once."),
        button: i18n.t("Add"),
      };
  }
}
