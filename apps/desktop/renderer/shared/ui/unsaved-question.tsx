import { useBlocker } from "@tanstack/react-router";
import { LeaveQuestion } from "./leave-question.tsx";
import { unsavedNow } from "./unsaved.ts";

/** Where somebody has to go whose login is over: nothing that was typed could be saved any more. */
const WITHOUT_LOGIN = "/login";

/**
 * Asks before what `useUnsaved` names is left behind: by a link, Back, the palette or a button of the page; of a reload and the
 * window's end the browser asks, in its own words. It stands once in a window.
 */
export function UnsavedQuestion() {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      next.pathname !== WITHOUT_LOGIN && unsavedNow(next.pathname !== current.pathname).length > 0,
    enableBeforeUnload: () => unsavedNow().length > 0,
    withResolver: true,
  });
  if (status !== "blocked") return null;
  function leave(): void {
    for (const { drop } of unsavedNow()) drop?.();
    proceed?.();
  }
  return <LeaveQuestion unsaved={unsavedNow().map(({ what = "typed" }) => what)} onStay={reset} onLeave={leave} />;
}
