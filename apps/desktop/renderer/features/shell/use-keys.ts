import { useLingui } from "@lingui/react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef } from "react";
import { allAreas } from "./areas.ts";
import { typedAhead } from "./palette/typed-ahead.ts";
import { useViewer } from "./use-viewer.ts";

/** A letter belongs to the `G` before it for this long. */
const AFTER_G_MS = 1_500;

/** Whoever types, picks, or works in a desktop means something else by a letter. */
const isTaken = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest("input, textarea, select, canvas, [role=dialog], [role=menu], [role=listbox]") !== null);

export interface KeyHandlers {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

/** Ctrl/Cmd-K opens the palette, `G` and a letter lead to an area, `C` creates a session, `?` shows all keys. */
export function useKeys(handlers: KeyHandlers): void {
  const { i18n } = useLingui();
  const viewer = useViewer();
  const navigate = useNavigate();
  const lastG = useRef(Number.NEGATIVE_INFINITY);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (typedAhead.hear(event)) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key === "k") {
      event.preventDefault();
      handlers.onPalette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event.target)) return;
    const isAfterG = event.timeStamp - lastG.current < AFTER_G_MS;
    lastG.current = key === "g" && !isAfterG ? event.timeStamp : Number.NEGATIVE_INFINITY;
    const area = isAfterG ? allAreas(viewer, i18n).find((one) => one.key === key) : undefined;
    if (area) void navigate({ to: area.to });
    else if (!isAfterG && key === "c") void navigate({ to: "/sessions/new" });
    else if (!isAfterG && key === "?") handlers.onHelp();
  });

  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
