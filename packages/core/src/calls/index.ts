export type { Area, EventView, FoundAlert, OwnData, PartReport, PartReports, StatusParts } from "./area.ts";
export type { AuditDetails, AuditedCall } from "./audited-call.ts";
export type {
  AccountFile,
  AuditFile,
  BulkService,
  BundleFile,
  BundleOptions,
  ByteRange,
  ChunkFile,
  ViewerTarget,
  WitnessAnswer,
} from "./bulk.ts";
export {
  type Caller,
  type CallOrigin,
  type CallSubject,
  type Door,
  type Principal,
  type RefreshCookie,
  requirePrincipal,
  type TokenOutcome,
} from "./caller.ts";
export { canonicalAnswer } from "./canonical-answer.ts";
export { fieldIssue } from "./field-issue.ts";
export type { AskedFor, Gate } from "./gate.ts";
export { COUNT_TO, type Found, type SearchProvider, type SearchQuestion, wordsOf } from "./search.ts";
export type { ServiceOf, Services } from "./service.ts";
