import { useLingui } from "@lingui/react";
import { Select } from "@mantine/core";
import { roleNames } from "../../shared/text/account-words.ts";
import { choicesOf, FilterBar } from "../../shared/ui/index.ts";
import { stateNames } from "./invitation-words.ts";
import { type InvitationsAddress, readInvitationsAddress } from "./invitations-address.ts";

interface InvitationsFilterProps {
  readonly address: InvitationsAddress;
  /** `typed`: while somebody types, which is no step to come back to. */
  readonly onChange: (address: InvitationsAddress, how?: "typed") => void;
}

/** What the list is narrowed to. Each change begins at the first page. */
export function InvitationsFilter({ address, onChange }: InvitationsFilterProps) {
  const { i18n } = useLingui();
  const narrow = (change: Readonly<Record<string, string | null>>, how?: "typed"): void =>
    onChange(readInvitationsAddress({ ...address, page: undefined, ...change }), how);

  return (
    <FilterBar
      label={i18n.t("Search invitations")}
      placeholder={i18n.t("For whom")}
      words={address.q}
      onWords={(q) => narrow({ q }, "typed")}
    >
      <Select
        aria-label={i18n.t("Role")}
        placeholder={i18n.t("Any role")}
        w={170}
        clearable
        data={choicesOf(roleNames(i18n))}
        value={address.role ?? null}
        onChange={(role) => narrow({ role })}
      />
      <Select
        aria-label={i18n.t("State")}
        placeholder={i18n.t("Any state")}
        w={160}
        clearable
        data={choicesOf(stateNames(i18n))}
        value={address.state ?? null}
        onChange={(state) => narrow({ state })}
      />
    </FilterBar>
  );
}
