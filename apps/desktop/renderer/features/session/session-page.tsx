import { useLingui } from "@lingui/react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useApi } from "../../api.ts";
import { ErrorNotice, PageHeader, StateBadge, Waiting } from "../../shared/ui/index.ts";

export function SessionPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const { id } = useParams({ from: "/inside/sessions/$id" });
  const session = useQuery(queries.sessions.get.queryOptions({ input: { session_id: id } }));

  if (session.isPending) return <Waiting label={i18n.t("Loading the session")} />;
  if (session.error) return <ErrorNotice error={session.error} title={i18n.t("The session could not be shown")} />;
  return (
    <PageHeader
      title={session.data.name}
      parent={{ to: "/sessions", label: i18n.t("Sessions") }}
      badge={<StateBadge session={session.data} />}
    />
  );
}
