import { useLingui } from "@lingui/react";
import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { accountStatusNames, kycNames, roleNames } from "../../shared/text/account-words.ts";
import { choices } from "./choices.ts";
import classes from "./people.module.css";
import { type PeopleAddress, readPeopleAddress } from "./people-address.ts";

export interface PeopleFilterProps {
  readonly address: PeopleAddress;
  /** `typed`: while somebody types, which is no step to come back to. */
  readonly onChange: (address: PeopleAddress, how?: "typed") => void;
}

/** What the list is narrowed to. Each change begins at the first page. */
export function PeopleFilter({ address, onChange }: PeopleFilterProps) {
  const { i18n } = useLingui();
  const [typed, setTyped] = useState({ text: address.q ?? "", of: address.q });
  // The address is changed from elsewhere as well: Back, a link.
  if (typed.of !== address.q) setTyped({ text: address.q ?? "", of: address.q });
  const narrow = (change: Readonly<Record<string, string | null>>, how?: "typed"): void =>
    onChange(readPeopleAddress({ ...address, page: undefined, ...change }), how);
  const search = useDebouncedCallback((text: string) => narrow({ q: text }, "typed"), 200);

  return (
    <Group gap={12} mb="md" role="search" aria-label={i18n.t("Narrow the list")}>
      <TextInput
        type="search"
        className={classes.search}
        aria-label={i18n.t("Search people")}
        placeholder={i18n.t("Beginning of a name or address")}
        leftSection={<IconSearch size={16} />}
        value={typed.text}
        onChange={(event) => {
          setTyped({ text: event.currentTarget.value, of: address.q });
          search(event.currentTarget.value);
        }}
      />
      <Select
        aria-label={i18n.t("Role")}
        placeholder={i18n.t("Any role")}
        w={170}
        clearable
        data={choices(roleNames(i18n))}
        value={address.role ?? null}
        onChange={(role) => narrow({ role })}
      />
      <Select
        aria-label={i18n.t("State")}
        placeholder={i18n.t("Any state")}
        w={140}
        clearable
        data={choices(accountStatusNames(i18n))}
        value={address.status ?? null}
        onChange={(status) => narrow({ status })}
      />
      <Select
        aria-label={i18n.t("Person checked (KYC)")}
        placeholder={i18n.t("Checked or not")}
        w={170}
        clearable
        data={choices(kycNames(i18n))}
        value={address.kyc ?? null}
        onChange={(kyc) => narrow({ kyc })}
      />
    </Group>
  );
}
