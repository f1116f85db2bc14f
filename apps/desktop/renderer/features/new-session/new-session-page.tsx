import { useLingui } from "@lingui/react";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice, PageHeader, Waiting } from "../../shared/ui/index.ts";
import classes from "./new-session.module.css";
import { NewSessionForm } from "./new-session-form.tsx";

export function NewSessionPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const defaults = useQuery(queries.sessions.defaults.queryOptions());
  return (
    <div className={classes.page}>
      <PageHeader title={i18n.t("New session")} parent={{ to: "/sessions", label: i18n.t("Sessions") }} />
      {defaults.isPending ? (
        <Waiting label={i18n.t("Asking what this node offers")} />
      ) : defaults.error ? (
        <ErrorNotice
          error={defaults.error}
          title={i18n.t("The node did not say what it offers")}
          onRetry={() => void defaults.refetch()}
        />
      ) : (
        <NewSessionForm defaults={defaults.data} />
      )}
    </div>
  );
}
