import { useLingui } from "@lingui/react";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { PageProblem } from "../../shared/ui/index.ts";
import { BadAddress } from "./bad-address.ts";
import { NotFound } from "./not-found.tsx";

/** In place of a page that could not be shown. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const { i18n } = useLingui();
  const router = useRouter();
  if (error instanceof Error && error.cause instanceof BadAddress) return <NotFound />;
  return (
    <PageProblem
      error={error}
      title={i18n.t("This page could not be shown")}
      advice={i18n.t("Nothing recorded is affected.")}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
