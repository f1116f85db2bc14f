let taken: string | undefined;

/**
 * The setup code of the link that opened this page (`/setup#code=...`). It is in the fragment so that it reaches no
 * server log, and it leaves the address bar, and so the history, as soon as it is read.
 */
export function takeSetupCode(): string | undefined {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code !== null && code !== "") {
    taken = code;
    history.replaceState(history.state, "", location.pathname);
  }
  return taken;
}
