import { useLingui } from "@lingui/react";
import type { Setting, SettingChange } from "@lucid/contract";
import { Button, Stack, Table, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { shorten } from "../../shared/format/index.ts";
import { Card, ErrorNotice, Moment, PageHeader, RecordTable, Waiting } from "../../shared/ui/index.ts";
import { ChangeDialog } from "./change-dialog.tsx";
import classes from "./configuration.module.css";
import { closedWords, settingName, sourceWords, valueWords } from "./setting-words.ts";
import { useConfiguration } from "./use-configuration.ts";

/** Every setting with its value and where that comes from; those that can change while the node runs are changed here. */
export function ConfigurationPage() {
  const { i18n } = useLingui();
  const permissions = useStore(useApi().login.state, (state) => state.account?.permissions);
  const { configuration, set, undo } = useConfiguration();
  const [asked, setAsked] = useState<string>();
  const mayChange = permissions?.includes("manage_system_config") === true;
  const { data, error, refetch } = configuration;
  const changing = data?.settings.find(({ key }) => key === asked);

  function ask(key: string): void {
    set.reset();
    setAsked(key);
  }

  return (
    <>
      <PageHeader title={i18n.t("Configuration")} />
      {data ? (
        <Stack maw={960} gap="sm">
          <Card>
            <Settings settings={data.settings} onChange={mayChange ? ask : undefined} />
          </Card>
          {data.changes.length > 0 && (
            <Card>
              <Title order={2} mb="sm">
                {i18n.t("What was changed")}
              </Title>
              {undo.error && <ErrorNotice error={undo.error} title={i18n.t("The change was not undone")} />}
              <Changes
                changes={data.changes}
                settings={data.settings}
                onUndo={mayChange ? (change_id) => undo.mutate({ change_id }) : undefined}
              />
            </Card>
          )}
        </Stack>
      ) : error ? (
        <ErrorNotice error={error} title={i18n.t("The settings could not be read")} onRetry={() => void refetch()} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
      {changing && <ChangeDialog key={changing.key} setting={changing} set={set} onClose={() => setAsked(undefined)} />}
    </>
  );
}

interface SettingsProps {
  readonly settings: readonly Setting[];
  readonly onChange: ((key: string) => void) | undefined;
}

/** Those that can be changed come first. */
function Settings({ settings, onChange }: SettingsProps) {
  const { i18n } = useLingui();
  const open = settings.filter(({ closed }) => closed === null);
  const closed = settings.filter((setting) => setting.closed !== null);
  return (
    <ul className={classes.list}>
      {[...open, ...closed].map((setting) => (
        <li key={setting.key} id={setting.key}>
          <div className={classes.words}>
            <strong>{settingName(setting, i18n)}</strong>
            <Text c="dimmed" size="sm">
              <code>{setting.key}</code> · {i18n.t("from: {source}", { source: sourceWords(setting, i18n) })}
            </Text>
            {setting.closed !== null && (
              <Text c="dimmed" size="sm">
                {closedWords(setting, i18n)}
              </Text>
            )}
          </div>
          <Text className={classes.value}>{valueWords(setting.key, setting.value, i18n)}</Text>
          {onChange && setting.closed === null && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={i18n.t("Change: {name}", { name: settingName(setting, i18n) })}
              onClick={() => onChange(setting.key)}
            >
              {i18n.t("Change")}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

interface ChangesProps {
  readonly changes: readonly SettingChange[];
  readonly settings: readonly Setting[];
  readonly onUndo: ((changeId: number) => void) | undefined;
}

function Changes({ changes, settings, onUndo }: ChangesProps) {
  const { i18n } = useLingui();
  const nameOf = (key: string): string => settingName(settings.find((one) => one.key === key) ?? { key, description: key }, i18n);
  return (
    <RecordTable
      label={i18n.t("Changes of settings")}
      headings={[i18n.t("When"), i18n.t("Setting"), i18n.t("Before"), i18n.t("After"), i18n.t("Who"), ""]}
      named={[2, 3]}
    >
      {changes.map(({ change_id, key, before, after, by, at }) => (
        <Table.Tr key={change_id}>
          <Table.Td>
            <Moment at={at} />
          </Table.Td>
          <Table.Td className={classes.wrapped}>{nameOf(key)}</Table.Td>
          <Table.Td className={classes.wrapped}>
            {before === null ? i18n.t("not set here") : valueWords(key, before, i18n)}
          </Table.Td>
          <Table.Td className={classes.wrapped}>
            {after === null ? i18n.t("not set here") : valueWords(key, after, i18n)}
          </Table.Td>
          <Table.Td>{by.name ?? shorten(by.tron_address)}</Table.Td>
          <Table.Td>
            {onUndo && (
              <Button size="compact-sm" variant="default" onClick={() => onUndo(change_id)}>
                {i18n.t("Undo")}
              </Button>
            )}
          </Table.Td>
        </Table.Tr>
      ))}
    </RecordTable>
  );
}
