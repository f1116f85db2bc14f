import { useLingui } from "@lingui/react";
import type { SessionId } from "@lucid/contract";
import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { Card, ErrorNotice, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { sessionOfLink } from "./verify-link.ts";
import { VerifySession } from "./verify-session.tsx";

/** Where a link "verify this proof" leads: fetches the bundle that it names from this node, and checks it at once. */
export function VerifyLinkPage() {
  const { i18n } = useLingui();
  const id = sessionOfLink(useLocation({ select: ({ hash }) => hash }));
  if (id !== undefined) return <Linked key={id} id={id} />;
  return (
    <>
      <PageHeader title={i18n.t("Proofs")} />
      <Alert variant="outline" color="gray" title={i18n.t("This link names no session")} role="status">
        {i18n.t("Perhaps it was cut when it was copied. A whole one ends in #session= and an id of 36 letters and digits.")}
      </Alert>
    </>
  );
}

function Linked({ id }: { readonly id: SessionId }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const session = useQuery(queries.sessions.get.queryOptions({ input: { session_id: id } }));
  if (session.isPending) return <Waiting label={i18n.t("Loading the session")} />;
  if (!session.data)
    return (
      <ErrorNotice
        error={session.error}
        title={i18n.t("The session could not be shown")}
        onRetry={() => void session.refetch()}
      />
    );
  return (
    <>
      <PageHeader title={session.data.name} parent={{ to: "/proofs", label: i18n.t("Proofs") }} />
      <Card p="lg">
        <VerifySession session={session.data} startsAtOnce />
      </Card>
    </>
  );
}
