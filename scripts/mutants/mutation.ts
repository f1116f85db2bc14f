import type { Mutant } from "./find-checks.ts";

/** Checks that a run with one of them out may do more than the run with all: then it is taken for one that never ends. */
const MORE_STEPS = 2_000_000;

/** Which mutant is in force while the instrumented verifier runs, and which of them could have made a difference. */
export interface Mutation {
  /** From now on this check is out, in a run that does so many checks while all are in; undefined: all are in. */
  set(mutant: Mutant | undefined, steps?: number): void;
  /** Checks done since then. */
  steps(): number;
  /**
   * Mutants that gave, or could have given, another value than the check itself since this was asked last. Until one does,
   * the verifier without it does what the verifier does: only inputs that bring this about can tell the two apart.
   */
  infected(): ReadonlySet<number>;
}

interface Result {
  readonly issues: readonly unknown[];
}

type Run = (payload: Result, context: unknown) => Result | Promise<Result>;

/** What is used of a schema of zod: its run is what the schemas around it call. */
interface Schema {
  readonly _zod: { run: Run };
}

/** Defines what the code of `findChecks` calls. `keeps` tells while which mutants answers about signatures may be kept. */
export function createMutation(keeps: (mutant: Mutant) => boolean): Mutation {
  const kept = new Map<string, unknown>();
  let infected = new Set<number>();
  let out: Mutant | undefined;
  let steps = 0;
  let most = Number.POSITIVE_INFINITY;

  const isOut = (id: number): boolean => {
    steps += 1;
    if (steps > most) throw new Error("without this check it never ends");
    return out?.id === id;
  };

  /** The schema itself, which from now on asks whether it is `other` that runs. A looser one differs only where it refuses. */
  function either(id: number, schema: Schema, isLooser: boolean, other: Run): Schema {
    const { run } = schema._zod;
    schema._zod.run = (payload, context) => {
      if (isOut(id)) return other(payload, context);
      const result = run(payload, context);
      if (!isLooser || "then" in result || result.issues.length > 0) infected.add(id);
      return result;
    };
    return schema;
  }

  /** A schema that other fields share, for this field alone. */
  function ownOf(schema: Schema): Schema {
    const own: Schema = Object.create(schema);
    return Object.defineProperty(own, "_zod", { value: Object.create(schema._zod) });
  }

  Object.assign(globalThis, {
    $m(id: number): boolean {
      infected.add(id);
      return isOut(id);
    },
    $force<T>(id: number, value: boolean, original: T): T | boolean {
      if (Boolean(original) !== value) infected.add(id);
      return isOut(id) ? value : original;
    },
    $bound(id: number, operator: string, left: number, right: number): boolean {
      if (left === right) infected.add(id);
      const swapped = isOut(id);
      if (operator.startsWith("<")) return left < right || ((operator === "<=") !== swapped && left === right);
      return left > right || ((operator === ">=") !== swapped && left === right);
    },
    $field: (id: number, schema: Schema) => either(id, ownOf(schema), true, (payload) => payload),
    $loose: (id: number, schema: Schema & { loose(): Schema }) => either(id, schema, true, schema.loose()._zod.run),
    $chain<T extends Schema>(id: number, base: T, changed: (base: T) => Schema, called: (base: T) => Schema) {
      const other = changed(base)._zod;
      return either(id, called(base), false, (payload, context) => other.run(payload, context));
    },
    /** A number that is another one while its mutant is in force; zod asks for the time of what is no number. */
    $limit(id: number, step: number, limit: number) {
      const valueOf = (): number => {
        infected.add(id);
        return isOut(id) ? limit + step : limit;
      };
      return { valueOf, getTime: valueOf };
    },
    $kept<T>(name: string, of: (...values: unknown[]) => T, values: unknown[]): T {
      if (out === undefined || !keeps(out)) return of(...values);
      const key = `${name} ${JSON.stringify(values)}`;
      if (!kept.has(key)) kept.set(key, of(...values));
      return kept.get(key) as T;
    },
  });

  return {
    set(mutant, whole = Number.POSITIVE_INFINITY) {
      out = mutant;
      steps = 0;
      most = whole * 2 + MORE_STEPS;
    },
    steps: () => steps,
    infected() {
      const since = infected;
      infected = new Set();
      return since;
    },
  };
}
