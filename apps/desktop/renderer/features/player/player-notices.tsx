import { useLingui } from "@lingui/react";
import { Loader } from "@mantine/core";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { formatSpan } from "../../shared/format/index.ts";
import type { Player } from "./create-player.ts";
import { describeHole, explainHole, explainTrouble } from "./gap-words.ts";
import classes from "./player.module.css";
import { holeAt, spanAt } from "./recording.ts";

/** How long a jump is named after it happened. */
const HOP_MS = 2_500;
/** A picture that comes sooner needs no sign that it is on its way. */
const WAIT_MS = 400;
/** Close to what is recorded now the next picture is a second away, and that is nothing to be told. */
const LIVE_WAIT_MS = 1_500;

function useLater(on: boolean, ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setTimeout(() => setLate(true), ms);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [on, ms]);
  return late;
}

/** What lies over the picture: why there is none, or what was just jumped over. */
export function PlayerNotices({ player }: { readonly player: Player }) {
  const { i18n } = useLingui();
  const { recording, time, waiting, atEnd, hop, bad, growing, live, link } = useStore(player.state);
  const hole = holeAt(recording, time);
  const span = recording.spans[spanAt(recording.spans, time)];
  const broken = span && span.start <= time ? bad.get(span.index) : undefined;
  const isLate = useLater(waiting && !hole && !broken, live ? LIVE_WAIT_MS : WAIT_MS);
  const atEdge = growing && (live || atEnd);

  if (hole) {
    return (
      <div className={classes.cover} role="status">
        <strong>{i18n.t("Nothing was recorded here: {what}", { what: describeHole(hole, i18n) })}</strong>
        <span>{explainHole(hole, i18n)}</span>
      </div>
    );
  }
  if (broken) {
    return (
      <div className={classes.cover} role="alert">
        <strong>{i18n.t("Chunk {number} is damaged", { number: broken.index + 1 })}</strong>
        <span>{explainTrouble(broken.trouble, i18n)}</span>
        <span>{i18n.t("Everything else plays; playing goes on behind it.")}</span>
      </div>
    );
  }
  if (isLate) {
    const next = link.kind === "following" ? i18n.t("Waiting for the next picture") : i18n.t("Waiting for the next chunk");
    return (
      <div className={classes.waiting} role="status">
        <Loader size="sm" color="gray" />
        {atEdge ? next : i18n.t("Opening the recording")}
      </div>
    );
  }
  return hop && <HopNotice key={JSON.stringify(hop)} text={hopText()} />;

  function hopText(): string {
    switch (hop?.kind) {
      case "hole":
        return i18n.t("Jumped over a gap: {what}", { what: describeHole(hop.hole, i18n) });
      case "bad":
        return i18n.t("Jumped over chunk {number}: it is damaged", { number: hop.index + 1 });
      case "idle":
        return i18n.t("Skipped {span} in which nobody did anything", { span: formatSpan(hop.seconds) });
      case undefined:
        return "";
    }
  }
}

function HopNotice({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setShown(false), HOP_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.hop} role="status" data-gone={!shown || undefined}>
      {shown && text}
    </div>
  );
}
