import { expect, vi } from "vitest";

/**
 * Tests wait for states: how long that may take only bounds a hang, and a busy machine takes longer than the second that is the default,
 * and than what somebody found to be enough. Less than the least that a test itself may take, so that the wait says what is missing.
 */
const HANG_MS = 45_000;

const patient = Symbol.for("lucid.patient");
type Wait = typeof vi.waitFor & { [patient]?: true };

/** Workers that run several files load this once for each of them. */
if (!(vi.waitFor as Wait)[patient]) {
  const { waitFor } = vi;
  const wait: Wait = (callback, options) => {
    const { timeout = HANG_MS, ...more } = typeof options === "number" ? { timeout: options } : (options ?? {});
    return waitFor(callback, { ...more, timeout: Math.max(HANG_MS, timeout) });
  };
  wait[patient] = true;
  vi.waitFor = wait;
  const { poll } = expect;
  expect.poll = (ask, options = {}) => poll(ask, { ...options, timeout: Math.max(HANG_MS, options.timeout ?? HANG_MS) });
}
