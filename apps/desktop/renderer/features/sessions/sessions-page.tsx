import { useLingui } from "@lingui/react";
import { SESSION_STATES, type Session, type SessionState } from "@lucid/contract";
import { Button, Group, Pagination, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { EmptyState, ErrorNotice, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { DeleteDialog } from "./delete-dialog.tsx";
import { SessionFigures } from "./session-figures.tsx";
import { SessionTable } from "./session-table.tsx";
import { stateNames } from "./state-names.ts";
import { StopDialog } from "./stop-dialog.tsx";
import { useSessionActions, useSessions } from "./use-sessions.ts";

type Asking = { readonly what: "stop" | "delete"; readonly session: Session };

export function SessionsPage() {
  const { i18n } = useLingui();
  const [q, setQ] = useState("");
  const [words] = useDebouncedValue(q, 200);
  const [status, setStatus] = useState<SessionState>();
  const [page, setPage] = useState(1);
  const [asking, setAsking] = useState<Asking>();
  const found = useSessions({ q: words, status, page });
  const { cancel } = useSessionActions();
  const filtered = words.trim() !== "" || status !== undefined;
  const names = stateNames(i18n);

  return (
    <>
      <PageHeader title={i18n.t("Sessions")}>
        <TextInput
          type="search"
          aria-label={i18n.t("Search sessions")}
          placeholder={i18n.t("Search sessions")}
          leftSection={<IconSearch size={16} />}
          w={240}
          value={q}
          onChange={(event) => {
            setQ(event.currentTarget.value);
            setPage(1);
          }}
        />
        <Select
          aria-label={i18n.t("State")}
          placeholder={i18n.t("Any state")}
          w={150}
          clearable
          data={SESSION_STATES.map((value) => ({ value, label: names[value] }))}
          value={status ?? null}
          onChange={(value) => {
            setStatus(value ?? undefined);
            setPage(1);
          }}
        />
        <Button component={Link} to="/sessions/new">
          {i18n.t("New session")}
        </Button>
      </PageHeader>
      <SessionFigures />
      {cancel.error && <ErrorNotice error={cancel.error} title={i18n.t("The session could not be given up")} />}
      {found.error ? (
        <ErrorNotice
          error={found.error}
          title={i18n.t("The sessions could not be listed")}
          onRetry={() => void found.refetch()}
        />
      ) : found.isPending ? (
        <Waiting label={i18n.t("Loading sessions")} />
      ) : found.data.sessions.length > 0 ? (
        <SessionTable
          sessions={found.data.sessions}
          onStop={(session) => setAsking({ what: "stop", session })}
          onCancel={(session) => cancel.mutate({ session_id: session.session_id })}
          onDelete={(session) => setAsking({ what: "delete", session })}
        />
      ) : filtered ? (
        <EmptyState title={i18n.t("No session fits")}>
          {i18n.t("The search looks at the beginnings of words in names and descriptions, and at session ids.")}
        </EmptyState>
      ) : (
        <FirstSession />
      )}
      {found.data && found.data.pagination.pages > 1 && (
        <Group justify="flex-end" mt="md">
          <Pagination
            total={found.data.pagination.pages}
            value={page}
            onChange={setPage}
            getControlProps={(control) => ({ "aria-label": control === "next" ? i18n.t("Next page") : i18n.t("Previous page") })}
            getItemProps={(item) => ({ "aria-label": i18n.t("Page {page}", { page: item }) })}
          />
        </Group>
      )}
      {asking?.what === "stop" && <StopDialog session={asking.session} onClose={() => setAsking(undefined)} />}
      {asking?.what === "delete" && <DeleteDialog session={asking.session} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function FirstSession() {
  const { i18n } = useLingui();
  return (
    <EmptyState
      title={i18n.t("No sessions yet")}
      action={
        <Button component={Link} to="/sessions/new">
          {i18n.t("Record a first session")}
        </Button>
      }
    >
      {i18n.t(
        "A session is a desktop on this node that is recorded from its first moment. Open one, do something in it, end it: within seconds you hold a proof that the recording is complete.",
      )}
    </EmptyState>
  );
}
