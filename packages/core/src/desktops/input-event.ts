/** What a program in the desktop did by XTEST, as if it were a person. `keycode`: 8 to 255, by the display's keyboard map. */
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

const INPUT: ReadonlySet<string> = new Set<ProgramInputEvent["type"]>([
  ...(["program-key", "program-button", "program-motion"] as const),
]);

/** Whether an event says what somebody typed or pointed at: it belongs into the record, and nowhere else. */
export const isInput = (event: { readonly type: string }): event is ProgramInputEvent => INPUT.has(event.type);
