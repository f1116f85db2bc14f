import { useLingui } from "@lingui/react";
import { ADMIN_LABELS, type Person, ROLES } from "@lucid/contract";
import { Select } from "@mantine/core";
import { useState } from "react";
import { adminLabelNames, roleNames } from "../../shared/text/account-words.ts";
import { choicesOf, FormDialog } from "../../shared/ui/index.ts";
import { useAccountName } from "./use-account-name.ts";
import { usePersonActions } from "./use-person-actions.ts";

/** Another role, and of an admin another label. */
export function RoleDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { change } = usePersonActions();
  const [role, setRole] = useState(person.role);
  const [label, setLabel] = useState(ADMIN_LABELS.find((one) => one === person.admin_label) ?? "read_only");
  const roles = roleNames(i18n);
  const offered = ROLES.filter((one) => person.may.roles.includes(one));
  const isAdmin = role === "ADMIN";
  const isAnother = role !== person.role || (isAdmin && label !== person.admin_label);
  return (
    <FormDialog
      title={i18n.t("Change the role of {name}", { name: useAccountName()(person) })}
      consequence={i18n.t("The new role holds at once. Whoever is logged in with this account has to log in anew.")}
      verb={i18n.t("Change the role")}
      failed={i18n.t("The role was not changed")}
      isReady={isAnother}
      isPending={change.isPending}
      error={change.error}
      onSubmit={() =>
        change.mutate({ user_id: person.user_id, role, ...(isAdmin ? { admin_label: label } : {}) }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <Select
        label={i18n.t("Role")}
        data={offered.map((value) => ({ value, label: roles[value] }))}
        allowDeselect={false}
        value={role}
        onChange={(value) => setRole(offered.find((one) => one === value) ?? role)}
      />
      {isAdmin && (
        <Select
          label={i18n.t("What this admin may do")}
          data={choicesOf(adminLabelNames(i18n)).filter(({ value }) => value !== "super_admin")}
          allowDeselect={false}
          value={label}
          onChange={(value) => setLabel(ADMIN_LABELS.find((one) => one === value) ?? label)}
        />
      )}
    </FormDialog>
  );
}
