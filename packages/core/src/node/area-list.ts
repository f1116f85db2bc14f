import type { Area } from "../calls/index.ts";

/** The areas of a node in the order of their start. */
export interface AreaList {
  readonly all: readonly Area[];
  /** Takes an area in: it is asked with the others, and ends with them in reverse order. */
  add<Opened extends Area>(area: Opened): Opened;
}

export function createAreaList(stack: AsyncDisposableStack): AreaList {
  const all: Area[] = [];
  return {
    all,
    add(area) {
      all.push(stack.use(area));
      return area;
    },
  };
}
