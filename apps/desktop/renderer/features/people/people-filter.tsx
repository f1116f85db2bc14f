import { useLingui } from "@lingui/react";
import { Select } from "@mantine/core";
import { accountStatusNames, kycNames, roleNames } from "../../shared/text/account-words.ts";
import { choicesOf, FilterBar } from "../../shared/ui/index.ts";
import { type PeopleAddress, readPeopleAddress } from "./people-address.ts";

export interface PeopleFilterProps {
  readonly address: PeopleAddress;
  /** `typed`: while somebody types, which is no step to come back to. */
  readonly onChange: (address: PeopleAddress, how?: "typed") => void;
}

/** What the list is narrowed to. Each change begins at the first page. */
export function PeopleFilter({ address, onChange }: PeopleFilterProps) {
  const { i18n } = useLingui();
  const narrow = (change: Readonly<Record<string, string | null>>, how?: "typed"): void =>
    onChange(readPeopleAddress({ ...address, page: undefined, ...change }), how);

  return (
    <FilterBar
      label={i18n.t("Search people")}
      placeholder={i18n.t("Beginning of a name or address")}
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
        data={choicesOf(accountStatusNames(i18n))}
        value={address.status ?? null}
        onChange={(status) => narrow({ status })}
      />
      <Select
        aria-label={i18n.t("Person checked (KYC)")}
        placeholder={i18n.t("Checked or not")}
        w={170}
        clearable
        data={choicesOf(kycNames(i18n))}
        value={address.kyc ?? null}
        onChange={(kyc) => narrow({ kyc })}
      />
    </FilterBar>
  );
}
