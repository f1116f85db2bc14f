import { type RefObject, useRef } from "react";

/**
 * For what stands below a list and turns it to another part: `showBeginning` brings the beginning of the list back into
 * sight. `below` goes to an element that stands beside the list, in the same parent.
 */
export function useBeginning(): { readonly below: RefObject<HTMLDivElement | null>; readonly showBeginning: () => void } {
  const below = useRef<HTMLDivElement>(null);
  return {
    below,
    showBeginning() {
      const list = below.current?.parentElement;
      if (list && list.getBoundingClientRect().top < 0) list.scrollIntoView({ block: "start" });
    },
  };
}
