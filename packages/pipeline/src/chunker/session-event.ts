/**
 * One line of a chunk's event record. `t` is Unix milliseconds on the clock of the video.
 * The recorder writes `key`, `button`, `motion` and `events_dropped`; sessions add their own
 * (`clipboard`, `file_upload`, ...). Values are plain JSON; secrets do not belong here.
 */
export interface SessionEvent {
  readonly t: number;
  readonly type: string;
  readonly [field: string]: EventValue;
}

export type EventValue = string | number | boolean | null | readonly EventValue[] | { readonly [field: string]: EventValue };
