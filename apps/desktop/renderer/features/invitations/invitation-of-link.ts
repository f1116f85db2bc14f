let taken: string | undefined;

/**
 * The secret of the invitation whose link opened this page (`/join#invite=...`). It is in the fragment so that it reaches no
 * server log, and it leaves the address bar, and so the history, as soon as it is read.
 */
export function takeInvitation(): string | undefined {
  const secret = new URLSearchParams(location.hash.slice(1)).get("invite");
  if (secret !== null && secret !== "") {
    taken = secret;
    history.replaceState(history.state, "", location.pathname);
  }
  return taken;
}
