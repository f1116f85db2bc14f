/**
 * Why a device did not do what it was asked. `unsupported`: this browser has no WebHID. `no-device`: none was chosen. `busy`: another program has it,
 * or it still shows what was asked before. `other-account`: the device has another account at that path.
 */
export type LedgerFaultKind =
  | "unsupported"
  | "no-device"
  | "busy"
  | "locked"
  | "wrong-app"
  | "old-app"
  | "other-account"
  | "rejected"
  | "settings"
  | "not-known"
  | "too-late"
  | "unplugged"
  | "cancelled"
  | "failed";

export class LedgerFault extends Error {
  override readonly name = "LedgerFault";
  readonly kind: LedgerFaultKind;
  constructor(kind: LedgerFaultKind, options?: ErrorOptions) {
    super(kind, options);
    this.kind = kind;
  }
}

/** Status words of a device: its system's, and those of app-tron (`src/errors.h`). */
const STATUS: Readonly<Record<number, LedgerFaultKind>> = {
  ...{ 0x5515: "locked", 0x5303: "locked", 0x6b0c: "locked", 0x6982: "locked" },
  ...{ 0x6e00: "wrong-app", 0x6e01: "wrong-app", 0x6d00: "wrong-app", 0x6d02: "wrong-app", 0x6511: "wrong-app" },
  ...{ 0x6985: "rejected", 0x5501: "rejected" },
  // Incorrect data: what this version of the app cannot read.
  ...{ 0x6a80: "not-known" },
  ...{ 0x6a8b: "settings", 0x6a8c: "settings", 0x6a8d: "settings" },
};
const NAMES: Readonly<Record<string, LedgerFaultKind>> = {
  LockedDeviceError: "locked",
  DisconnectedDevice: "unplugged",
  DisconnectedDeviceDuringOperation: "unplugged",
  TransportOpenUserCancelled: "no-device",
  TransportRaceCondition: "busy",
  // What a browser says of a device that is open elsewhere.
  InvalidStateError: "busy",
  NotAllowedError: "busy",
  NotFoundError: "unplugged",
};

/** What a library or the browser threw, as one of the kinds. */
export function faultOf(error: unknown): LedgerFault {
  if (error instanceof LedgerFault) return error;
  const status: unknown = error instanceof Error ? Reflect.get(error, "statusCode") : undefined;
  const byStatus = typeof status === "number" ? STATUS[status] : undefined;
  return new LedgerFault(byStatus ?? (error instanceof Error ? NAMES[error.name] : undefined) ?? "failed", { cause: error });
}
