import { useLingui } from "@lingui/react";
import { PolicyDocument, SessionPolicy, type StoredPolicy } from "@lucid/contract";
import { Button, Checkbox, Group, Select, Stack, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice, useDraft, useLengthWords, useWrongField, WholeNumberInput } from "../../shared/ui/index.ts";
import { newDocument, newRule } from "./edited-policy.ts";
import { RuleFields } from "./rule-fields.tsx";
import { TermsFields } from "./terms-fields.tsx";
import { TestPanel } from "./test-panel.tsx";

export interface PolicyEditorProps {
  /** Undefined: a new one. What others save of it meanwhile changes nothing here: the node refuses the version that would undo it. */
  readonly policy: StoredPolicy | undefined;
  /** With the policy as it was saved; without, when nothing was. */
  readonly onDone: (policy?: StoredPolicy) => void;
}

/** Writes a policy, or the next version of one. */
export function PolicyEditor({ policy: given, onDone }: PolicyEditorProps) {
  const { i18n } = useLingui();
  const { queries, login } = useApi();
  const cache = useQueryClient();
  const role = useStore(login.state, (state) => state.account?.role);
  const managesAll = role === "ADMIN" || role === "SUPER_ADMIN";
  const draft = useDraft(
    `policy ${given?.policy_id ?? ""}`,
    () => ({ policy: given, document: given?.current.document ?? newDocument() }),
    true,
  );
  const { policy, document } = draft.value;
  const [kind, setKind] = useState<"own" | "node">(managesAll ? "node" : "own");
  const change = (part: Partial<PolicyDocument>): void => draft.change({ policy, document: { ...document, ...part } });
  const settled = { onSettled: () => cache.invalidateQueries({ queryKey: queries.policies.key() }) };
  const create = useMutation(queries.policies.create.mutationOptions(settled));
  const update = useMutation(queries.policies.update.mutationOptions(settled));
  const error = create.error ?? update.error;
  const wrong = useWrongField(error);
  const nameLength = useLengthWords(document.name, 80);
  const isNodes = policy ? policy.kind === "node" : kind === "node";
  const isValid = PolicyDocument.safeParse(document).success;

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    const onSuccess = (saved: StoredPolicy): void => {
      draft.drop();
      onDone(saved);
    };
    if (policy) update.mutate({ policy_id: policy.policy_id, based_on: policy.current.version, document }, { onSuccess });
    else create.mutate({ kind, document }, { onSuccess });
  }

  const { rules, session, demands, retention_days, approval, applies } = document;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Title order={2} size="h3">
          {policy ? i18n.t("Next version of “{name}”", { name: policy.current.document.name }) : i18n.t("New policy")}
        </Title>
        <TextInput
          label={i18n.t("Name")}
          value={document.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          {...nameLength}
          error={nameLength.error ?? wrong("document.name")}
          required
          data-autofocus
        />
        <Textarea
          label={i18n.t("Description")}
          value={document.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
          error={wrong("document.description")}
          autosize
          minRows={2}
        />
        {!policy && managesAll && (
          <Select
            label={i18n.t("For whom")}
            allowDeselect={false}
            data={[
              { value: "node", label: i18n.t("everybody whom its rules let") },
              { value: "own", label: i18n.t("only you") },
            ]}
            value={kind}
            onChange={(value) => setKind(value === "own" ? "own" : "node")}
          />
        )}
        {isNodes && (
          <Checkbox
            label={i18n.t("Its rules hold in every session of this node, whatever policy that has.")}
            checked={applies === "everywhere"}
            onChange={(event) =>
              change(
                event.currentTarget.checked
                  ? { applies: "everywhere", session: null }
                  : { applies: "chosen", session: SessionPolicy.parse({}) },
              )
            }
          />
        )}
        {session && (
          <>
            <Title order={3} size="h4">
              {i18n.t("What a session may do at most")}
            </Title>
            <TermsFields terms={session} onChange={(terms) => change({ session: terms })} />
            <Group grow align="flex-start">
              <WholeNumberInput
                label={i18n.t("Kept at least, in days")}
                min={1}
                max={365}
                value={retention_days.min}
                onChange={(min) => change({ retention_days: { ...retention_days, min } })}
              />
              <WholeNumberInput
                label={i18n.t("Kept at most, in days")}
                min={1}
                max={365}
                value={retention_days.max}
                onChange={(max) => change({ retention_days: { ...retention_days, max } })}
                error={retention_days.min > retention_days.max ? i18n.t("Not less than at least.") : undefined}
              />
            </Group>
            <Checkbox
              label={i18n.t("Whoever starts a session says why.")}
              checked={demands.reason}
              onChange={(event) => change({ demands: { ...demands, reason: event.currentTarget.checked } })}
            />
            <Checkbox
              label={i18n.t("Whoever starts a session names a ticket.")}
              checked={demands.ticket}
              onChange={(event) => change({ demands: { ...demands, ticket: event.currentTarget.checked } })}
            />
          </>
        )}
        <Title order={3} size="h4">
          {i18n.t("Rules")}
        </Title>
        <TextInput
          label={i18n.t("Time zone of days and hours")}
          value={document.time_zone}
          onChange={(event) => change({ time_zone: event.currentTarget.value })}
          error={
            PolicyDocument.shape.time_zone.safeParse(document.time_zone).success
              ? wrong("document.time_zone")
              : i18n.t("As Europe/Berlin or UTC.")
          }
        />
        {rules.map((rule, index) => (
          <RuleFields
            key={rule.rule_id}
            rule={rule}
            onChange={(changed) => change({ rules: rules.with(index, changed) })}
            onRemove={() => change({ rules: rules.toSpliced(index, 1) })}
          />
        ))}
        <Group>
          <Button variant="default" onClick={() => change({ rules: [...rules, newRule(rules)] })}>
            {i18n.t("Add a rule")}
          </Button>
        </Group>
        {rules.some(({ effect }) => effect === "ask") && (
          <Group grow align="flex-start">
            <WholeNumberInput
              label={i18n.t("People who must allow it")}
              min={1}
              max={2}
              value={approval.reviewers}
              onChange={(reviewers) => change({ approval: { ...approval, reviewers } })}
            />
            <WholeNumberInput
              label={i18n.t("Allowed at most, in minutes")}
              min={5}
              max={1_440}
              value={approval.longest_minutes}
              onChange={(longest) => change({ approval: { ...approval, longest_minutes: longest } })}
            />
          </Group>
        )}
        {policy && isValid && (
          <>
            <Title order={3} size="h4">
              {i18n.t("Try it before it is saved")}
            </Title>
            <TestPanel policy={policy} document={document} />
          </>
        )}
        {error && <ErrorNotice error={error} title={i18n.t("The policy was not saved")} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onDone()}>
            {i18n.t("Cancel")}
          </Button>
          <Button
            type="submit"
            loading={create.isPending || update.isPending}
            disabled={document.name.trim() === "" || nameLength.error !== undefined}
          >
            {policy ? i18n.t("Save as version {version}", { version: policy.current.version + 1 }) : i18n.t("Save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
