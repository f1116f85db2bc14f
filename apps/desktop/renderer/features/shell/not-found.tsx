import { useLingui } from "@lingui/react";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "../../shared/ui/index.ts";

export function NotFound() {
  const { i18n } = useLingui();
  return (
    <main>
      <EmptyState
        order={1}
        title={i18n.t("There is no such page")}
        action={
          <Button component={Link} to="/sessions">
            {i18n.t("To the sessions")}
          </Button>
        }
      >
        {i18n.t("The address may be mistyped, or what it named was deleted.")}
      </EmptyState>
    </main>
  );
}
