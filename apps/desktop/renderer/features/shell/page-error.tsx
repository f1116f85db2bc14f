import { useLingui } from "@lingui/react";
import { Container } from "@mantine/core";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ErrorNotice } from "../../shared/ui/index.ts";

/** In place of a page that could not be shown. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const { i18n } = useLingui();
  const router = useRouter();
  return (
    <Container size={560} py={64}>
      <ErrorNotice
        error={error}
        title={i18n.t("This page could not be shown")}
        advice={i18n.t("Nothing recorded is affected.")}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </Container>
  );
}
