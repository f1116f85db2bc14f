/**
 * One line of a chunk's event record. `t` is Unix milliseconds on the clock of the video. Values are plain JSON.
 *
 * The recorder writes
 * - `heartbeat`, at least every two seconds while pictures are taken: `monotonic_ms` of the machine, and since the start
 *   of the take `updates` of the display that changed something, `pictures` encoded, `coalesced` updates that had gathered
 *   before the display was asked, `missed` pictures that the encoder did not take in time
 * - `events_dropped`: `count` of events that had no room
 *
 * What a client's person does is taken where it goes on to the display, with the `client` that sent it:
 * - `key`: `pressed`; `key` for keys that type nothing (`Return`, `F5`, `Shift_L`); `character`, or `key` of a dead key, only
 *   where the policy records characters. A key that is held comes again as pressed
 * - `button`: `pressed`, `button` (1 left, 2 middle, 3 right, 4 to 7 the wheel), `x`, `y`
 * - `motion`: `x`, `y`, at most 20 a second
 * - `clipboard`: a text put into the desktop; `direction` is `in`, `bytes`, `sha256` of the text as UTF-8 where it got in, else
 *   `refused`, which is `policy` or `size`
 *
 * What programs in the desktop do is told apart from what a person does, so much of each kind a second (`create-program-watch` of core):
 * - `program_key`: `pressed`; `keycode` only where the policy records characters. `program_button`: `pressed`, `button`.
 *   `program_motion`: `x`, `y`, `relative`. By XTEST, or by an event that a program sends to another one
 * - `window_opened`: `window`, `title`, `application`; `window_titled`: `window`, `title`; `window_closed`: `window`;
 *   `window_focused`: `window`, `title`, 0 for none. `program_started`, `program_ended`: `pid` of the sandbox, `name`.
 *   Only where the policy says so; by the word of the window manager and the process table, looked at each 100 ms and each
 *   two seconds (each 250 ms for three seconds after a key, a button or a new window): what runs for less may not be in it. A
 *   process that becomes another program starts again with its new name
 * - `program_events_dropped`: `count` of those above that limit, and of clipboard texts above 50 a second
 * - `program_cut`: `reason`; a program tried to get past the gate and lost its connection to the display
 *
 * Sessions add their own (clipboard, files, ...). Secrets do not belong here.
 */
export interface SessionEvent {
  readonly t: number;
  readonly type: string;
  readonly [field: string]: EventValue;
}

export type EventValue = string | number | boolean | null | readonly EventValue[] | { readonly [field: string]: EventValue };
