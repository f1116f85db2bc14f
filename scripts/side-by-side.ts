/** What a command came to, and all that it said. */
export interface Outcome {
  readonly isGood: boolean;
  readonly output: string;
}

/**
 * Runs lines of commands beside one another: those of a line follow each other up to the first that fails. `print` gets what each said once
 * it is over, so that nothing of two is mixed.
 * @returns whether all of them ran and were good.
 */
export async function sideBySide(
  lines: readonly (readonly string[])[],
  run: (command: string) => Promise<Outcome>,
  print: (output: string) => void,
): Promise<boolean> {
  const follow = async (line: readonly string[]): Promise<boolean> => {
    for (const command of line) {
      const { isGood, output } = await run(command);
      print(output);
      if (!isGood) return false;
    }
    return true;
  };
  return (await Promise.all(lines.map(follow))).every(Boolean);
}
