import { useLingui } from "@lingui/react";
import type { SessionDefaults } from "@lucid/contract";
import { Box, Button, Checkbox, Collapse, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { regionOf } from "../../shared/format/index.ts";
import { Card, ErrorNotice, Note } from "../../shared/ui/index.ts";
import { requestWallet } from "../wallet/index.ts";
import { AdvancedFields } from "./advanced-fields.tsx";
import { ChoiceCards } from "./choice-cards.tsx";
import classes from "./new-session.module.css";
import { PolicyList } from "./policy-list.tsx";
import { type StartStep, startSession } from "./start-session.ts";
import { type NewSessionValues, toCreateSession, useNewSessionForm } from "./use-new-session-form.ts";

export function NewSessionForm({ defaults }: { readonly defaults: SessionDefaults }) {
  const { i18n } = useLingui();
  const { client } = useApi();
  const navigate = useNavigate();
  const [advanced, { toggle }] = useDisclosure();
  const [editing, { open: edit }] = useDisclosure();
  const [step, setStep] = useState<StartStep>("creating");
  const [openedAt] = useState(() => new Date());
  const suggested = i18n.t("Session of {day}", {
    day: new Intl.DateTimeFormat(regionOf(i18n.locale), { dateStyle: "medium", timeStyle: "short" }).format(openedAt),
  });
  const form = useNewSessionForm(defaults, suggested, {
    name: i18n.t("A name helps to find it again."),
    consent: i18n.t("Recording needs a text that people agree to."),
    accepted: i18n.t("Recording needs your consent."),
  });
  const chosen = defaults.policies.find((policy) => policy.policy_id === form.values.policy);
  const cannotHost = defaults.missing.length > 0;

  const start = useMutation({
    async mutationFn(values: NewSessionValues) {
      const wallet = await requestWallet();
      return wallet && (await startSession(client, toCreateSession(values), wallet, setStep));
    },
    onSuccess: (session) => session && navigate({ to: "/sessions/$id/live", params: { id: session.session_id } }),
  });
  const progress: Record<StartStep, string> = {
    creating: i18n.t("Preparing the session"),
    signing: i18n.t("Waiting for the signature of your wallet"),
    opening: i18n.t("Opening the desktop"),
  };

  return (
    <form onSubmit={form.onSubmit((values) => start.mutate(values))}>
      <Stack>
        {cannotHost && (
          <Note title={i18n.t("This node cannot open desktops yet")}>
            {i18n.t("It lacks: {programs}. Install them with the setup script on the computer that runs the node.", {
              programs: defaults.missing.join(", "),
            })}
          </Note>
        )}
        <TextInput label={i18n.t("Name")} maxLength={255} data-autofocus {...form.getInputProps("name")} />
        <ChoiceCards
          label={i18n.t("Desktop")}
          value={form.values.template}
          onChange={(value) => form.setFieldValue("template", value)}
          options={defaults.templates.map(({ template_id, name, description, available }) => ({
            value: template_id,
            title: name,
            note: available ? description : i18n.t("Not installed on this node"),
            disabled: !available,
          }))}
        />
        <ChoiceCards
          label={i18n.t("Policy")}
          value={form.values.policy}
          onChange={(value) => form.setFieldValue("policy", value)}
          options={defaults.policies.map(({ policy_id, name, summary }) => ({ value: policy_id, title: name, note: summary }))}
        />
        {chosen && (
          <Card aria-label={i18n.t("What the policy means")}>
            <PolicyList policy={chosen.policy} />
          </Card>
        )}
        <Stack gap={6}>
          <Group justify="space-between">
            <Text fw={500}>{i18n.t("Consent")}</Text>
            {!editing && (
              <Button size="compact-sm" variant="subtle" color="gray" onClick={edit}>
                {i18n.t("Edit the text")}
              </Button>
            )}
          </Group>
          {editing ? (
            <Textarea aria-label={i18n.t("Consent text")} autosize minRows={4} maxRows={14} {...form.getInputProps("consent")} />
          ) : (
            <Box className={classes.consent} role="region" aria-label={i18n.t("Consent text")} tabIndex={0}>
              {form.values.consent}
            </Box>
          )}
          <Checkbox
            mt={4}
            label={i18n.t("I agree to this text, and everyone who joins has been told.")}
            {...form.getInputProps("accepted", { type: "checkbox" })}
          />
        </Stack>
        <div>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={toggle} aria-expanded={advanced}>
            {advanced ? i18n.t("Fewer settings") : i18n.t("More settings")}
          </Button>
          <Collapse expanded={advanced} pt="sm" transitionDuration={120}>
            <AdvancedFields form={form} />
          </Collapse>
        </div>
        {start.error && (
          <ErrorNotice error={start.error} title={i18n.t("The session did not start")} advice={i18n.t("Nothing was recorded.")} />
        )}
        <Group>
          <Button type="submit" loading={start.isPending} disabled={cannotHost}>
            {i18n.t("Start recording")}
          </Button>
          <Text c="dimmed" role="status">
            {start.isPending ? progress[step] : i18n.t("Your wallet signs that this node may record this one session.")}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
