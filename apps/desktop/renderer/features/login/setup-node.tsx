import { useLingui } from "@lingui/react";
import type { SetupFacts } from "@lucid/contract";
import { Button, Code, List, Stack, Switch, Text, Title } from "@mantine/core";
import { Note, takesCaret } from "../../shared/ui/index.ts";
import { SetupSteps } from "./setup-steps.tsx";

interface SetupNodeProps {
  readonly facts: SetupFacts;
  /** Whether the node is to be reached through Tor as well. */
  readonly throughTor: boolean;
  readonly onThroughTor: (through: boolean) => void;
  readonly onContinue: () => void;
}

/** Where the node keeps its data and what was there, who reaches it, and whether it opens desktops. */
export function SetupNode({ facts, throughTor, onThroughTor, onContinue }: SetupNodeProps) {
  const { i18n } = useLingui();
  const { data_folder, kept, reach, hosting } = facts;
  const isNew = kept.sessions === 0 && kept.blocks === 0;
  return (
    <Stack>
      <SetupSteps at="node" />
      <Title order={1}>{i18n.t("This node")}</Title>
      <Stack gap={4}>
        <Text fw={560}>{i18n.t("Where its data lives")}</Text>
        <Code block>{data_folder}</Code>
        <Text c="dimmed">
          {isNew
            ? i18n.t("Nothing was there yet. Nothing else on this computer is touched.")
            : i18n.t(
                "Found there, and kept: {sessions, plural, one {# session} other {# sessions}} and {blocks, plural, one {# block} other {# blocks}} of the chain. Nothing is erased.",
                kept,
              )}
        </Text>
      </Stack>
      <Stack gap={4}>
        <Text fw={560}>{i18n.t("Who reaches it")}</Text>
        <Text c="dimmed">
          {reach === "this-computer"
            ? i18n.t("This computer alone. To open it to others, put a reverse proxy before it, or set host and a certificate.")
            : i18n.t("Whoever reaches this computer over its network: the setting host says so. Everybody has to log in.")}
        </Text>
        <Switch
          mt={6}
          label={i18n.t("Also through Tor")}
          description={i18n.t(
            "By an address of its own, without an open port, and without telling where it stands. Whoever knows the address still has to log in.",
          )}
          checked={throughTor}
          onChange={(event) => onThroughTor(event.currentTarget.checked)}
        />
      </Stack>
      {!hosting.able && <Lacking lacking={hosting.lacking} />}
      <Button onClick={onContinue} ref={takesCaret}>
        {i18n.t("Continue")}
      </Button>
    </Stack>
  );
}

function Lacking({ lacking }: Pick<SetupFacts["hosting"], "lacking">) {
  const { i18n } = useLingui();
  return (
    <Note title={i18n.t("This computer cannot open desktops yet")}>
      {lacking.length === 0 ? (
        <Text>{i18n.t("Hosting is switched off in the settings of the node. Whoever runs it can switch it on.")}</Text>
      ) : (
        <List spacing={6}>
          {lacking.map(({ name, detail, remedy }) => (
            <List.Item key={name}>
              <span lang="en">
                {name}: {detail}
              </span>
              {remedy !== null && (
                <Code block lang="en">
                  {remedy}
                </Code>
              )}
            </List.Item>
          ))}
        </List>
      )}
      <Text mt="xs">
        {i18n.t("You can go on without: as a client of other nodes, with your wallet, and to check recordings.")}
      </Text>
    </Note>
  );
}
