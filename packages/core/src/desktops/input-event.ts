import type { ProgramEvent, WindowEvent } from "./program-event.ts";

/** What a client's person did, as far as it went on to the display. Positions are pixels of the display. */
export type InputEvent =
  /** `keysym`: X11 keysymdef.h, as the client sent it. A key that is held comes again and again as pressed. */
  | {
      readonly type: "key";
      readonly atMs: number;
      readonly clientId: number;
      readonly pressed: boolean;
      readonly keysym: number;
    }
  /** `button`: 1 left, 2 middle, 3 right, 4 to 7 the wheel, 8 back. */
  | {
      readonly type: "button";
      readonly atMs: number;
      readonly clientId: number;
      readonly pressed: boolean;
      readonly button: number;
      readonly x: number;
      readonly y: number;
    }
  /** At most 20 a second of one client. */
  | { readonly type: "motion"; readonly atMs: number; readonly clientId: number; readonly x: number; readonly y: number };

/** A key or a button that a client pressed, and that did not go on to the display. */
export interface InputRefused {
  readonly type: "input-refused";
  readonly atMs: number;
  readonly clientId: number;
  readonly action: "type" | "point";
}

/**
 * A text that went into the desktop's clipboard or out of it. `bytes` as UTF-8, or as they were announced; null where they stand behind a
 * compression. `sha256` of the text as UTF-8, null where it did not get through: `refused` says why.
 */
export interface ClipboardEvent {
  readonly type: "clipboard-in" | "clipboard-out";
  readonly atMs: number;
  /** Null where it is not known which of several RDP clients had the desktop's clipboard. */
  readonly clientId: number | null;
  /** `text`, or the type of something else as programs name it (`image/bmp`). */
  readonly format: string;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly refused: "policy" | "size" | null;
}

/** What a program in the desktop did by XTEST, or by an event to another program, as if it were a person. `keycode`: 8 to 255, by the display's keyboard map. */
export type ProgramInputEvent =
  | { readonly type: "program-key"; readonly atMs: number; readonly pressed: boolean; readonly keycode: number }
  | { readonly type: "program-button"; readonly atMs: number; readonly pressed: boolean; readonly button: number }
  /** At most 20 a second. `relative`: moved by this much instead of to this place. */
  | {
      readonly type: "program-motion";
      readonly atMs: number;
      readonly x: number;
      readonly y: number;
      readonly relative: boolean;
    };

/** Event types by which nothing is told but to the record, and to the owner what was refused. */
const RECORD_ONLY: ReadonlySet<string> = new Set<RecordOnlyEvent["type"]>([
  ...([
    "key",
    "button",
    "motion",
    "input-refused",
    "clipboard-in",
    "clipboard-out",
    "program-key",
    "program-button",
    "program-motion",
  ] as const),
  ...(["window-opened", "window-titled", "window-closed", "window-focused", "program-started", "program-ended"] as const),
]);
type RecordOnlyEvent = InputEvent | InputRefused | ClipboardEvent | ProgramInputEvent | WindowEvent | ProgramEvent;

/** Whether an event says what somebody typed, pointed at or had open: it belongs into the record, and nowhere else. */
export const isRecordOnly = (event: { readonly type: string }): event is RecordOnlyEvent => RECORD_ONLY.has(event.type);
