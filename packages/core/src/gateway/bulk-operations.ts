import { commonErrors, desktopErrors, pipelineErrors, sessionErrors } from "@lucid/contract";
import type { Operation } from "./call.ts";

const { CHUNK_NOT_FOUND, FOREIGN_ANCHOR, NOT_FINAL, NOT_SEALED, SESSION_NOT_FOUND, SESSION_STATE } = sessionErrors.spec;
const { STORE_FAILED, STORE_READ_ONLY } = pipelineErrors.spec;

/** Who plays a recording or takes it out of the node stands in the audit log: these count as more than reading. */
const download = { access: "view_own_sessions", rate: "authenticated", reads: false } as const;

export const chunkDownload: Operation = {
  name: "bulk.chunk",
  ...download,
  errors: [SESSION_NOT_FOUND, CHUNK_NOT_FOUND, STORE_FAILED, STORE_READ_ONLY],
};
export const bundleDownload: Operation = {
  name: "bulk.bundle",
  ...download,
  errors: [SESSION_NOT_FOUND, CHUNK_NOT_FOUND, NOT_SEALED, NOT_FINAL, FOREIGN_ANCHOR, STORE_FAILED, STORE_READ_ONLY],
};

export const tail: Operation = {
  name: "bulk.tail",
  ...download,
  errors: [SESSION_NOT_FOUND, SESSION_STATE, commonErrors.spec.TOO_MANY_STREAMS],
};

export const accountExport: Operation = {
  name: "bulk.accountExport",
  access: "view_own_profile",
  rate: "authenticated",
  reads: false,
};

/** The ticket is the right to look; whoever guesses tickets is held back by the network address. */
export const viewer: Operation = {
  name: "bulk.viewer",
  access: "public",
  rate: "public",
  reads: false,
  errors: [desktopErrors.spec.TICKET_INVALID, commonErrors.spec.NOT_FOUND, commonErrors.spec.TOO_MANY_STREAMS],
};

export const auditExport: Operation = {
  name: "bulk.auditExport",
  access: "view_audit_logs",
  rate: "authenticated",
  reads: false,
};

/** A log asks a witness: what it shows proves itself, and stands in the witness's own tables. */
export const addCheckpoint: Operation = {
  name: "witness.addCheckpoint",
  access: "public",
  rate: "public",
  reads: false,
  isQuestion: true,
};
