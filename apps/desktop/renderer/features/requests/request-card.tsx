import { useLingui } from "@lingui/react";
import type { AccessRequest } from "@lucid/contract";
import { Button, Group, Stack, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Badge, Card, CopyButton, ErrorNotice, Facts, Moment, useDraft, useLengthWords } from "../../shared/ui/index.ts";
import { nameOfPerson, requestSentence, requestStates } from "./request-words.ts";

/** One request, with what may be done about it. */
export function RequestCard({ request }: { readonly request: AccessRequest }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const heading = useId();
  const { value: note, change: setNote, drop } = useDraft(`word to request ${request.request_id}`, () => "", true);
  const length = useLengthWords(note, 500);
  const onSettled = () => cache.invalidateQueries({ queryKey: queries.accessRequests.key() });
  const decide = useMutation(queries.accessRequests.decide.mutationOptions({ onSettled }));
  const revoke = useMutation(queries.accessRequests.revoke.mutationOptions({ onSettled }));
  const { request_id, status, decisions, reviewers } = request;
  const { label, tone } = requestStates(i18n)[status];
  const isBusy = decide.isPending || revoke.isPending;
  const answer = (decision: "approve" | "deny"): void => decide.mutate({ request_id, decision, note }, { onSuccess: drop });
  const error = decide.error ?? revoke.error;
  return (
    <Card aria-labelledby={heading}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <Title order={2} size="h4" id={heading}>
            {requestSentence(request, i18n)}
          </Title>
          <Badge tone={tone}>{label}</Badge>
        </Group>
        <Facts
          rows={[
            [i18n.t("Reason"), request.reason],
            [i18n.t("Asked"), <Moment key="v" at={request.requested_at} />],
            [
              status === "pending" ? i18n.t("Lapses") : status === "approved" ? i18n.t("Allowed until") : i18n.t("Over since"),
              <Moment key="v" at={request.ends_at} />,
            ],
            ...(reviewers > 1 ? ([[i18n.t("Must allow it"), i18n.t("{count} people", { count: reviewers })]] as const) : []),
            ...decisions.map(
              ({ reviewer, decision, note: said, decided_at }) =>
                [
                  decision === "approve" ? i18n.t("Allowed by") : i18n.t("Refused by"),
                  <span key="v">
                    {nameOfPerson(reviewer)}, <Moment at={decided_at} />
                    {said !== "" && `: ${said}`}
                  </span>,
                ] as const,
            ),
          ]}
        />
        {error && <ErrorNotice error={error} title={i18n.t("Nothing was decided")} />}
        {request.may_decide && (
          <TextInput
            label={i18n.t("A word to it, if you like")}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            {...length}
          />
        )}
        <Group justify="flex-end">
          <CopyButton value={`${location.origin}/requests?id=${request_id}`} label={i18n.t("the link")} />
          {request.may_revoke && (
            <Button variant="default" disabled={isBusy} onClick={() => revoke.mutate({ request_id })}>
              {status === "approved" ? i18n.t("End it now") : i18n.t("Take it back")}
            </Button>
          )}
          {request.may_decide && (
            <>
              <Button variant="default" disabled={isBusy || length.error !== undefined} onClick={() => answer("deny")}>
                {i18n.t("Refuse")}
              </Button>
              <Button loading={isBusy} disabled={length.error !== undefined} onClick={() => answer("approve")}>
                {i18n.t("Allow for {minutes, plural, one {# minute} other {# minutes}}", { minutes: request.minutes })}
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
