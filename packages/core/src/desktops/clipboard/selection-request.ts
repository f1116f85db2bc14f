/** A program of the desktop wants what the service has, or the service what a program has (ICCCM 2.2). */
export interface SelectionRequest {
  readonly timestamp: number;
  readonly requestor: number;
  readonly selection: number;
  readonly target: number;
}

/** Time, requestor, selection and target, which SelectionRequest and SelectionNotify have one after the other. */
export const requestIn = (event: Buffer, requestorAt: number): SelectionRequest => ({
  timestamp: event.readUInt32LE(4),
  requestor: event.readUInt32LE(requestorAt),
  selection: event.readUInt32LE(requestorAt + 4),
  target: event.readUInt32LE(requestorAt + 8),
});
