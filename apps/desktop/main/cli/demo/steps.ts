export interface Step {
  readonly step: string;
  readonly result: string;
  readonly seconds: number;
}

/** Runs the steps of the demo, says what happens as it happens, and keeps what there was to say. */
export function createSteps(say: (text: string) => void) {
  const steps: Step[] = [];
  return {
    steps,
    async run<Result>(step: string, work: () => Promise<Result>, result: (value: Result) => string): Promise<Result> {
      say(`  ${step} ...`);
      const startedAt = performance.now();
      const value = await work();
      steps.push({ step, result: result(value), seconds: Math.round((performance.now() - startedAt) / 100) / 10 });
      say(`    ${result(value)}\n`);
      return value;
    },
  };
}
export type Steps = ReturnType<typeof createSteps>;
