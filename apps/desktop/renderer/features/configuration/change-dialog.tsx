import { useLingui } from "@lingui/react";
import type { Setting, SettingValue } from "@lucid/contract";
import { Button, Group, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { Dialog, ErrorNotice, LeaveButton, useTyped, useWrongField } from "../../shared/ui/index.ts";
import { settingName, valueWords } from "./setting-words.ts";
import type { UseConfiguration } from "./use-configuration.ts";

export interface ChangeDialogProps {
  readonly setting: Setting;
  readonly set: UseConfiguration["set"];
  readonly onClose: () => void;
}

/** One setting, and the value it gets. */
export function ChangeDialog({ setting, set, onClose }: ChangeDialogProps) {
  const { i18n } = useLingui();
  const [value, setValue] = useTyped<SettingValue>(`value of ${setting.key}`, setting.value);
  const wrong = useWrongField(set.error);
  const change = (to: SettingValue | null): void => set.mutate({ settings: { [setting.key]: to } }, { onSuccess: onClose });

  return (
    <Dialog onClose={onClose} title={settingName(setting, i18n)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change(value);
        }}
      >
        <Stack>
          <Text c="dimmed" size="sm">
            {i18n.t("It takes effect at once, without a restart, and stays until it is changed again. Default: {value}.", {
              value: valueWords(setting.key, setting.default, i18n),
            })}
          </Text>
          <ValueInput setting={setting} value={value} onChange={setValue} error={wrong(`settings.${setting.key}`)} />
          {set.error && <ErrorNotice error={set.error} title={i18n.t("The setting was not changed")} />}
          <Group justify="flex-end">
            <LeaveButton />
            {setting.source === "stored" && (
              <Button variant="default" loading={set.isPending} onClick={() => change(null)}>
                {i18n.t("Take back what was set here")}
              </Button>
            )}
            <Button type="submit" loading={set.isPending}>
              {i18n.t("Change it")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface ValueInputProps {
  readonly setting: Setting;
  readonly value: SettingValue;
  readonly onChange: (value: SettingValue) => void;
  readonly error: string | undefined;
}

/** The input follows the kind of value that the setting has. */
function ValueInput({ setting, value, onChange, error }: ValueInputProps) {
  const { i18n } = useLingui();
  const shared = { label: i18n.t("Value"), "data-autofocus": true, error };
  if (typeof value === "boolean") {
    const data = [
      { value: "true", label: i18n.t("yes") },
      { value: "false", label: i18n.t("no") },
    ];
    const onPick = (picked: string | null) => onChange(picked === "true");
    return <Select {...shared} data={data} value={String(value)} allowDeselect={false} onChange={onPick} />;
  }
  if (typeof value === "number") {
    return <NumberInput {...shared} allowDecimal={false} value={value} onChange={(next) => onChange(Number(next))} />;
  }
  if (setting.choices) {
    const data = setting.choices.map((choice) => ({ value: choice, label: valueWords(setting.key, choice, i18n) }));
    const onPick = (picked: string | null) => onChange(picked ?? value);
    return <Select {...shared} data={data} value={String(value)} allowDeselect={false} onChange={onPick} />;
  }
  if (Array.isArray(value)) {
    return (
      <TextInput
        {...shared}
        description={i18n.t("Several with commas between them.")}
        value={value.join(",")}
        onChange={(event) => onChange(event.currentTarget.value.split(",").map((one) => one.trim()))}
      />
    );
  }
  return <TextInput {...shared} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}
