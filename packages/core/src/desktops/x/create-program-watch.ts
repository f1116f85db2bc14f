import type { Clock } from "@lucid/foundation";
import type { DesktopEvent } from "../desktop.ts";
import { createEventPace } from "../event-pace.ts";
import type { ProgramEvent, WindowEvent } from "../program-event.ts";
import type { ProgramInput } from "./program-input.ts";
import type { XGateWatch } from "./start-x-gate.ts";

/**
 * Events that programs may cause in a second. A tool that types does about 160; what a hostile one does beyond is counted, so that it
 * cannot push a person's input out of a chunk.
 */
const MAX_EVENTS = 200;
/** 20 positions a second draw a pointer's way. */
const MOTION_MS = 50;

export interface ProgramWatch extends XGateWatch {
  /** Tells what programs do by other ways, within the same limit. */
  tell(event: WindowEvent | ProgramEvent | Extract<DesktopEvent, { readonly type: "application-exited" }>): void;
}

/** Turns what the X gate sees of programs into events of the desktop, no more than a record can take. */
export function createProgramWatch(deps: { readonly clock: Clock; readonly emit: (event: DesktopEvent) => void }): ProgramWatch {
  const { clock, emit } = deps;
  const pace = createEventPace(deps, MAX_EVENTS);
  let lastMotion = Number.NEGATIVE_INFINITY;

  function tell(event: DesktopEvent): void {
    if (pace.admit()) emit(event);
  }

  function toEvent(input: ProgramInput): DesktopEvent {
    const atMs = clock.now();
    switch (input.kind) {
      case "key":
        return { type: "program-key", atMs, pressed: input.pressed, keycode: input.keycode };
      case "button":
        return { type: "program-button", atMs, pressed: input.pressed, button: input.button };
      case "motion":
        return { type: "program-motion", atMs, x: input.x, y: input.y, relative: input.relative };
    }
  }

  return {
    tell,
    onProgramInput(input) {
      if (input.kind === "motion") {
        const now = clock.elapsed();
        if (now - lastMotion < MOTION_MS) return;
        lastMotion = now;
      }
      tell(toEvent(input));
    },
    onCut: (reason) => tell({ type: "program-cut", atMs: clock.now(), reason }),
  };
}
