import { useLingui } from "@lingui/react";
import { HOSTING_OFF, type SessionDefaults } from "@lucid/contract";
import { Anchor, Box, Button, Checkbox, Collapse, Group, Kbd, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { FormErrors } from "@mantine/form";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { toFailure } from "../../shared/api/failure.ts";
import { regionOf } from "../../shared/format/index.ts";
import { wrongFields } from "../../shared/text/fields/field-words.ts";
import { Card, ErrorNotice, Note, takesCaret, useLengthWords } from "../../shared/ui/index.ts";
import { SessionPrice } from "../invoices/index.ts";
import { AskDialog } from "../requests/index.ts";
import { requestWallet } from "../wallet/index.ts";
import { AdvancedFields } from "./advanced-fields.tsx";
import { draftOf, lastChoices } from "./kept-form.ts";
import classes from "./new-session.module.css";
import { consentIn, wordsOfPolicy } from "./offered-words.ts";
import { placeOf } from "./place-of.ts";
import { PolicyList } from "./policy-list.tsx";
import { SessionChips } from "./session-chips.tsx";
import { type StartStep, startSession } from "./start-session.ts";
import { BOUNDS, demandsOf, LENGTHS, type NewSessionValues, toCreateSession, useNewSessionForm } from "./use-new-session-form.ts";

/** From the first to the last, as they stand in the form: the first that is wrong gets the focus. */
const FIELDS = ["name", "reason", "ticket", "consent", "accepted", "frameRate", "retentionDays"] as const;

/** Fields by the paths that the node names them by. */
const FIELD_OF: Readonly<Record<string, (typeof FIELDS)[number]>> = {
  name: "name",
  reason: "reason",
  ticket: "ticket",
  "consent.text": "consent",
  "consent.accepted": "accepted",
  frame_rate: "frameRate",
  retention_days: "retentionDays",
};

export function NewSessionForm({ defaults }: { readonly defaults: SessionDefaults }) {
  const { i18n } = useLingui();
  const { client, login } = useApi();
  const account = useStore(login.state, (state) => state.account?.user_id);
  const [draft] = useState(() => draftOf(account));
  const navigate = useNavigate();
  const [advanced, { toggle, open: openAdvanced }] = useDisclosure();
  const [asking, setAsking] = useState(false);
  const [editing, { open: edit }] = useDisclosure();
  const [step, setStep] = useState<StartStep>("creating");
  const [openedAt] = useState(() => new Date());
  const usualConsent = consentIn(i18n, defaults.consent_text);
  const [shownConsent, setShownConsent] = useState(usualConsent);
  const suggested = i18n.t("Session of {day}", {
    day: new Intl.DateTimeFormat(regionOf(i18n.locale), { dateStyle: "medium", timeStyle: "short" }).format(openedAt),
  });
  const form = useNewSessionForm(
    defaults,
    { name: suggested, consent: usualConsent },
    {
      name: i18n.t("A name helps to find it again."),
      tooLong: (max) => i18n.t("At most {max} letters.", { max }),
      consent: i18n.t("Recording needs a text that people agree to."),
      accepted: i18n.t("Recording needs your consent."),
      reason: i18n.t("The policy wants to know why."),
      ticket: i18n.t("The policy wants the number of a ticket."),
      frameRate: i18n.t("A whole number from {min} to {max}: 10 is enough for work.", BOUNDS.frameRate),
      retentionDays: i18n.t("A whole number of days from {min} to {max}: then the recording is deleted.", BOUNDS.retentionDays),
    },
    draft,
  );
  const nameLength = useLengthWords(form.values.name, LENGTHS.name);
  const reasonLength = useLengthWords(form.values.reason, LENGTHS.reason);
  const ticketLength = useLengthWords(form.values.ticket, LENGTHS.ticket);
  const chosen = defaults.policies.find((policy) => policy.policy_id === form.values.policy);
  const demands = demandsOf(defaults, form.values.policy);
  const mustAsk = chosen?.effect === "ask";
  const cannotHost = defaults.missing.length > 0;

  // Another language: a text that nobody has touched goes along, and has to be agreed to anew.
  if (shownConsent !== usualConsent) {
    setShownConsent(usualConsent);
    if (form.values.consent === shownConsent) form.setValues({ consent: usualConsent, accepted: false });
  }

  function showWrong(errors: FormErrors): void {
    const field = FIELDS.find((name) => errors[name] !== undefined && errors[name] !== null);
    if (!field) return;
    // The field has to be there before it can be gone to.
    flushSync(() => {
      if (field === "frameRate" || field === "retentionDays") openAdvanced();
      if (field === "consent") edit();
    });
    takesCaret(form.getInputNode(field));
  }

  const start = useMutation({
    async mutationFn(values: NewSessionValues) {
      const wallet = await requestWallet();
      return wallet && (await startSession(client, toCreateSession(values, demandsOf(defaults, values.policy)), wallet, setStep));
    },
    onError(error) {
      const wrong = wrongFields(toFailure(error).details, i18n).flatMap(({ path, why }) => {
        const field = FIELD_OF[path];
        return field ? [[field, why] as const] : [];
      });
      const errors = Object.fromEntries(wrong);
      form.setErrors(errors);
      showWrong(errors);
    },
    onSuccess(session, values) {
      if (!session) return;
      lastChoices.write(values);
      draft.clear();
      void navigate(placeOf(session));
    },
  });
  const progress: Record<StartStep, string> = {
    creating: i18n.t("Preparing the session"),
    signing: i18n.t("Waiting for the signature of your wallet"),
    opening: i18n.t("Opening the desktop"),
  };

  const element = useRef<HTMLFormElement>(null);
  // No tag is left out: it is meant for whoever types in a field.
  useHotkeys([["mod+Enter", () => !cannotHost && !mustAsk && !start.isPending && element.current?.requestSubmit()]], []);

  return (
    <>
      <form onSubmit={form.onSubmit((values) => start.mutate(values), showWrong)} ref={element} noValidate>
        <Stack>
          {cannotHost && (
            <Note title={i18n.t("This node cannot open desktops yet")}>
              {defaults.missing.includes(HOSTING_OFF)
                ? i18n.t("Hosting is switched off in the settings of the node. Whoever runs it can switch it on.")
                : i18n.t(
                    "It lacks: {programs}. The command “lucid doctor”, on the computer that runs the node, says how to install them.",
                    {
                      programs: defaults.missing.join(", "),
                    },
                  )}
            </Note>
          )}
          <TextInput
            ref={takesCaret}
            label={i18n.t("Name")}
            name="name"
            autoComplete="off"
            {...form.getInputProps("name")}
            description={nameLength.description}
            error={nameLength.error ?? form.errors["name"]}
          />
          <Stack gap={6}>
            <SessionChips form={form} defaults={defaults} />
            {chosen && <Text c="dimmed">{wordsOfPolicy(chosen, i18n).note}</Text>}
            <Group gap={16}>
              <Anchor component={Link} to="/admin/policies" size="sm">
                {i18n.t("All policies, and your own")}
              </Anchor>
              <Anchor component={Link} to="/requests" size="sm">
                {i18n.t("Your requests for access")}
              </Anchor>
            </Group>
            {mustAsk && (
              <Note title={i18n.t("Somebody has to allow this session first")}>
                <Button size="compact-sm" variant="default" mt={4} onClick={() => setAsking(true)}>
                  {i18n.t("Ask for it")}
                </Button>
              </Note>
            )}
          </Stack>
          {demands.reason && (
            <TextInput
              label={i18n.t("Reason")}
              {...form.getInputProps("reason")}
              description={reasonLength.description ?? i18n.t("You sign it with the session, and it stays with the recording.")}
              error={reasonLength.error ?? form.errors["reason"]}
            />
          )}
          {demands.ticket && (
            <TextInput
              label={i18n.t("Ticket")}
              {...form.getInputProps("ticket")}
              description={ticketLength.description}
              error={ticketLength.error ?? form.errors["ticket"]}
            />
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
              <Textarea
                aria-label={i18n.t("Consent text")}
                autosize
                minRows={4}
                maxRows={14}
                {...form.getInputProps("consent")}
              />
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
          {start.error && (
            <ErrorNotice
              error={start.error}
              title={i18n.t("The session did not start")}
              advice={i18n.t("Nothing was recorded.")}
            />
          )}
          <Group>
            <Button type="submit" loading={start.isPending} disabled={cannotHost || mustAsk}>
              {i18n.t("Start")}
            </Button>
            <Text c="dimmed" visibleFrom="sm" data-for-keyboard>
              <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd>
            </Text>
            <Text c="dimmed" role="status">
              {start.isPending ? progress[step] : i18n.t("Your wallet signs that this node may record this one session.")}
            </Text>
          </Group>
          {/* Below the button, which it may not move when it comes. */}
          <SessionPrice />
          {chosen && (
            <Card aria-label={i18n.t("What the policy means")}>
              <PolicyList policy={chosen.policy} />
            </Card>
          )}
          <div>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={toggle} aria-expanded={advanced}>
              {advanced ? i18n.t("Fewer settings") : i18n.t("More settings")}
            </Button>
            <Collapse expanded={advanced} pt="sm" transitionDuration={120}>
              <AdvancedFields form={form} />
            </Collapse>
          </div>
        </Stack>
      </form>
      {asking && chosen && (
        <AskDialog
          policyId={chosen.policy_id}
          policyName={wordsOfPolicy(chosen, i18n).title}
          action="start_session"
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
