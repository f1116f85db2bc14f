import type { Place } from "../shell/shell-settings.ts";
import type { WindowKind } from "./window-kinds.ts";

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** So much of the upper edge must be on a screen that a hand can take hold of the window. */
const GRIP = { width: 120, height: 32 };
/** Another window of the kind stands beside the first, not on it. */
const STEP = 28;

export interface OpenPlace {
  readonly width: number;
  readonly height: number;
  /** Absent: the system places it. */
  readonly x?: number;
  readonly y?: number;
  readonly maximized: boolean;
}

/**
 * Where a window opens: where it was, when a screen is still there, and no larger than that screen.
 * @param areas of the screens there are now, without their bars.
 * @param others windows of the kind that are open.
 */
export function placeFor(
  { size }: Pick<WindowKind, "size">,
  remembered: Place | undefined,
  areas: readonly Rectangle[],
  others: number,
): OpenPlace {
  const { width, height } = size;
  if (!remembered) return { width, height, maximized: false };
  const x = remembered.x + others * STEP;
  const y = remembered.y + others * STEP;
  const edge = { x, y, width: remembered.width, height: GRIP.height };
  const [area] = areas.filter((candidate) => holds(candidate, edge)).toSorted((a, b) => across(b, edge) - across(a, edge));
  if (!area) return { width, height, maximized: remembered.maximized };
  return {
    x,
    y,
    width: Math.max(size.minWidth, Math.min(remembered.width, area.width)),
    height: Math.max(size.minHeight, Math.min(remembered.height, area.height)),
    maximized: remembered.maximized && others === 0,
  };
}

const across = (area: Rectangle, edge: Rectangle): number =>
  Math.min(area.x + area.width, edge.x + edge.width) - Math.max(area.x, edge.x);

function holds(area: Rectangle, edge: Rectangle): boolean {
  const down = Math.min(area.y + area.height, edge.y + edge.height) - Math.max(area.y, edge.y);
  return across(area, edge) >= Math.min(GRIP.width, edge.width) && down >= GRIP.height;
}
