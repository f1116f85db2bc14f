import type { PortWindow } from "@lucid/core";

export interface WindowKind extends PortWindow {
  /** Where the page's routes for this window begin. */
  readonly root: `/${string}`;
  readonly size: {
    readonly width: number;
    readonly height: number;
    readonly minWidth: number;
    readonly minHeight: number;
  };
}

/** Every kind of window there is. Its page lives in `renderer/windows/<kind>/`. */
export const windowKinds = {
  user: {
    kind: "user",
    root: "/",
    size: { width: 1_280, height: 800, minWidth: 400, minHeight: 500 },
    procedures: "all",
  },
} as const satisfies Record<string, WindowKind>;
