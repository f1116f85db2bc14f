import { useEffect, useRef, useState } from "react";

/** What leads to an element that is about to vanish: the button of the menu it stands in, else itself. */
function lasting(element: Element | null): HTMLElement | undefined {
  const menu = element?.closest("[role=menu]")?.id;
  const target = menu ? document.querySelector(`[aria-controls="${CSS.escape(menu)}"]`) : element;
  return target instanceof HTMLElement && target !== document.body ? target : undefined;
}

/** Where the focus was when `opened` became true. */
export function useFocusBefore(opened: boolean): HTMLElement | undefined {
  const [known, setKnown] = useState({ opened: false, before: undefined as HTMLElement | undefined });
  if (known.opened === opened) return known.before;
  // Now, in the first render: when it is committed, a menu that led here is closed.
  const before = opened ? lasting(document.activeElement) : known.before;
  setKnown({ opened, before });
  return before;
}

/** A dialog that holds the focus again leads it to what is marked so: to where it was before, and not to its first field or its cross. */
function markAsFirst(target: HTMLElement): void {
  const dialog = target.closest("[role=dialog]");
  if (!dialog) return;
  for (const marked of dialog.querySelectorAll("[data-autofocus]")) marked.removeAttribute("data-autofocus");
  target.setAttribute("data-autofocus", "true");
}

/** When the component goes, brings the focus back to `before`, or to the page's heading where that is gone. */
export function useFocusReturn(before: HTMLElement | undefined): void {
  const there = useRef(false);
  useEffect(() => {
    there.current = true;
    return () => {
      there.current = false;
      queueMicrotask(() => {
        // Not in the moment in which React only tries the effect out, and not against another dialog's focus.
        if (there.current || document.querySelector("[role=dialog] :focus")) return;
        const isGone = before?.isConnected !== true;
        // Of several that go at once, as a dialog and the question above it, one has brought it back already.
        if (isGone && document.activeElement !== document.body) return;
        const target = isGone ? document.querySelector<HTMLElement>("main h1") : before;
        if (target) markAsFirst(target);
        target?.focus({ preventScroll: true });
      });
    };
  }, [before]);
}
