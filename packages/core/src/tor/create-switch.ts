import type { TorProblem, TorStatus } from "@lucid/contract";
import { type Clock, describeFailure, type Log, type Supervisor, type Unit, type UnitEnd } from "@lucid/foundation";
import type { TorMetrics } from "./tor.metrics.ts";
import { type TorListener, type TorOptions, type TorPort, type TorProcess, TorTrouble } from "./tor-port.ts";

/** On a machine under load the program looks at its settings and opens its sockets in ten seconds. */
const START_MS = 120_000;
/** Where nothing comes further for so long, somebody should be told; tor goes on trying. */
const STUCK_MS = 120_000;
const LONGEST_PAUSE_MS = 60_000;

export interface SwitchDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly supervisor: Supervisor;
  readonly port: TorPort;
  readonly metrics: () => TorMetrics;
  /** What a life of tor is started with; asked for each. */
  readonly options: () => Promise<TorOptions>;
  /** Opens what the onion service leads to, for as long as Tor is on. */
  readonly openGateway: () => Promise<AsyncDisposable>;
  readonly onChange: () => void;
}

/** What can be seen of tor from the outside. */
export interface TorView extends Pick<TorStatus, "state" | "progress" | "step" | "version" | "problem"> {
  readonly sinceMs: number;
  readonly publishedMs: number | null;
  readonly connectedMs: number | null;
}

/** Tor, on or off. What it is told to do is done one after the other, and what counts is what was said last. */
export interface TorSwitch extends AsyncDisposable {
  view(): TorView;
  /** The life that there is now. */
  process(): TorProcess | undefined;
  /** Resolves when it is so; a tor that does not come up is `failed` then. */
  set(on: boolean): Promise<void>;
  /** Ends tor where it runs, and starts it with what holds now, where it is on. */
  restart(): Promise<void>;
}

const OFF = { progress: 0, step: "", version: null, problem: null, publishedMs: null, connectedMs: null } as const;

export function createSwitch(deps: SwitchDeps): TorSwitch {
  const { clock, log, supervisor, port } = deps;
  let view: TorView = { state: "off", sinceMs: clock.now(), ...OFF };
  let wanted = false;
  let isOver = false;
  let unit: Unit | undefined;
  let gateway: AsyncDisposable | undefined;
  let life: TorProcess | undefined;
  let starting = new AbortController();
  let turning: Promise<void> = Promise.resolve();
  let stuck: Disposable | undefined;

  function show(change: Partial<TorView>): void {
    const sinceMs = change.state === undefined || change.state === view.state ? view.sinceMs : clock.now();
    view = { ...view, ...change, sinceMs };
    deps.onChange();
  }

  /** Somebody is told when the way into the network does not go on. */
  function watchProgress(): void {
    stuck?.[Symbol.dispose]();
    stuck = clock.after(STUCK_MS, () => {
      const detail = `nothing came further at ${view.progress} %${view.step === "" ? "" : ` (${view.step})`}`;
      show({ state: "failed", problem: { code: "no-progress", detail, remedy: STUCK_REMEDY } });
    });
  }

  function watchNothing(): void {
    stuck?.[Symbol.dispose]();
    stuck = undefined;
  }

  function listener(self: Unit, isCurrent: () => boolean): TorListener {
    return {
      onBootstrap({ progress, step }) {
        if (!isCurrent()) return;
        if (progress < 100) {
          watchProgress();
          return show({ state: "connecting", progress, step, problem: null });
        }
        watchNothing();
        self.worked();
        show({ state: "connected", progress, step: "", problem: null, connectedMs: clock.now() });
      },
      onPublished() {
        if (!isCurrent()) return;
        deps.metrics().published.inc();
        if (view.publishedMs === null) show({ publishedMs: clock.now() });
      },
      onLiveness(isUp) {
        if (!isCurrent() || view.progress < 100) return;
        if (isUp) show({ state: "connected", step: "", connectedMs: clock.now() });
        else show({ state: "connecting", step: "the network is away" });
      },
    };
  }

  async function startLife(signal: AbortSignal, self: Unit): Promise<TorProcess> {
    let hasEnded = false;
    show({ state: "starting", ...OFF, problem: view.problem });
    watchProgress();
    const options = await deps.options();
    const process = await port.start(
      options,
      listener(self, () => !hasEnded),
      signal,
    );
    life = process;
    show({ version: process.version });
    void process.exited.then(() => {
      hasEnded = true;
      watchNothing();
      if (life !== process) return;
      life = undefined;
      if (wanted) show({ state: "starting", ...OFF });
    });
    return process;
  }

  function fail(cause: unknown): void {
    watchNothing();
    show({ state: "failed", ...OFF, problem: problemOf(cause) });
  }

  async function begin(): Promise<void> {
    starting = new AbortController();
    try {
      gateway = await deps.openGateway();
      unit = await supervisor.start<string>(
        {
          ...{ kind: "tor", name: "onion service", startMs: START_MS, longestPauseMs: LONGEST_PAUSE_MS, reportsWork: true },
          start: startLife,
          onFailed: (end) => fail(end.kind === "exited" ? endOf(end) : end.cause),
        },
        starting.signal,
      );
    } catch (cause) {
      await closeGateway();
      if (!wanted) return;
      if (!(cause instanceof TorTrouble)) log.error({ failure: describeFailure(cause) }, "tor could not be started");
      fail(cause);
    }
  }

  async function closeGateway(): Promise<void> {
    const closing = gateway;
    gateway = undefined;
    await closing?.[Symbol.asyncDispose]();
  }

  async function end(): Promise<void> {
    const ending = unit;
    unit = undefined;
    life = undefined;
    await ending?.[Symbol.asyncDispose]();
    await closeGateway();
    watchNothing();
  }

  /** Makes true what was said last. Steps do not overlap, and one that went wrong does not keep the next from being taken. */
  function turn(anew: boolean): Promise<void> {
    turning = turning.then(async () => {
      try {
        if (!wanted || anew) await end();
        if (wanted && !unit) await begin();
      } catch (cause) {
        log.error({ failure: describeFailure(cause) }, "tor could not be ended in order");
      }
      if (!wanted && view.state !== "off") show({ state: "off", ...OFF });
    });
    return turning;
  }

  return {
    view: () => view,
    process: () => life,
    set(on) {
      if (isOver) return turning;
      wanted = on;
      if (!on) starting.abort(new Error("Tor was switched off"));
      return turn(false);
    },
    restart: () => turn(true),
    async [Symbol.asyncDispose]() {
      isOver = true;
      wanted = false;
      starting.abort(new Error("The node ends"));
      await turn(false);
    },
  };
}

const STUCK_REMEDY =
  "look at the clock and the network of this computer; where Tor is blocked, name bridges in the file of tor_defaults_file";

const endOf = ({ exit }: UnitEnd<string> & { readonly kind: "exited" }): TorTrouble =>
  new TorTrouble({ code: "ended", detail: exit, remedy: "look at the node's log, then start it again" });

function problemOf(cause: unknown): TorProblem {
  if (cause instanceof TorTrouble) return cause.problem;
  const detail = cause instanceof Error ? cause.message : "it did not start";
  return { code: "ended", detail, remedy: "look at the node's log, then start it again" };
}
