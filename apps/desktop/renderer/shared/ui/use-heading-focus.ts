import { useRouterState } from "@tanstack/react-router";
import { type RefObject, useEffect } from "react";

/** The path whose page has had the focus led to it; undefined before the first page, which the browser opens itself. */
let entered: string | undefined;

/** Leads the focus to the heading of a page that was gone to, unless the page took it itself. */
export function useHeadingFocus(heading: RefObject<HTMLElement | null>): void {
  // Of the page that is shown: the address changes before its page is there.
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  useEffect(() => {
    const isFirst = entered === undefined;
    if (path === undefined || entered === path) return;
    entered = path;
    const taken = document.activeElement?.closest("main, [role=dialog]");
    const isForm = taken !== null && document.activeElement?.matches("input, textarea, [data-autofocus]");
    if (!isFirst && !isForm) heading.current?.focus({ preventScroll: true });
  }, [heading, path]);
}
