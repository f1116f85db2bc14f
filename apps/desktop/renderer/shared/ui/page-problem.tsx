import { useLingui } from "@lingui/react";
import { Container, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { toFailure } from "../api/failure.ts";
import { ErrorNotice, type ErrorNoticeProps } from "./error-notice.tsx";
import { MissingPage, PaletteHint } from "./missing-page.tsx";
import { PageHeader } from "./page-header.tsx";
import classes from "./ui.module.css";

export interface PageProblemProps extends Omit<ErrorNoticeProps, "titled"> {
  /** The heading where the node says that there is no such thing: "There is no such session". */
  readonly missing?: string;
}

/** In place of a page that could not be shown: what happened under a heading, and the ways on. */
export function PageProblem({ missing, ...notice }: PageProblemProps) {
  const { i18n } = useLingui();
  if (missing !== undefined && toFailure(notice.error).status === 404)
    return (
      <MissingPage title={missing}>
        {i18n.t(
          "The address may be mistyped, what it named may be gone, or it belongs to an account that you may not look into.",
        )}
      </MissingPage>
    );
  return (
    <Container size={560} py={32}>
      <PageHeader title={notice.title} />
      <Stack align="flex-start">
        <ErrorNotice {...notice} titled={false} />
        <Link to="/sessions" className={classes.crumb}>
          {i18n.t("To the sessions")}
        </Link>
        <PaletteHint />
      </Stack>
    </Container>
  );
}
