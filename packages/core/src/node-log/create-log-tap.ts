/** Where the lines of a log pass by. */
export interface LogLines {
  /** From now on each line, JSON as pino writes it; first those that passed before anybody followed, as far as they are remembered. */
  follow(listener: (line: string) => void): Disposable;
}

/** What a logger writes to. */
interface Destination {
  write(line: string): void;
}

/** Lines that passed before the node could keep them: of a start that takes its time. */
const REMEMBERED = 500;

/** Lets every line on to `destination`, unchanged, and shows it to who follows. */
export function createLogTap(destination: Destination): Destination & LogLines {
  const listeners = new Set<(line: string) => void>();
  let early: string[] = [];
  return {
    write(line) {
      destination.write(line);
      for (const listener of listeners) listener(line);
      if (listeners.size === 0 && early.length < REMEMBERED) early.push(line);
    },
    follow(listener) {
      for (const line of early) listener(line);
      early = [];
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}
