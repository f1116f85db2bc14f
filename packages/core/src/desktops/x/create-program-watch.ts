import type { Clock } from "@lucid/foundation";
import type { DesktopEvent } from "../desktop.ts";
import { createEventPace } from "../event-pace.ts";
import type { ProgramEvent, WindowEvent } from "../program-event.ts";
import type { ProgramInput } from "./program-input.ts";
import type { XGateWatch } from "./start-x-gate.ts";

/**
 * Events that programs may cause in a second, so that they cannot push a person's input out of a chunk (`create-chunker`). A tool that
 * types makes about 160; what a hostile one makes beyond is counted. What windows and programs there are has room of its own: whoever
 * types without pause hides none of them.
 */
const MAX_INPUTS = 200;
const MAX_PROGRAMS = 200;
/** Their titles are long. What finds no room waits. */
const MAX_WINDOWS = 50;
/** 20 positions a second draw a pointer's way. */
const MOTION_MS = 50;

export interface ProgramWatch extends XGateWatch {
  /** Tells which programs run. @returns whether there was room: what was dropped may be told later. */
  tellProgram(event: ProgramEvent | Extract<DesktopEvent, { readonly type: "application-exited" }>): boolean;
  /** Tells what happens to windows. @returns whether there was room: what was not may be told later, and counts for nothing. */
  tellWindow(event: WindowEvent): boolean;
}

/** Turns what the X gate sees of programs into events of the desktop, no more than a record can take. */
export function createProgramWatch(deps: { readonly clock: Clock; readonly emit: (event: DesktopEvent) => void }): ProgramWatch {
  const { clock, emit } = deps;
  const inputs = createEventPace(deps, MAX_INPUTS);
  const programs = createEventPace(deps, MAX_PROGRAMS);
  const windows = createEventPace(deps, MAX_WINDOWS);
  let lastMotion = Number.NEGATIVE_INFINITY;

  function tell(event: DesktopEvent): void {
    if (inputs.admit()) emit(event);
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
    tellProgram(event) {
      const isAdmitted = programs.admit();
      if (isAdmitted) emit(event);
      return isAdmitted;
    },
    tellWindow(event) {
      if (!windows.hasRoom()) return false;
      windows.admit();
      emit(event);
      return true;
    },
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
