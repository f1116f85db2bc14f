import { useLingui } from "@lingui/react";
import { SessionId } from "@lucid/contract";
import { type Expectation, readExpectation } from "@lucid/proof";
import { Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { toFailure } from "../../shared/api/failure.ts";
import { Card, PageHeader, PageProblem, Waiting } from "../../shared/ui/index.ts";
import { spawnVerifier, useKnownHere, VerifyPanel } from "../verify/index.ts";
import { VerifySession } from "./verify-session.tsx";

/**
 * Where a link "verify this" leads: fetches the bundle of its session from this node and checks it at once. Where the
 * node has none for this account, the file that came with the link is asked for.
 */
export function VerifyLinkPage() {
  const { i18n } = useLingui();
  const fragment = useLocation({ select: ({ hash }) => hash.replace(/^#/, "") });
  const link = readExpectation(fragment);
  const id = link.ok ? SessionId.safeParse(link.expectation.session).data : undefined;
  if (link.ok && id !== undefined) return <Linked key={fragment} id={id} expectation={link.expectation} fragment={fragment} />;
  return <FromFile key={fragment} fragment={fragment} lead={i18n.t("Check a recording that somebody gave you")} />;
}

interface LinkedProps {
  readonly id: SessionId;
  readonly expectation: Expectation;
  readonly fragment: string;
}

function Linked({ id, expectation, fragment }: LinkedProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const session = useQuery(queries.sessions.get.queryOptions({ input: { session_id: id } }));
  if (session.isPending) return <Waiting label={i18n.t("Loading the session")} />;
  if (session.data)
    return (
      <>
        <PageHeader title={session.data.name} parent={{ to: "/proofs", label: i18n.t("Proofs") }} />
        <Card p="lg">
          <VerifySession session={session.data} expectation={expectation} startsAtOnce />
        </Card>
      </>
    );
  if (toFailure(session.error).status === 404)
    return (
      <FromFile
        fragment={fragment}
        lead={i18n.t("The recording of this link is not on this node, or not yours. Drop the file that came with the link.")}
      />
    );
  return (
    <PageProblem error={session.error} title={i18n.t("The session could not be shown")} onRetry={() => void session.refetch()} />
  );
}

/** The link says what the recording must be, and the reader has the file. */
function FromFile({ fragment, lead }: { readonly fragment: string; readonly lead: string }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const here = useKnownHere();
  return (
    <>
      <PageHeader title={i18n.t("Proofs")}>
        <Text c="dimmed">{lead}</Text>
      </PageHeader>
      <VerifyPanel
        spawn={spawnVerifier}
        here={here}
        loadGenesis={() => cache.query(queries.chain.genesis.queryOptions())}
        fragment={fragment}
      />
    </>
  );
}
