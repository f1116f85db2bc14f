/** A part of the page's address cannot name anything. The router hands it on as the cause of an error of its own. */
export class BadAddress extends Error {
  override readonly name = "BadAddress";
}
