import { AuditFilter } from "@lucid/contract";
import { accountExport, auditExport, bundleDownload, chunkDownload, tail, viewer } from "../bulk-operations.ts";
import type { DescribedRoute } from "./document.types.ts";

const session = {
  name: "session_id",
  in: "path",
  required: true,
  schema: { type: "string", format: "uuid" },
};
const query = (name: string, description: string, schema: object) => ({
  name,
  in: "query",
  description,
  schema,
});
const bytes = (description: string, type: string) => ({ description, content: { [type]: {} } });

const bundleParameters = [
  session,
  query("chunks", "Whether the chunks themselves are in the bundle", { type: "string", enum: ["all", "none"], default: "all" }),
  query("from_ms", "Only chunks that end after this Unix time in milliseconds", { type: "integer" }),
  query("to_ms", "Only chunks that begin before this Unix time in milliseconds", { type: "integer" }),
  query("redact", "Chunks to leave out, such as 3-5,7", { type: "string" }),
];
const bundle = (operationId: string, tag: string) => ({
  operationId,
  tags: [tag],
  summary: "A session as one .lucid file that anyone can verify offline",
  parameters: bundleParameters,
  responses: { "200": bytes("The bundle, as it is made", "application/x-tar") },
});

/** The routes that carry bytes. They are not procedures of the contract. */
export const bulkRoutes: readonly DescribedRoute[] = [
  {
    path: "/sessions/{session_id}/chunks/{index}/download",
    operation: chunkDownload,
    described: {
      operationId: "bulk.chunk",
      tags: ["sessions"],
      summary: "The bytes of one chunk: its container, encrypted as it was recorded",
      parameters: [
        session,
        { name: "index", in: "path", required: true, schema: { type: "integer", minimum: 0 } },
        { name: "Range", in: "header", schema: { type: "string" } },
      ],
      responses: {
        "200": bytes("The container", "application/octet-stream"),
        "206": bytes("The part asked for", "application/octet-stream"),
        "304": { description: "The copy that `If-None-Match` names is current" },
        "416": { description: "The file does not have this part" },
      },
    },
  },
  {
    path: "/sessions/{session_id}/tail",
    operation: tail,
    described: {
      operationId: "bulk.tail",
      tags: ["sessions"],
      summary: "What a running session records now, until it ends: encrypted with its data key",
      parameters: [
        session,
        query("chunk", "The chunk of which the caller has a part already", { type: "integer", minimum: 0 }),
        query("offset", "Bytes of that chunk's video which the caller has", { type: "integer", minimum: 0 }),
      ],
      responses: {
        "200": bytes("Frames, as they come", "application/octet-stream"),
        "204": { description: "The session is over: nothing comes any more" },
      },
    },
  },
  { path: "/sessions/{session_id}/bundle", operation: bundleDownload, described: bundle("bulk.bundle", "sessions") },
  { path: "/storage/sessions/{session_id}/download", operation: bundleDownload, described: bundle("bulk.download", "storage") },
  {
    path: "/audit/export",
    operation: auditExport,
    described: {
      operationId: "bulk.auditExport",
      tags: ["audit"],
      summary: "The audit log as a file: whole, with what proves it, or what a filter finds",
      parameters: [
        query("format", "JSON lines, which `lucid audit verify` checks, or a table", {
          type: "string",
          enum: ["jsonl", "csv"],
          default: "jsonl",
        }),
        ...Object.keys(AuditFilter.shape).map((name) => query(name, "As for `GET /audit/logs`", { type: "string" })),
      ],
      responses: {
        "200": { description: "The log, as it is read", content: { "application/x-ndjson": {}, "text/csv": {} } },
      },
    },
  },
  {
    path: "/account/export",
    operation: accountExport,
    described: {
      operationId: "bulk.accountExport",
      tags: ["account"],
      summary: "Everything that this node keeps about you, as one JSON document",
      parameters: [],
      responses: { "200": bytes("The document, as it is read", "application/json") },
    },
  },
  {
    path: "/sessions/{session_id}/viewer",
    operation: viewer,
    described: {
      operationId: "bulk.viewer",
      tags: ["sessions"],
      summary: "The session's desktop: RFB in binary WebSocket frames",
      description: "Opened with a one-time ticket of `POST /sessions/{session_id}/viewer-ticket`, which is the only credential.",
      parameters: [session, { ...query("ticket", "The ticket", { type: "string" }), required: true }],
      responses: { "101": { description: "The connection speaks RFB from here on" } },
    },
  },
];
