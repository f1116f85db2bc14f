import type { Area } from "../calls/index.ts";

/** The areas of a node in the order of their start. */
export interface AreaList {
  readonly all: readonly Area[];
  /** Takes an area in: it is asked with the others, and ends with them in reverse order. */
  add<Opened extends Area>(area: Opened): Opened;
  /**
   * Takes in two areas that start side by side, neither needing the other. Where one cannot start, the other one is
   * taken in all the same, to end with the rest. @throws what the one that failed threw.
   */
  addBoth<One extends Area, Other extends Area>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]>;
}

export function createAreaList(stack: AsyncDisposableStack): AreaList {
  const all: Area[] = [];

  function add<Opened extends Area>(area: Opened): Opened {
    all.push(stack.use(area));
    return area;
  }

  return {
    all,
    add,
    async addBoth(one, other) {
      for (const start of await Promise.allSettled([one, other])) if (start.status === "fulfilled") add(start.value);
      return await Promise.all([one, other]);
    },
  };
}
