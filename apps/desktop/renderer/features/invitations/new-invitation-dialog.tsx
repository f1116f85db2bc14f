import { useLingui } from "@lingui/react";
import { type Account, ROLES } from "@lucid/contract";
import { Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { roleNames } from "../../shared/text/account-words.ts";
import { localeOf } from "../../shared/text/locales.ts";
import { FormDialog, LinkShownOnce, useLengthWords, useTyped, useWrongField, WholeNumberInput } from "../../shared/ui/index.ts";

export interface NewInvitationDialogProps {
  readonly inviter: Pick<Account, "role" | "permissions">;
  readonly onClose: () => void;
}

const HOURS = [24, 72, 168, 720] as const;

/** Makes a link and shows it, once. */
export function NewInvitationDialog({ inviter, onClose }: NewInvitationDialogProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const create = useMutation(
    queries.invitations.create.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: queries.invitations.list.key() }),
    }),
  );
  const wrong = useWrongField(create.error);
  const [label, setLabel] = useTyped("label of an invitation", "");
  const [role, setRole] = useTyped<Account["role"]>("role of an invitation", "USER");
  const [hours, setHours] = useTyped<number>("hours of an invitation", 168);
  const [email, setEmail] = useTyped("e-mail of an invitation", "");
  const sendsEmail = useQuery(queries.logins.setup.queryOptions()).data?.email === true;
  const [uses, setUses] = useTyped("uses of an invitation", 1);
  const length = useLengthWords(label, 80);
  const names = roleNames(i18n);
  const spans: Record<(typeof HOURS)[number], string> = {
    24: i18n.t("a day"),
    72: i18n.t("three days"),
    168: i18n.t("a week"),
    720: i18n.t("30 days"),
  };
  // The node refuses what is above the inviter's own rank; it is not offered.
  const offered = ROLES.filter((one) =>
    inviter.permissions.includes("assign_roles") ? inviter.role === "SUPER_ADMIN" || one !== "SUPER_ADMIN" : one === "USER",
  );

  function submit(): void {
    const mailed = email.trim() === "" ? {} : { email: email.trim(), language: localeOf(i18n.locale) };
    create.mutate({ label, role, expires_in_hours: hours, uses, ...mailed });
  }

  if (create.data)
    return (
      <LinkShownOnce
        path={create.data.path}
        title={i18n.t("The link of the invitation")}
        power={i18n.t("Whoever has it becomes an account. Send it in a way that only the invited read.")}
        reach={i18n.t("It leads to the address under which you opened this page: the invited must reach it, too.")}
        onClose={onClose}
      />
    );
  return (
    <FormDialog
      title={i18n.t("Invite somebody")}
      verb={i18n.t("Make the link")}
      failed={i18n.t("The invitation was not made")}
      isReady={length.error === undefined}
      isPending={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("For whom")}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        {...length}
        description={length.description ?? i18n.t("A note for this list. The invited do not see it.")}
        error={length.error ?? wrong("label")}
        data-autofocus
      />
      <Select
        label={i18n.t("Role")}
        data={offered.map((value) => ({ value, label: names[value] }))}
        value={role}
        onChange={(value) => setRole(offered.find((one) => one === value) ?? role)}
        error={wrong("role")}
        allowDeselect={false}
      />
      <Select
        label={i18n.t("Counts for")}
        data={HOURS.map((count) => ({ value: String(count), label: spans[count] }))}
        value={String(hours)}
        onChange={(value) => setHours(HOURS.find((count) => String(count) === value) ?? hours)}
        allowDeselect={false}
      />
      <WholeNumberInput
        label={i18n.t("How many may come by it")}
        value={uses}
        onChange={setUses}
        min={1}
        max={100}
        error={wrong("uses")}
      />
      {sendsEmail && (
        <TextInput
          type="email"
          label={i18n.t("Send the link to")}
          description={i18n.t("An e-mail address. Without one you pass the link on yourself.")}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={wrong("email")}
          autoComplete="off"
        />
      )}
    </FormDialog>
  );
}
