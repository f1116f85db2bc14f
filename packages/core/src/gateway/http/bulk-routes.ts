import { Readable } from "node:stream";
import { AuditExportQuery } from "@lucid/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { BulkService, Caller } from "../../calls/index.ts";
import { accountExport, auditExport, bundleDownload, chunkDownload } from "../bulk-operations.ts";
import type { Operation } from "../call.ts";
import type { Guard } from "../guard.ts";
import { targetOf } from "../target-of.ts";
import { BundleParams, BundleQuery, ChunkParams, NoQuery, parseInput, toBundleOptions } from "./bundle-query.ts";
import { readRange } from "./byte-range.ts";
import type { MakeCall } from "./incoming-call.ts";

export interface BulkRouteDeps {
  readonly guard: Guard;
  readonly bulk: BulkService;
  readonly makeCall: MakeCall;
}

interface FileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly open?: () => AsyncIterable<Uint8Array>;
}

/** The routes whose answers are files. They carry the same token as every call of the contract. */
export function addBulkRoutes(app: FastifyInstance, { guard, bulk, makeCall }: BulkRouteDeps): void {
  const guarded =
    (operation: Operation, answer: (request: FastifyRequest, caller: Caller) => Promise<FileAnswer>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const call = makeCall(request.raw, reply.raw, (name, value) => void reply.header(name, value));
      call.subject = { target: targetOf(request.params) };
      const { status, headers, open } = await guard.run(call, operation, (caller) => answer(request, caller));
      reply.code(status).headers(headers);
      if (!open) return reply.send();
      // A HEAD request gets the headers and must not start the reading; an empty text would change the length.
      return reply.send(request.method === "HEAD" ? Readable.from([]) : Readable.from(open(), { objectMode: false }));
    };

  const sendChunk = guarded(chunkDownload, async (request, caller) => {
    const { session_id: sessionId, index } = parseInput(ChunkParams, request.params);
    parseInput(NoQuery, request.query);
    const file = await bulk.openChunk(sessionId, index, caller);
    const tag = `"${file.sha256}"`;
    const headers = { ETag: tag, "Accept-Ranges": "bytes", "Cache-Control": "private, max-age=31536000, immutable" };
    if (listsTag(request.headers["if-none-match"], tag)) return { status: 304, headers };
    const { "if-range": condition, range } = request.headers;
    const outcome = readRange(condition === undefined || condition === tag ? range : undefined, file.size);
    const typed = { ...headers, "Content-Type": "application/octet-stream" };
    switch (outcome.kind) {
      case "unsatisfiable":
        return { status: 416, headers: { ...headers, "Content-Range": `bytes */${file.size}` } };
      case "whole":
        return { status: 200, headers: { ...typed, "Content-Length": file.size }, open: () => file.stream() };
      case "part": {
        const { start, end } = outcome.range;
        const part = { "Content-Range": `bytes ${start}-${end}/${file.size}`, "Content-Length": end - start + 1 };
        return { status: 206, headers: { ...typed, ...part }, open: () => file.stream(outcome.range) };
      }
    }
  });

  const sendBundle = guarded(bundleDownload, async (request, caller) => {
    const { session_id: sessionId } = parseInput(BundleParams, request.params);
    const options = toBundleOptions(parseInput(BundleQuery, request.query));
    const { filename, size, stream } = await bulk.openBundle(sessionId, options, caller);
    const headers = {
      "Content-Type": "application/x-tar",
      "Content-Disposition": `attachment; filename="${filename.replace(/[^\w.-]/g, "_")}"`,
      ...(size === undefined ? {} : { "Content-Length": size }),
    };
    return { status: 200, headers, open: () => stream };
  });

  const sendAudit = guarded(auditExport, async (request, caller) => {
    const { filename, type, stream } = await bulk.openAuditExport(parseInput(AuditExportQuery, request.query), caller);
    const headers = {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${filename}"`,
      "Cache-Control": "no-store",
    };
    return { status: 200, headers, open: () => stream };
  });

  const sendAccount = guarded(accountExport, async (request, caller) => {
    parseInput(NoQuery, request.query);
    const { filename, stream } = await bulk.openAccountExport(caller);
    const headers = {
      "Content-Type": "application/json",
      "Content-Disposition": `attachment; filename="${filename}"`,
      "Cache-Control": "no-store",
    };
    return { status: 200, headers, open: () => stream };
  });

  app.get("/api/v1/audit/export", sendAudit);
  app.get("/api/v1/account/export", sendAccount);
  app.get("/api/v1/sessions/:session_id/chunks/:index/download", sendChunk);
  app.get("/api/v1/sessions/:session_id/bundle", sendBundle);
  app.get("/api/v1/storage/sessions/:session_id/download", sendBundle);
}

const listsTag = (header: string | undefined, tag: string): boolean =>
  header === "*" || (header ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
