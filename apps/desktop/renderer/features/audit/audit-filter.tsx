import { useLingui } from "@lingui/react";
import { Pill, Select } from "@mantine/core";
import { shorten } from "../../shared/format/index.ts";
import { choicesOf, DayFields, FilterBar } from "../../shared/ui/index.ts";
import { type AuditAddress, readAuditAddress } from "./audit-address.ts";
import { severityNames, statusNames, typeNames } from "./audit-words.ts";

export interface AuditFilterProps {
  readonly address: AuditAddress;
  /** `typed`: while somebody types, which is no step to come back to. */
  readonly onChange: (address: AuditAddress, how?: "typed") => void;
}

/** What the log is narrowed to. Each change begins at the newest entry. */
export function AuditFilterBar({ address, onChange }: AuditFilterProps) {
  const { i18n } = useLingui();
  const narrow = (change: Readonly<Record<string, string | null>>, how?: "typed"): void =>
    onChange(readAuditAddress({ ...address, before: undefined, ...change }), how);
  const { person, about, action } = address;
  const picked = [
    { name: "action", text: action },
    { name: "person", text: person === undefined ? undefined : i18n.t("by {id}", { id: shorten(person, 4) }) },
    { name: "about", text: about === undefined ? undefined : i18n.t("about {id}", { id: shorten(about, 4) }) },
  ].filter(({ text }) => text !== undefined);

  return (
    <FilterBar
      label={i18n.t("Search the audit log")}
      placeholder={i18n.t("Search by beginnings of words")}
      words={address.q}
      onWords={(q) => narrow({ q }, "typed")}
    >
      <Select
        aria-label={i18n.t("Kind")}
        placeholder={i18n.t("Everything")}
        w={180}
        clearable
        data={choicesOf(typeNames(i18n))}
        value={address.type ?? null}
        onChange={(type) => narrow({ type })}
      />
      <Select
        aria-label={i18n.t("Weight")}
        placeholder={i18n.t("Any weight")}
        w={150}
        clearable
        data={choicesOf(severityNames(i18n))}
        value={address.severity ?? null}
        onChange={(severity) => narrow({ severity })}
      />
      <Select
        aria-label={i18n.t("Result")}
        placeholder={i18n.t("Any result")}
        w={160}
        clearable
        data={choicesOf(statusNames(i18n))}
        value={address.status ?? null}
        onChange={(status) => narrow({ status })}
      />
      <DayFields from={address.from} to={address.to} onChange={narrow} />
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
    </FilterBar>
  );
}
