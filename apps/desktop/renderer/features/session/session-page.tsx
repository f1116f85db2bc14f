import { useLingui } from "@lingui/react";
import { isOpen, type Session } from "@lucid/contract";
import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type ComponentType, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { AgedArea, ErrorNotice, PageHeader, PageProblem, StateBadge, usePageActions, Waiting } from "../../shared/ui/index.ts";
import type { Player } from "../player/index.ts";
import { RecordingPanel, useChunks, useDataKey, useRecording } from "../recording/index.ts";
import { DeleteDialog, RenameDialog, StopDialog, useUpdateSession } from "../sessions/index.ts";
import { ChunkTable } from "./chunk-table.tsx";
import { AnotherSession, DraftPage } from "./draft-page.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { GapNotes } from "./gap-notes.tsx";
import { ProofCard } from "./proof-card.tsx";
import { RetentionLine } from "./retention-line.tsx";
import classes from "./session.module.css";
import { type Asking, SessionActions } from "./session-actions.tsx";
import { SessionFacts } from "./session-facts.tsx";
import { usePlayed } from "./use-played.ts";
import { useSessionPageActions } from "./use-session-page-actions.ts";
import { VerifyDialog } from "./verify-dialog.tsx";

/** What other features show on the page of a session. The window puts them together. */
export type SessionPanel = ComponentType<{ readonly session: Session }>;

export function SessionPage({ panels }: { readonly panels: readonly SessionPanel[] }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const { id } = useParams({ from: "/inside/sessions/$id" });
  const session = useQuery(queries.sessions.get.queryOptions({ input: { session_id: id } }));

  if (session.isPending) return <Waiting label={i18n.t("Loading the session")} />;
  if (!session.data)
    return (
      <PageProblem
        error={session.error}
        title={i18n.t("The session could not be shown")}
        missing={i18n.t("There is no such session")}
        onRetry={() => void session.refetch()}
      />
    );
  if (session.data.state === "created") return <DraftPage session={session.data} />;
  return <OneSession key={id} session={session.data} panels={panels} />;
}

function OneSession({ session, panels }: { readonly session: Session; readonly panels: readonly SessionPanel[] }) {
  const { i18n } = useLingui();
  const [asking, setAsking] = useState<Asking>();
  const [player, setPlayer] = useState<Player>();
  const list = useChunks(session.session_id, session.chunk_count);
  const recording = useRecording(session, list.chunks);
  const dataKey = useDataKey(session.session_id, session.state !== "deleted" && (session.chunk_count > 0 || isOpen(session)));
  const played = usePlayed(player);
  const update = useUpdateSession();
  const close = (): void => setAsking(undefined);
  usePageActions(useSessionPageActions(session, setAsking));
  const proof = (
    <ProofCard
      session={session}
      recording={recording}
      checked={played.checked.size}
      bad={played.bad}
      onVerify={() => setAsking("verify")}
      onExport={() => setAsking("export")}
    />
  );

  return (
    <>
      <PageHeader
        title={session.name}
        parent={{ to: "/sessions", label: i18n.t("Sessions") }}
        badge={<StateBadge session={session} />}
      >
        <AnotherSession session={session} />
        <SessionActions
          session={session}
          onAsk={setAsking}
          onHold={(on) => update.mutate({ session_id: session.session_id, legal_hold: on })}
        />
      </PageHeader>
      {update.error && <ErrorNotice error={update.error} title={i18n.t("The session could not be changed")} />}
      <RetentionLine session={session} />
      <div className={classes.page}>
        <RecordingPanel session={session} list={list} recording={recording} dataKey={dataKey} onPlayer={setPlayer} />
        {session.anchor.status === "final" ? proof : <AgedArea>{proof}</AgedArea>}
      </div>
      <Stack gap={12} mt={18}>
        <GapNotes recording={recording} end={session.end} onGo={player && ((time) => player.seek(time))} />
        <SessionFacts session={session} />
        {panels.map((Panel, place) => (
          <Panel key={place} session={session} />
        ))}
        <ChunkTable session={session} chunks={list.chunks} bad={played.bad} checked={played.checked} />
      </Stack>
      {asking === "verify" && <VerifyDialog session={session} onClose={close} />}
      {asking === "export" && <ExportDialog session={session} recording={recording} dataKey={dataKey} onClose={close} />}
      {asking === "rename" && <RenameDialog session={session} onClose={close} />}
      {asking === "delete" && <DeleteDialog session={session} onClose={close} />}
      {asking === "stop" && <StopDialog session={session} onClose={close} />}
    </>
  );
}
