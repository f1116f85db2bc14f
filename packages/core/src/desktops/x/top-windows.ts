import type { XConnection } from "./open-x-connection.ts";
import { changeWindowAttribute, EVENT_MASK, getGeometry, getProperty, getWindowAttributes, queryTree } from "./x-requests.ts";

/** Event mask bit, and events, of the root window's children (X Window System Protocol, 11). */
const SUBSTRUCTURE_NOTIFY = 0x8_0000;
const DESTROY_NOTIFY = 17;
const UNMAP_NOTIFY = 18;
const MAP_NOTIFY = 19;
const REPARENT_NOTIFY = 21;
const CONFIGURE_NOTIFY = 22;
/** Predefined atoms. */
const WM_NAME = 39;
const WM_CLASS = 67;

/** A window past the manager counts from this part of the screen on: menus and hints go past it, too. */
const LEAST_SHARE = 1 / 16;

/** The windows that are on the screen, by the display's own word: also those that no window manager knows of, or that it is made to forget. */
export interface TopWindows {
  /** Those that are there, each by the number that `managed`, the window manager's list, has for it. */
  look(managed: ReadonlySet<number>): Promise<number[]>;
}

/** `rootEvents`: mask of what else is to be heard of the root. `onChange`: there may be others now. */
export async function followTopWindows(display: XConnection, rootEvents: number, onChange: () => void): Promise<TopWindows> {
  /** Children of the root that are shown, with what each was found to be. */
  const children = new Map<number, number | undefined>();
  display.onEvent((event) => {
    if (heard(event)) onChange();
  });
  display.tell(changeWindowAttribute(display.root, EVENT_MASK, rootEvents | SUBSTRUCTURE_NOTIFY));
  const areaOf = async (window: number): Promise<number> => {
    const reply = await display.ask(getGeometry(window));
    // One that is only there for input has no depth, and shows nothing.
    return reply && reply.readUInt8(1) > 0 ? reply.readUInt16LE(16) * reply.readUInt16LE(18) : 0;
  };
  async function childrenOf(window: number): Promise<number[]> {
    const reply = await display.ask(queryTree(window));
    return reply ? Array.from({ length: reply.readUInt16LE(16) }, (_, index) => reply.readUInt32LE(32 + 4 * index)) : [];
  }
  async function hasName(window: number): Promise<boolean> {
    const replies = await Promise.all([WM_CLASS, WM_NAME].map((name) => display.ask(getProperty(window, name, 0))));
    return replies.some((reply) => reply !== undefined && reply.readUInt32LE(8) !== 0);
  }

  const least = (await areaOf(display.root)) * LEAST_SHARE;
  const isShown = async (window: number): Promise<boolean> => {
    const reply = await display.ask(getWindowAttributes(window));
    return reply !== undefined && reply.readUInt8(26) !== 0;
  };
  for (const window of await childrenOf(display.root)) if (await isShown(window)) children.set(window, children.get(window));

  /** A window manager puts a program's window into one of its own, which has no name. */
  async function named(child: number, managed: ReadonlySet<number>): Promise<number | undefined> {
    const candidates = [child, ...(await childrenOf(child))];
    const known = candidates.find((window) => managed.has(window));
    if (known !== undefined) return known;
    const isNamed = await Promise.all(candidates.map(hasName));
    return candidates.find((_, index) => isNamed[index]);
  }

  async function find(child: number, managed: ReadonlySet<number>): Promise<number | undefined> {
    if ((await areaOf(child)) < least) return undefined;
    const window = await named(child, managed);
    if (window !== undefined && children.has(child)) children.set(child, window);
    return window ?? child;
  }

  /** An event that a program sent, and not the display, has another type. */
  function heard(event: Buffer): boolean {
    const [parent, window] = [event.readUInt32LE(4), event.readUInt32LE(8)];
    if (parent !== display.root) return false;
    switch (event.readUInt8(0)) {
      case MAP_NOTIFY:
        children.set(window, undefined);
        return true;
      case CONFIGURE_NOTIFY:
        return children.has(window) && children.get(window) === undefined;
      case REPARENT_NOTIFY:
        return event.readUInt32LE(12) !== display.root && children.delete(window);
      case UNMAP_NOTIFY:
      case DESTROY_NOTIFY:
        return children.delete(window);
      default:
        return false;
    }
  }

  return {
    async look(managed) {
      const found = await Promise.all([...children].map(async ([child, window]) => window ?? (await find(child, managed))));
      return found.filter((window) => window !== undefined);
    },
  };
}
