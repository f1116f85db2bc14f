import { useLingui } from "@lingui/react";
import { Container, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useMemo } from "react";
import { neverChanges } from "../../shared/api/never-changes.ts";
import { ErrorNotice, Waiting } from "../../shared/ui/index.ts";
import { nameInWords } from "./name-in-words.ts";
import { spawnVerifier } from "./spawn-verifier.ts";
import { VerifyPanel } from "./verify-panel.tsx";

/** Nobody is logged in, and no node is asked. */
const NOBODY = {};

/** A file of this computer that the application was asked to open; it is known by a token that no other page has. */
async function readOpenedFile(token: string): Promise<File> {
  const response = await fetch(`/opened-file/${encodeURIComponent(token)}`);
  if (!response.ok) throw new Error(await response.text());
  return new File([await response.blob()], decodeURIComponent(response.headers.get("X-File-Name") ?? ""));
}

/** A file that was double-clicked: it is verified, before anything else is shown and without a login. */
export function OpenedFilePage() {
  const { i18n } = useLingui();
  const token = useLocation({ select: ({ hash }) => hash.replace(/^#/, "") });
  const opened = useQuery({
    queryKey: ["opened-file", token],
    queryFn: () => readOpenedFile(token),
    staleTime: neverChanges,
    retry: false,
  });
  const files = useMemo(() => (opened.data ? [opened.data] : undefined), [opened.data]);
  useDocumentTitle(opened.data ? `${nameInWords(opened.data.name)} · Lucid` : "Lucid");
  return (
    <Container component="main" size={860} py={40}>
      <Title order={1} mb="lg">
        {i18n.t("Verify a Lucid recording")}
      </Title>
      {opened.isPending && <Waiting label={i18n.t("Reading the file")} />}
      {opened.error && (
        <ErrorNotice error={opened.error} title={i18n.t("The file could not be read")} onRetry={() => void opened.refetch()} />
      )}
      {files && <VerifyPanel spawn={spawnVerifier} files={files} here={NOBODY} />}
    </Container>
  );
}
