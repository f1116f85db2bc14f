export const DEFAULT_CONSENT =
  "This session is recorded: everything shown on its desktop, the titles of windows and the names of programs as text, and every click and key press as an event without the character. " +
  "Fingerprints of the record go on a public chain while it runs. The record itself is encrypted, and only the people named as its recipients can open it.";
