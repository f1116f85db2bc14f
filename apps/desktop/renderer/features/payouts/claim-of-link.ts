let taken: string | undefined;

/** The secret of the claim link that opened this page (`/claim#claim=...`). It leaves the address bar, and so the history, as soon as it is read. */
export function takeClaim(): string | undefined {
  const secret = new URLSearchParams(location.hash.slice(1)).get("claim");
  if (secret !== null && secret !== "") {
    taken = secret;
    history.replaceState(history.state, "", location.pathname);
  }
  return taken;
}
