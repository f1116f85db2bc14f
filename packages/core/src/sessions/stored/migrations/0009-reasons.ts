import type { Migration } from "@lucid/foundation";

const LOST = "Chunks at the end could not be stored and are missing: ";
const MISSING = "Chunks that are missing on the disk: ";

const chunks = (code: string, message: string): string =>
  `WHEN error_message GLOB '${message}[0-9]*' THEN
    json_object('code', '${code}', 'data', json_object('chunks', CAST(substr(error_message, ${message.length + 1}) AS INTEGER)))`;

/** Why a session is as it is, as a code with data (JSON). What version 0.1.0 noted in words has its code where that is known. */
export const reasons: Migration = {
  id: "0009-reasons",
  sql: `
ALTER TABLE sessions ADD COLUMN reason TEXT;
UPDATE sessions SET reason = CASE
  WHEN error_message IN ('It reached its limit: duration', 'It reached its limit: idle', 'It reached its limit: grant',
    'It reached its limit: size', 'It reached its limit: memory')
    THEN json_object('code', 'limit-' || substr(error_message, 23), 'data', json('{}'))
  ${chunks("chunks-lost", LOST)}
  ${chunks("chunks-missing", MISSING)}
  ELSE json_object('code', 'noted', 'data', json_object('text', error_message))
END WHERE error_message IS NOT NULL;
ALTER TABLE sessions DROP COLUMN error_message;
`,
};
