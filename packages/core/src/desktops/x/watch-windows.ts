import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import type { WindowEvent } from "../program-event.ts";
import { openXConnection, type XConnection } from "./open-x-connection.ts";
import { followTopWindows } from "./top-windows.ts";
import { changeWindowAttribute, EVENT_MASK, getProperty, internAtom } from "./x-requests.ts";

/** What changed is looked at this often at most: a program that changes its title without pause makes ten events a second. */
const PACE_MS = 100;
/** Windows of the manager's list that are read: each of its programs' 128 clients can have some. Bytes of a title are four times as many as units. */
const MAX_WINDOWS = 2_000;
const MAX_TITLE_UNITS = 64;

const DESTROY_NOTIFY = 17;
const PROPERTY_NOTIFY = 28;
/** Event mask bits. */
const STRUCTURE_NOTIFY = 0x2_0000;
const PROPERTY_CHANGE = 0x40_0000;
/** Predefined atoms. */
const WM_NAME = 39;
const WM_CLASS = 67;

const ATOMS = ["_NET_ACTIVE_WINDOW", "_NET_CLIENT_LIST", "_NET_WM_NAME"] as const;
type Atoms = Readonly<Record<(typeof ATOMS)[number], number>>;

interface Window {
  readonly title: string;
}

/** Value of a GetProperty reply: its 32-byte head tells bits per item and their number. */
function valueOf(reply: Buffer | undefined): Buffer {
  if (!reply) return Buffer.alloc(0);
  return reply.subarray(32, 32 + (reply.readUInt8(1) / 8) * reply.readUInt32LE(16));
}
/** A title's control characters say nothing, and each takes six bytes of the record. */
const withoutControls = (text: string): string => text.replaceAll(/\p{Cc}/gu, " ");
const numbersIn = (value: Buffer): number[] =>
  Array.from({ length: Math.floor(value.length / 4) }, (_, index) => value.readUInt32LE(4 * index));

/** Set in the type of an event that a program sent, and not the display. */
const SENT = 0x80;

/**
 * Follows the windows of a desktop: what is opened and closed by what is on the screen and by the window manager's list of what is not
 * (Extended Window Manager Hints), what is titled and has the focus by the word of programs and manager, beside the picture. Begins with the
 * windows that are there. What `tell` has no room for is told later. Rejects when the display is not reached.
 */
export async function watchWindows(
  deps: { readonly clock: Clock; readonly log: Logger; readonly tell: (event: WindowEvent) => boolean },
  options: { readonly socket: string; readonly cookie: Uint8Array },
): Promise<Disposable> {
  const { clock, tell } = deps;
  await using starting = new AsyncDisposableStack();
  const display = starting.use(await openXConnection(options.socket, options.cookie));
  const atoms = await internAtoms(display);
  const windows = new Map<number, Window>();
  /** Windows whose title may be another one. */
  const retitled = new Set<number>();
  /** Windows that are gone. A new one may have the number of an old one, and be listed before this looks. */
  const destroyed = new Set<number>();
  let focused = 0;
  let isDirty = false;
  /** As long as it is not known what there is to look at, nobody looks. */
  let isLooking = true;
  let isStopped = false;
  let timer: Disposable | undefined;
  const onScreen = await followTopWindows(display, PROPERTY_CHANGE, lookSoon);

  const read = async (window: number, property: number, units = MAX_TITLE_UNITS): Promise<Buffer> =>
    valueOf(await display.ask(getProperty(window, property, units)));
  const exists = async (window: number): Promise<boolean> => (await display.ask(getProperty(window, WM_CLASS, 0))) !== undefined;

  async function titleOf(window: number): Promise<string> {
    const title = await read(window, atoms._NET_WM_NAME);
    return withoutControls(title.length > 0 ? title.toString("utf8") : (await read(window, WM_NAME)).toString("latin1"));
  }

  async function open(window: number): Promise<void> {
    display.tell(changeWindowAttribute(window, EVENT_MASK, PROPERTY_CHANGE | STRUCTURE_NOTIFY));
    // The list may be older than the window's end.
    if (!(await exists(window))) return;
    const title = await titleOf(window);
    // Two strings, each with a NUL behind it: the instance and the class (ICCCM 4.1.2.5).
    const [, application = ""] = (await read(window, WM_CLASS)).toString("latin1").split("\0").map(withoutControls);
    if (tell({ type: "window-opened", atMs: clock.now(), window, title, application })) windows.set(window, { title });
    else isDirty = true;
  }

  async function lookAtWindows(): Promise<void> {
    const changed = [...retitled];
    retitled.clear();
    // Read before the list: a window is listed before it gets the focus, so that what has the focus is known by its title below.
    const [active = 0] = numbersIn(await read(display.root, atoms._NET_ACTIVE_WINDOW, 1));
    const managed = new Set(numbersIn(await read(display.root, atoms._NET_CLIENT_LIST, MAX_WINDOWS)));
    const listed = new Set([...managed, ...(await onScreen.look(managed))]);
    for (const window of [...windows.keys()].filter((known) => destroyed.has(known) || !listed.has(known))) {
      if (!tell({ type: "window-closed", atMs: clock.now(), window })) {
        isDirty = true;
        continue;
      }
      windows.delete(window);
      destroyed.delete(window);
      if (focused === window) focused = 0;
    }
    for (const window of listed) if (!windows.has(window)) await open(window);
    for (const window of changed.filter((known) => windows.has(known))) {
      const title = await titleOf(window);
      if (title === windows.get(window)?.title) continue;
      if (tell({ type: "window-titled", atMs: clock.now(), window, title })) windows.set(window, { title });
      else {
        retitled.add(window);
        isDirty = true;
      }
    }
    // A window that closed meanwhile had the focus; who has it now is a change of its own.
    if (active === focused || (active !== 0 && !(await exists(active)))) return;
    const title = active === 0 ? "" : (windows.get(active)?.title ?? (await titleOf(active)));
    if (tell({ type: "window-focused", atMs: clock.now(), window: active, title })) focused = active;
    else isDirty = true;
  }

  async function look(): Promise<void> {
    timer = undefined;
    isDirty = false;
    isLooking = true;
    try {
      await lookAtWindows();
      isLooking = false;
      if (isDirty) lookSoon();
    } catch (cause) {
      if (!isStopped) deps.log.warn({ err: cause }, "Windows are not followed any more");
    }
  }
  function lookSoon(): void {
    isDirty = true;
    if (!isStopped && !isLooking) timer ??= clock.after(PACE_MS, () => void look());
  }

  display.onEvent((event) => {
    const type = event.readUInt8(0);
    if ((type & SENT) !== 0) return;
    if (type === DESTROY_NOTIFY && windows.has(event.readUInt32LE(8))) {
      destroyed.add(event.readUInt32LE(8));
      lookSoon();
    }
    if (type !== PROPERTY_NOTIFY) return;
    const [window, property] = [event.readUInt32LE(4), event.readUInt32LE(8)];
    const isTitle = property === WM_NAME || property === atoms._NET_WM_NAME;
    if (window !== display.root && isTitle) retitled.add(window);
    if (isTitle || property === atoms._NET_CLIENT_LIST || property === atoms._NET_ACTIVE_WINDOW) lookSoon();
  });
  isLooking = false;
  lookSoon();
  const running = starting.move();
  return {
    [Symbol.dispose]() {
      isStopped = true;
      timer?.[Symbol.dispose]();
      void running.disposeAsync();
    },
  };
}

async function internAtoms(display: XConnection): Promise<Atoms> {
  const entries = await Promise.all(
    ATOMS.map(async (name) => [name, (await display.ask(internAtom(name)))?.readUInt32LE(8) ?? 0] as const),
  );
  return Object.fromEntries(entries) as Atoms;
}
