import { useLingui } from "@lingui/react";
import { isOpen, type Session } from "@lucid/contract";
import { Loader } from "@mantine/core";
import { explainReason } from "../../shared/text/reason-words.ts";
import { ErrorNotice } from "../../shared/ui/index.ts";
import { type Player, type Recording, SessionPlayer } from "../player/index.ts";
import type { ChunkListState } from "./chunk-list.ts";
import { Curtain, LockedPicture } from "./locked-picture.tsx";
import { usePicture } from "./picture/use-picture.ts";
import type { DataKey } from "./use-data-key.ts";

export interface RecordingPanelProps {
  readonly session: Session;
  readonly list: ChunkListState & { readonly retry: () => void };
  readonly recording: Recording;
  readonly dataKey: DataKey;
  readonly onPlayer: (player: Player | undefined) => void;
  /** Picture, controls and time line alone. */
  readonly isSmall?: boolean;
}

/** The player, or why there is nothing to play. */
export function RecordingPanel({ session, list, recording, dataKey, onPlayer, isSmall = false }: RecordingPanelProps) {
  const { i18n } = useLingui();
  const picture = usePicture(session, dataKey.kind === "open");
  const waiting = (
    <Curtain title={i18n.t("Opening the recording")}>
      <Loader size="sm" color="gray" />
    </Curtain>
  );
  if (session.state === "deleted") {
    return (
      <Curtain title={i18n.t("This recording was deleted")}>
        {i18n.t("Its chunks and the key that opened them are gone. The proof that it existed stays on the chain.")}
      </Curtain>
    );
  }
  if (session.chunk_count === 0 && !isOpen(session)) {
    return (
      <Curtain title={i18n.t("Nothing was recorded")}>
        {explainReason(session, i18n) ??
          (session.state === "cancelled"
            ? i18n.t("It was given up before it started.")
            : i18n.t("A session records from its start to its end."))}
      </Curtain>
    );
  }
  if (list.error !== undefined && list.chunks.length === 0)
    return <ErrorNotice error={list.error} title={i18n.t("The list of chunks could not be fetched")} onRetry={list.retry} />;
  switch (dataKey.kind) {
    case "loading":
      return waiting;
    case "failed":
      return (
        <ErrorNotice
          error={dataKey.error}
          title={i18n.t("The key of this recording could not be opened")}
          advice={i18n.t("The recording itself is not affected, and its proof can still be verified.")}
          onRetry={dataKey.retry}
        />
      );
    case "locked":
    case "not-for-you":
      return <LockedPicture recipients={dataKey.recipients} isStranger={dataKey.kind === "not-for-you"} />;
    case "open":
      // What is recorded now is there before the first chunk is sealed, and its player stays.
      if (list.chunks.length === 0 && !isOpen(session)) return waiting;
      return (
        <SessionPlayer
          key={session.session_id}
          sessionId={session.session_id}
          chunks={list.chunks}
          recording={recording}
          growing={isOpen(session)}
          dataKey={dataKey.key}
          width={session.width}
          height={session.height}
          poster={picture.kind === "shown" ? picture.address : undefined}
          isSmall={isSmall}
          onPlayer={onPlayer}
        />
      );
  }
}
