import { useLingui } from "@lingui/react";
import { Group, Pill, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { shorten } from "../../shared/format/index.ts";
import classes from "./audit.module.css";
import { type AuditAddress, readAuditAddress } from "./audit-address.ts";
import { severityNames, statusNames, typeNames } from "./audit-words.ts";

export interface AuditFilterProps {
  readonly address: AuditAddress;
  /** `typed`: while somebody types, which is no step to come back to. */
  readonly onChange: (address: AuditAddress, how?: "typed") => void;
}

const choices = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, label]) => ({ value, label }));

/** What the log is narrowed to. Each change begins at the newest entry. */
export function AuditFilterBar({ address, onChange }: AuditFilterProps) {
  const { i18n } = useLingui();
  const [typed, setTyped] = useState({ text: address.q ?? "", of: address.q });
  // The address is changed from elsewhere as well: Back, a link.
  if (typed.of !== address.q) setTyped({ text: address.q ?? "", of: address.q });
  const narrow = (change: Readonly<Record<string, string | null>>, how?: "typed"): void =>
    onChange(readAuditAddress({ ...address, before: undefined, ...change }), how);
  const search = useDebouncedCallback((text: string) => narrow({ q: text }, "typed"), 200);
  const { person, about, action } = address;
  const picked = [
    { name: "action", text: action },
    { name: "person", text: person === undefined ? undefined : i18n.t("by {id}", { id: shorten(person, 4) }) },
    { name: "about", text: about === undefined ? undefined : i18n.t("about {id}", { id: shorten(about, 4) }) },
  ].filter(({ text }) => text !== undefined);

  return (
    <Group gap={12} mb="md" role="search" aria-label={i18n.t("Narrow the list")}>
      <TextInput
        type="search"
        className={classes.search}
        aria-label={i18n.t("Search the audit log")}
        placeholder={i18n.t("Search by beginnings of words")}
        leftSection={<IconSearch size={16} />}
        value={typed.text}
        onChange={(event) => {
          setTyped({ text: event.currentTarget.value, of: address.q });
          search(event.currentTarget.value);
        }}
      />
      <Select
        aria-label={i18n.t("Kind")}
        placeholder={i18n.t("Everything")}
        w={180}
        clearable
        data={choices(typeNames(i18n))}
        value={address.type ?? null}
        onChange={(type) => narrow({ type })}
      />
      <Select
        aria-label={i18n.t("Weight")}
        placeholder={i18n.t("Any weight")}
        w={150}
        clearable
        data={choices(severityNames(i18n))}
        value={address.severity ?? null}
        onChange={(severity) => narrow({ severity })}
      />
      <Select
        aria-label={i18n.t("Result")}
        placeholder={i18n.t("Any result")}
        w={160}
        clearable
        data={choices(statusNames(i18n))}
        value={address.status ?? null}
        onChange={(status) => narrow({ status })}
      />
      <Group gap={12}>
        <TextInput
          type="date"
          aria-label={i18n.t("From this day")}
          leftSection={<span className={classes.side}>{i18n.t("from")}</span>}
          leftSectionWidth={52}
          value={address.from ?? ""}
          onChange={(event) => narrow({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          aria-label={i18n.t("Up to this day")}
          leftSection={<span className={classes.side}>{i18n.t("to")}</span>}
          leftSectionWidth={44}
          value={address.to ?? ""}
          onChange={(event) => narrow({ to: event.currentTarget.value })}
        />
      </Group>
      {picked.map(({ name, text }) => (
        <Pill
          key={name}
          withRemoveButton
          removeButtonProps={{
            "aria-label": i18n.t("Take this filter away: {filter}", { filter: text }),
            "aria-hidden": false,
            tabIndex: 0,
          }}
          onRemove={() => narrow({ [name]: null })}
        >
          {text}
        </Pill>
      ))}
    </Group>
  );
}
