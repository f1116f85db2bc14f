import type { DisplayCapture, VideoCapture, VideoHandlers } from "@lucid/pipeline";
import { type FilmColour, filmOf } from "./film.ts";
import type { NodeTime } from "./node-time.ts";

export interface FakeCapture extends DisplayCapture, Disposable {
  /** False: the video breaks off and does not come back before it is true again. */
  setVideoWorks(works: boolean): void;
}

interface Run extends VideoCapture {
  end(detail: string): void;
}

/** Shows each take in another colour, half a second at every step of the time. A start takes half a second. */
export function createFakeCapture(time: NodeTime): FakeCapture {
  const runs = new Set<Run>();
  let takes = 0;
  let works = true;
  let isGone = false;

  function start(handlers: VideoHandlers, colour: FilmColour): Run {
    const { init, fragment } = filmOf(colour);
    const exited = Promise.withResolvers<string>();
    let following: Disposable | undefined;
    let place = 0;
    const run: Run = {
      end(detail) {
        if (!runs.delete(run)) return;
        following?.[Symbol.dispose]();
        exited.resolve(detail);
      },
      exited: exited.promise,
      requestKeyframe: () => undefined,
      explain: () => undefined,
      kill: () => run.end("The film was cut off"),
      [Symbol.asyncDispose]: async () => run.end("The film was stopped"),
    };
    runs.add(run);
    setImmediate(() => {
      if (!runs.has(run)) return;
      handlers.onInit(init, time.clock.elapsed());
      following = time.onStep(() => handlers.onFragment(fragment(place++)));
      time.step();
    });
    return run;
  }

  function endAll(detail: string): void {
    for (const run of [...runs]) run.end(detail);
  }

  return {
    startVideo(_settings, handlers) {
      const run = start(handlers, takes % 2 === 0 ? "red" : "blue");
      if (isGone || !works) run.end(isGone ? "The display is gone" : "The film is torn");
      else takes += 1;
      return run;
    },
    setVideoWorks(next) {
      works = next;
      if (!works) endAll("The film tore");
    },
    [Symbol.dispose]() {
      isGone = true;
      endAll("The display is gone");
    },
  };
}
