import { vi } from "vitest";

/** Tests wait for states: how long that may take only bounds a hang, and a busy machine takes longer than the second that is the default. */
const HANG_MS = 15_000;

const patient = Symbol.for("lucid.patient");
type Wait = typeof vi.waitFor & { [patient]?: true };

/** Workers that run several files load this once for each of them. */
if (!(vi.waitFor as Wait)[patient]) {
  const { waitFor } = vi;
  const wait: Wait = (callback, options) =>
    waitFor(callback, { timeout: HANG_MS, ...(typeof options === "number" ? { timeout: options } : options) });
  wait[patient] = true;
  vi.waitFor = wait;
}
