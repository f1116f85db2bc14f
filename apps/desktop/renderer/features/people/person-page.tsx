import { useLingui } from "@lingui/react";
import type { Person } from "@lucid/contract";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ErrorComponentProps, Link, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { toFailure } from "../../shared/api/failure.ts";
import { Card, EmptyState, ErrorNotice, Waiting } from "../../shared/ui/index.ts";
import { DeleteAccountDialog } from "./delete-account-dialog.tsx";
import { EndLoginsDialog } from "./end-logins-dialog.tsx";
import { KycDialog } from "./kyc-dialog.tsx";
import { PersonFacts } from "./person-facts.tsx";
import { PersonLogins } from "./person-logins.tsx";
import { RoleDialog } from "./role-dialog.tsx";
import { SuspendDialog } from "./suspend-dialog.tsx";
import { useAccountName } from "./use-account-name.ts";
import { usePersonActions } from "./use-person-actions.ts";

/** One person beside the list: who it is, where that one is logged in, and what can be done about it. */
export function PersonPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const { id } = useParams({ from: "/inside/admin/people/$id" });
  const search = useSearch({ from: "/inside/admin/people" });
  const name = useAccountName();
  const person = useQuery(queries.directory.get.queryOptions({ input: { user_id: id } }));
  return (
    <Card aria-label={i18n.t("Person")}>
      <Group justify="space-between" mb="sm" wrap="nowrap" align="flex-start">
        <Title order={2} style={{ overflowWrap: "anywhere" }}>
          {person.data ? name(person.data) : i18n.t("Person")}
        </Title>
        <Button
          variant="default"
          size="compact-sm"
          style={{ flex: "none" }}
          renderRoot={(props) => <Link to="/admin/people" search={search} {...props} />}
        >
          {i18n.t("Close")}
        </Button>
      </Group>
      {toFailure(person.error).status === 404 ? (
        <Missing />
      ) : person.error ? (
        <ErrorNotice
          error={person.error}
          title={i18n.t("This person could not be shown")}
          onRetry={() => void person.refetch()}
        />
      ) : person.isPending ? (
        <Waiting label={i18n.t("Loading this person")} />
      ) : (
        <Stack gap="lg">
          <PersonFacts person={person.data} />
          <PersonActions person={person.data} />
          <PersonLogins person={person.data} />
        </Stack>
      )}
    </Card>
  );
}

function Missing() {
  const { i18n } = useLingui();
  return (
    <EmptyState title={i18n.t("There is no such person")} action={undefined}>
      {i18n.t("The address may be mistyped.")}
    </EmptyState>
  );
}

/** Beside the list, in place of a person: an address can name what is nobody's id. */
export function PersonError({ error, reset }: ErrorComponentProps) {
  const { i18n } = useLingui();
  const isBadAddress = error instanceof Error && error.cause instanceof Error && error.cause.name === "BadAddress";
  return (
    <Card aria-label={i18n.t("Person")}>
      {isBadAddress ? (
        <Missing />
      ) : (
        <ErrorNotice error={error} title={i18n.t("This person could not be shown")} onRetry={reset} />
      )}
    </Card>
  );
}

type Asking = "role" | "suspend" | "kyc" | "logins" | "delete";

/** What the node lets the reader do to this person. */
function PersonActions({ person }: { readonly person: Person }) {
  const { i18n } = useLingui();
  const { activate } = usePersonActions();
  const [asking, setAsking] = useState<Asking>();
  const { actions } = person.may;
  const close = (): void => setAsking(undefined);
  if (actions.length === 0) return <Text c="dimmed">{i18n.t("There is nothing you may change about this account.")}</Text>;
  return (
    <>
      <Group gap={8}>
        {actions.includes("change") && (
          <>
            <Button variant="default" size="compact-md" onClick={() => setAsking("role")}>
              {i18n.t("Change the role")}
            </Button>
            <Button variant="default" size="compact-md" onClick={() => setAsking("kyc")}>
              {i18n.t("Say if checked")}
            </Button>
          </>
        )}
        {actions.includes("activate") && (
          <Button size="compact-md" loading={activate.isPending} onClick={() => activate.mutate({ user_id: person.user_id })}>
            {i18n.t("Lift the suspension")}
          </Button>
        )}
        {actions.includes("suspend") && (
          <Button variant="default" size="compact-md" onClick={() => setAsking("suspend")}>
            {i18n.t("Suspend")}
          </Button>
        )}
        {actions.includes("end_logins") && person.logins.length > 0 && (
          <Button variant="default" size="compact-md" onClick={() => setAsking("logins")}>
            {i18n.t("End all logins")}
          </Button>
        )}
        {actions.includes("delete") && (
          <Button variant="default" size="compact-md" c="recording" onClick={() => setAsking("delete")}>
            {i18n.t("Delete the account")}
          </Button>
        )}
      </Group>
      {activate.error && <ErrorNotice error={activate.error} title={i18n.t("The suspension was not lifted")} />}
      {asking === "role" && <RoleDialog person={person} onClose={close} />}
      {asking === "kyc" && <KycDialog person={person} onClose={close} />}
      {asking === "suspend" && <SuspendDialog person={person} onClose={close} />}
      {asking === "delete" && <DeleteAccountDialog person={person} onClose={close} />}
      {asking === "logins" && <EndLoginsDialog person={person} onClose={close} />}
    </>
  );
}
