import { useLingui } from "@lingui/react";
import type { SessionPolicy } from "@lucid/contract";
import { Checkbox, Group, Select, Stack } from "@mantine/core";
import { WholeNumberInput } from "../../shared/ui/index.ts";

export interface TermsFieldsProps {
  readonly terms: SessionPolicy;
  readonly onChange: (terms: SessionPolicy) => void;
}

/** What a session may do at most. Everything is closed until it is ticked. */
export function TermsFields({ terms, onChange }: TermsFieldsProps) {
  const { i18n } = useLingui();
  const { input, clipboard, network, recording, limits } = terms;
  const tick = (label: string, checked: boolean, change: (checked: boolean) => SessionPolicy) => (
    <Checkbox label={label} checked={checked} onChange={(event) => onChange(change(event.currentTarget.checked))} />
  );
  const minutes = (label: string, seconds: number, change: (seconds: number) => SessionPolicy) => (
    <WholeNumberInput
      label={label}
      min={1}
      max={1_440}
      value={Math.round(seconds / 60)}
      onChange={(value) => onChange(change(value * 60))}
    />
  );
  return (
    <Stack gap="sm">
      {tick(i18n.t("They can type."), input.keyboard, (keyboard) => ({ ...terms, input: { ...input, keyboard } }))}
      {tick(i18n.t("They can use the mouse."), input.mouse, (mouse) => ({ ...terms, input: { ...input, mouse } }))}
      {tick(i18n.t("They can paste text into the desktop."), clipboard.host_to_remote, (host_to_remote) => ({
        ...terms,
        clipboard: { ...clipboard, host_to_remote },
      }))}
      {tick(i18n.t("They can copy text out of the desktop."), clipboard.remote_to_host, (remote_to_host) => ({
        ...terms,
        clipboard: { ...clipboard, remote_to_host },
      }))}
      {tick(i18n.t("Programs reach the internet, but never this computer."), network === "internet", (open) => ({
        ...terms,
        network: open ? "internet" : "none",
      }))}
      {tick(i18n.t("Typed characters are recorded, passwords as well."), recording.keystrokes, (keystrokes) => ({
        ...terms,
        recording: { ...recording, keystrokes },
      }))}
      {tick(i18n.t("Titles of windows and names of programs are recorded as text."), recording.programs ?? false, (programs) => ({
        ...terms,
        recording: { ...recording, programs },
      }))}
      <Select
        label={i18n.t("If recording fails")}
        allowDeselect={false}
        data={[
          { value: "freeze", label: i18n.t("mouse and keyboard freeze until it is back") },
          { value: "end", label: i18n.t("the session ends") },
        ]}
        value={recording.on_loss}
        onChange={(value) => onChange({ ...terms, recording: { ...recording, on_loss: value === "end" ? "end" : "freeze" } })}
      />
      <Group grow align="flex-start">
        {minutes(i18n.t("Longest, in minutes"), limits.duration_s, (duration_s) => ({
          ...terms,
          limits: { ...limits, duration_s },
        }))}
        {minutes(i18n.t("With nobody connected, in minutes"), limits.idle_s, (idle_s) => ({
          ...terms,
          limits: { ...limits, idle_s },
        }))}
      </Group>
    </Stack>
  );
}
