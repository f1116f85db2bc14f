/** `redirect`: an answer that leads elsewhere is never followed. `refused`: the node understood, and does not do it. */
export type NetworkFault = "connection" | "timeout" | "status" | "redirect" | "size" | "body" | "refused";

/** A TRON node did not answer as one. The message names neither what was asked nor with which values. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
  readonly fault: NetworkFault;

  constructor(fault: NetworkFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.fault = fault;
  }
}
