import { z } from "zod";
import { errorMessageOf } from "../errors.ts";

const reason = <Code extends string, Data extends z.ZodRawShape>(code: Code, data: Data) =>
  z.object({ code: z.literal(code), data: z.object(data) });

/** Number of chunks of the record. */
const chunks = z.int().positive();
/** A code of the catalogue of errors, `LUCID_..._ERR_nnnn`. */
const error = z.string();

/**
 * Why a session ended by itself, failed, stands still or is not proven: a code and what belongs to it, for whoever
 * words it. `sessionReasonText` is its English.
 */
export const SessionReason = z
  .discriminatedUnion("code", [
    reason("limit-duration", {}),
    reason("limit-idle", {}),
    /** The owner's grant covers nothing more. */
    reason("limit-grant", {}),
    reason("limit-size", {}),
    reason("limit-memory", {}),
    /** What somebody had allowed for it is over, or a rule closed what it needs. */
    reason("policy-closed", {}),
    reason("desktop-ended", { part: z.enum(["display", "rdp", "clipboard", "applications", "network"]) }),
    /** No picture comes. It passes, or the policy lets the session end. */
    reason("recorder-lost", {}),
    /** The recorder gave up for good. */
    reason("recorder-failed", { error }),
    reason("storage-blocked", { error }),
    /** The database takes no rows of chunks. */
    reason("database-blocked", {}),
    /** Recorded at the end and never stored. */
    reason("chunks-lost", { chunks }),
    /** Stored once, and not on the disk any more. */
    reason("chunks-missing", { chunks }),
    reason("no-chunk", {}),
    reason("start-failed", { error }),
    /** The node was stopped in order while the session was starting. */
    reason("start-stopped", {}),
    /** The node ended without order while the session was starting. */
    reason("start-interrupted", {}),
    /** `refusal` is the chain's own code. */
    reason("anchor-refused", { refusal: z.string() }),
    reason("chain-ended", {}),
    /** A super admin or an admin ended it, and said why. */
    reason("ended-by-admin", { text: z.string() }),
    /** Its owner was suspended, and told why. */
    reason("owner-suspended", { text: z.string() }),
    /** An admin took keyboard and mouse from everybody. It is recorded on. */
    reason("input-locked", { text: z.string() }),
    /** What a node of version 0.1.0 noted in words. */
    reason("noted", { text: z.string() }),
  ])
  .meta({ id: "SessionReason" });
export type SessionReason = z.infer<typeof SessionReason>;

/** A reason as an English sentence, for logs, programs and whoever has no words of their own for the code. */
export function sessionReasonText({ code, data }: SessionReason): string {
  switch (code) {
    case "limit-duration":
      return "It lasted as long as its policy allows";
    case "limit-idle":
      return "Nobody was connected for as long as its policy allows";
    case "limit-grant":
      return "The owner's grant to record it came to its end";
    case "limit-size":
      return "Its record reached its largest size";
    case "limit-memory":
      return "Its programs used all the memory that they may use";
    case "policy-closed":
      return "Its policy does not allow it any more";
    case "desktop-ended":
      return `A part of the desktop ended: ${data.part}`;
    case "recorder-lost":
      return "The recorder got no picture of the desktop";
    case "recorder-failed":
      return `The recorder gave up: ${errorText(data.error)}`;
    case "storage-blocked":
      return `The record cannot be stored: ${errorText(data.error)}`;
    case "database-blocked":
      return "The database does not take the rows of chunks: is the disk full?";
    case "chunks-lost":
      return `Chunks at the end could not be stored and are missing: ${data.chunks}`;
    case "chunks-missing":
      return `Chunks that are missing on the disk: ${data.chunks}`;
    case "no-chunk":
      return "It ended before the first chunk was stored: there is no record";
    case "start-failed":
      return `It did not start: ${errorText(data.error)}`;
    case "start-stopped":
      return "The node was stopped while the session was starting";
    case "start-interrupted":
      return "The node ended while the session was starting: nothing was recorded";
    case "anchor-refused":
      return `The chain refused the anchor: ${data.refusal}`;
    case "chain-ended":
      return "The chain that it was recorded for has ended: its anchor cannot be taken any more";
    case "ended-by-admin":
      return `An admin ended it: ${data.text}`;
    case "owner-suspended":
      return `Its owner's account was suspended: ${data.text}`;
    case "input-locked":
      return `An admin locked its input: ${data.text}`;
    case "noted":
      return data.text;
  }
}

const errorText = (code: string): string => errorMessageOf(code) ?? code;
