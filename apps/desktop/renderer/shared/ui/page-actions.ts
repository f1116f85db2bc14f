import { useEffect } from "react";
import { createStore } from "zustand/vanilla";

/** What a page does itself and offers elsewhere as well: the palette acts on the page one is on. */
export interface PageAction {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
}

export const pageActions = createStore<{ readonly actions: readonly PageAction[] }>(() => ({ actions: [] }));

/** Offers actions for as long as the page is there. */
export function usePageActions(actions: readonly PageAction[]): void {
  useEffect(() => {
    pageActions.setState({ actions });
    return () => pageActions.setState({ actions: [] });
  }, [actions]);
}
