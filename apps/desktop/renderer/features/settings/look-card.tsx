import { useLingui } from "@lingui/react";
import { Group, SegmentedControl, Text, Title, useMantineColorScheme } from "@mantine/core";
import { LanguageChoice } from "../../shared/text/language-choice.tsx";
import { Card } from "../../shared/ui/index.ts";

export function LookCard() {
  const { i18n } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Card>
      <Title order={2} mb="sm">
        {i18n.t("Look and language")}
      </Title>
      <Group justify="space-between" mb="sm">
        <Text>{i18n.t("Theme")}</Text>
        <SegmentedControl
          aria-label={i18n.t("Theme")}
          value={colorScheme}
          onChange={setColorScheme}
          data={[
            { value: "light", label: i18n.t("Light") },
            { value: "dark", label: i18n.t("Dark") },
            { value: "auto", label: i18n.t("As the system") },
          ]}
        />
      </Group>
      <Group justify="space-between">
        <Text>{i18n.t("Language")}</Text>
        <LanguageChoice />
      </Group>
    </Card>
  );
}
