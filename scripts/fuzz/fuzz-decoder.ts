import { createHash } from "node:crypto";
import { getHeapStatistics } from "node:v8";
import { createDice } from "@lucid/chain/testing";
import { createSeededRandom } from "@lucid/foundation/testing";
import { Broken, type Decoder, outcomeOf } from "./decoder.ts";
import { mutate } from "./mutate.ts";

/** What a decoder did that it must not. */
export interface Finding {
  readonly decoder: string;
  readonly what: string;
  /** The input as base64. */
  readonly input: string;
}

export interface Tally {
  readonly decoder: string;
  readonly runs: number;
  /** Inputs that are kept, each of which came to something that none before it did. */
  readonly kept: readonly Uint8Array[];
  /** Processor time of the slowest input. */
  readonly slowestMs: number;
  /** Most memory that one input took, before any of it was given back. */
  readonly mostBytes: number;
  /** What the decoder holds on to after all of them. */
  readonly grownBytes: number;
  readonly findings: readonly Finding[];
}

export interface FuzzOptions {
  readonly seed: string;
  /** Inputs of earlier runs. */
  readonly corpus: readonly Uint8Array[];
  /** Asked before each input. */
  readonly mayGoOn: (runs: number) => boolean;
  /** Told each input before it is read, so that it is known if the decoder never comes back. */
  readonly before?: (input: Uint8Array) => void;
  /** Whether code ran that had not run before. */
  readonly isNewCode?: () => Promise<boolean>;
  readonly collectGarbage?: () => void;
  readonly limits?: Limits;
}

/** What one input may cost. Generous: what is looked for costs a thousand times as much as it should. */
export interface Limits {
  readonly cpuMs: number;
  readonly bytes: number;
  readonly grownBytes: number;
}
export const LIMITS: Limits = { cpuMs: 2_000, bytes: 256 * 1_048_576, grownBytes: 48 * 1_048_576 };

const MAX_CORPUS = 2_000;
/** A look for new code takes milliseconds: it has at most this share of the time. */
const LOOKING = 0.2;
/** Of the inputs between two looks, of which one ran new code, so many are kept. */
const MAX_SUSPECTS = 4;
/** Findings of one decoder; the rest are the same again. */
const MAX_FINDINGS = 5;

const idOf = (input: Uint8Array): string => createHash("sha256").update(input).digest("base64");

/** Puts examples, what earlier runs kept, and inputs near them to a decoder. */
export async function fuzzDecoder(decoder: Decoder, options: FuzzOptions): Promise<Tally> {
  const dice = createDice(createSeededRandom(`${options.seed} ${decoder.name}`));
  const corpus: Uint8Array[] = [];
  const kept: Uint8Array[] = [];
  const known = new Set<string>();
  const outcomes = new Set<string>();
  const findings: Finding[] = [];
  const complaints = new Set<string>();
  let runs = 0;
  let slowestMs = 0;
  let mostBytes = 0;

  function keep(input: Uint8Array): void {
    const id = idOf(input);
    if (known.has(id) || corpus.length >= MAX_CORPUS) return;
    known.add(id);
    const own = Uint8Array.from(input);
    corpus.push(own);
    kept.push(own);
  }

  function complain(what: string, input: Uint8Array): void {
    if (complaints.has(what) || findings.length >= MAX_FINDINGS) return;
    complaints.add(what);
    findings.push({ decoder: decoder.name, what, input: Buffer.from(input).toString("base64") });
  }

  /** Whether the input came to something new. */
  async function put(input: Uint8Array): Promise<boolean> {
    options.before?.(input);
    runs += 1;
    const cpu = process.threadCpuUsage();
    const heap = takenBytes();
    const { outcome, fault } = await outcomeFor(decoder, input);
    const took = takenBytes() - heap;
    const { user, system } = process.threadCpuUsage(cpu);
    const ms = (user + system) / 1_000;
    slowestMs = Math.max(slowestMs, ms);
    mostBytes = Math.max(mostBytes, took);
    const { cpuMs, bytes } = options.limits ?? LIMITS;
    if (fault !== undefined) complain(fault, input);
    if (ms > cpuMs) complain(`more than ${cpuMs} ms of processor time`, input);
    if (took > bytes) complain(`more than ${bytes} bytes of memory`, input);
    if (outcomes.has(outcome)) return false;
    outcomes.add(outcome);
    return true;
  }

  const first = [...(await decoder.seeds()), ...options.corpus];
  for (const input of first) {
    if (runs > 0 && !options.mayGoOn(runs)) break;
    await put(input);
    keep(input);
  }
  const looks = createLooks(options.isNewCode);
  await looks.look();
  options.collectGarbage?.();
  const before = takenBytes();
  let keptBytes = 0;
  const suspects: Uint8Array[] = [];
  while (options.mayGoOn(runs)) {
    const [parent, other] = [0, 1].map(() => corpus[dice.between(0, corpus.length - 1)] ?? new Uint8Array(0));
    const input = mutate(parent as Uint8Array, other as Uint8Array, decoder.form, dice);
    const news = (await put(input)) ? [input] : [];
    if (suspects.length < MAX_SUSPECTS) suspects.push(input);
    else suspects[dice.between(0, MAX_SUSPECTS - 1)] = input;
    if (looks.isDue()) {
      if (await looks.look()) news.push(...suspects);
      suspects.length = 0;
    }
    for (const one of news) {
      keep(one);
      keptBytes += one.length;
    }
  }
  options.collectGarbage?.();
  const grownBytes = Math.max(0, takenBytes() - before - keptBytes);
  if (options.collectGarbage !== undefined && grownBytes > (options.limits ?? LIMITS).grownBytes)
    complain(`${grownBytes} bytes are held after ${runs} inputs`, new Uint8Array(0));
  return { ...{ decoder: decoder.name, runs, kept, slowestMs, mostBytes, grownBytes }, findings };
}

/** Looks for new code, as often as there is time for it. */
function createLooks(isNewCode: (() => Promise<boolean>) | undefined): { isDue(): boolean; look(): Promise<boolean> } {
  let nextAt = 0;
  return {
    isDue: () => isNewCode !== undefined && performance.now() >= nextAt,
    async look() {
      const startedAt = performance.now();
      const isNew = (await isNewCode?.()) === true;
      const endedAt = performance.now();
      nextAt = endedAt + (endedAt - startedAt) / LOOKING;
      return isNew;
    },
  };
}

function takenBytes(): number {
  const { used_heap_size, external_memory, malloced_memory } = getHeapStatistics();
  return used_heap_size + external_memory + malloced_memory;
}

async function outcomeFor(decoder: Decoder, input: Uint8Array): Promise<{ readonly outcome: string; readonly fault?: string }> {
  const given = Uint8Array.from(input);
  try {
    return { outcome: await decoder.read(given) };
  } catch (error) {
    const outcome = outcomeOf(error);
    if (error instanceof Broken) return { outcome, fault: error.message };
    return decoder.isDeclared?.(error) === true ? { outcome } : { outcome, fault: `throws ${outcome}` };
  }
}
