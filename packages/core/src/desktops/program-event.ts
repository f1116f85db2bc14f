/** What happens to the windows of a desktop, by the word of its window manager. `window` is the X id. */
export type WindowEvent =
  | {
      readonly type: "window-opened";
      readonly atMs: number;
      readonly window: number;
      readonly title: string;
      /** Class of its program, e.g. `XTerm`. */
      readonly application: string;
    }
  | { readonly type: "window-titled"; readonly atMs: number; readonly window: number; readonly title: string }
  | { readonly type: "window-closed"; readonly atMs: number; readonly window: number }
  /** `window` 0: none has the focus any more. */
  | { readonly type: "window-focused"; readonly atMs: number; readonly window: number; readonly title: string };

/** Which programs run in a desktop. `pid` is the sandbox's own number; a process may start again as another program. */
export interface ProgramEvent {
  readonly type: "program-started" | "program-ended";
  readonly atMs: number;
  readonly pid: number;
  readonly name: string;
}
