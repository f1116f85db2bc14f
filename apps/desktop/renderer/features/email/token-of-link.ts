let taken: string | undefined;

/**
 * The token of the link in an e-mail that opened this page (`#token=...`). It is in the fragment so that it reaches no server log,
 * and it leaves the address bar, and so the history, as soon as it is read.
 */
export function takeMailToken(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null && token !== "") {
    taken = token;
    history.replaceState(history.state, "", location.pathname);
  }
  return taken;
}
