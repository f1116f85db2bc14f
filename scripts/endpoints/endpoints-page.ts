import { readFileSync } from "node:fs";
import { OPERATIONS } from "@lucid/core";

/** One endpoint that Lucid was to have: the group it belongs to, and how it was named there. */
export interface Asked {
  readonly group: string;
  readonly endpoint: string;
}

/** Where an endpoint went, by the operation that is asked instead, or why there is none. */
type Answer = { readonly at: string; readonly because?: string } | { readonly none: string };

const PASSWORDS = "there are no passwords: a wallet, a passkey or a link by e-mail logs in";

/** What is not served under its own path, by group and endpoint. */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
  "api-gateway": {
    "GET /manifests/{manifest_id}": { at: "GET /sessions/{session_id}/manifest", because: "a session has one manifest" },
    "POST /manifests": { none: "a node writes the manifest of what it recorded, and takes none" },
    "POST /chain/transactions": { at: "POST /transactions" },
    "GET /wallets": { at: "GET /tron/wallets" },
    "POST /wallets": { at: "POST /tron/wallets", because: "what is secret comes sealed" },
    "GET /wallets/{wallet_id}": { at: "GET /tron/wallets/{wallet_id}" },
    "POST /wallets/{wallet_id}/transactions": { at: "POST /tron/transfers" },
  },
  "auth-service": {
    "POST /auth/register": {
      at: "POST /auth/login",
      because: "the first login makes the account, where registration or an invitation allows it",
    },
    "POST /auth/verify-email": { at: "POST /users/me/email/confirm" },
    "POST /auth/resend-verification": { at: "PUT /users/me/email" },
    "POST /auth/forgot-password": { none: PASSWORDS },
    "POST /auth/reset-password": { none: PASSWORDS },
    "POST /auth/change-password": { none: PASSWORDS },
    "POST /profile/avatar": { none: "no pictures of people are kept" },
    "POST /2fa/enable": { at: "POST /auth/2fa/enable" },
    "POST /2fa/disable": { at: "POST /auth/2fa/disable" },
    "POST /2fa/verify": { at: "POST /auth/2fa/verify" },
    "GET /sessions": { at: "GET /auth/sessions", because: "logins; /sessions are those of desktops" },
    "DELETE /sessions/{session_id}": { at: "DELETE /auth/sessions/{session_id}" },
    "POST /sessions/terminate-all": { at: "POST /auth/sessions/terminate-all" },
    "GET /status": { at: "GET /auth/status" },
  },
  "admin-interface": {
    "GET /users": { at: "GET /admin/users" },
    "GET /users/{user_id}": { at: "GET /admin/users/{user_id}" },
    "PUT /users/{user_id}": { at: "PUT /admin/users/{user_id}" },
    "DELETE /users/{user_id}": { at: "DELETE /admin/users/{user_id}" },
    "POST /users/{user_id}/suspend": { at: "POST /admin/users/{user_id}/suspend" },
    "POST /users/{user_id}/activate": { at: "POST /admin/users/{user_id}/activate" },
    "DELETE /sessions/{session_id}": { at: "POST /admin/sessions/end", because: "one or many, with a reason" },
    "GET /blockchain/transactions": { at: "GET /transactions" },
    "GET /nodes": { at: "GET /admin/nodes", because: "the nodes of this owner that share a Redis" },
    "POST /nodes/{node_id}/suspend": {
      at: "POST /admin/emergency/lockdown",
      because: "it reaches all nodes of the owner; one alone is stopped where it runs",
    },
    "GET /system/health": { at: "GET /admin/system/health" },
    "GET /system/logs": { at: "GET /admin/system/logs" },
    "POST /emergency/lockdown": { at: "POST /admin/emergency/lockdown" },
    "POST /emergency/shutdown": { at: "POST /admin/emergency/shutdown" },
    "GET /emergency/status": { at: "GET /admin/emergency/status" },
    "GET /audit/logs": { at: "GET /admin/audit/logs" },
  },
  database: {
    "GET /database/health": { at: "GET /admin/database/health" },
    "GET /database/stats": { at: "GET /admin/database/stats" },
    "GET /database/collections": { at: "GET /admin/database/stats", because: "the tables of every database" },
    "GET /database/indexes": { at: "GET /admin/database/stats", because: "those of each table" },
    "GET /database/backups": { at: "GET /admin/database/backups" },
    "GET /database/cache": { at: "GET /admin/database/health", because: "the store that nodes share is named there" },
    "GET /database/volumes": { at: "GET /admin/database/volumes" },
    "GET /database/search": { at: "GET /search", because: "with the caller's own rights" },
  },
};

const FILE = new URL("asked.tsv", import.meta.url);
const BYTES = ["GET /account/export"];

const shapeOf = (endpoint: string): string => endpoint.replaceAll(/\{\w+\}/g, "{}");
const served: ReadonlySet<string> = new Set(
  [...OPERATIONS.map(({ method, path }) => `${method} ${path}`), ...BYTES].map(shapeOf),
);

/** Whether this node answers under the path. */
export const isServed = (endpoint: string): boolean => served.has(shapeOf(endpoint));

/** Every endpoint of the gateway, the authentication, the administration and the databases that Lucid was to have. */
export function askedEndpoints(): readonly Asked[] {
  const [, ...lines] = readFileSync(FILE, "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const [group = "", method = "", path = ""] = line.split("\t");
    return { group, endpoint: `${method} ${path}` };
  });
}

/** @throws when nothing is known of it. */
export function answerOf({ group, endpoint }: Asked): Answer {
  const answer = ANSWERS[group]?.[endpoint];
  if (answer) return answer;
  if (isServed(endpoint)) return { at: endpoint };
  throw new Error(`${group}: nothing says where ${endpoint} is`);
}

/** Answers that belong to no endpoint that was asked for. */
export function uselessAnswers(): string[] {
  const asked = new Set(askedEndpoints().map(({ group, endpoint }) => `${group} ${endpoint}`));
  const given = Object.entries(ANSWERS).flatMap(([group, answers]) =>
    Object.keys(answers).map((endpoint) => `${group} ${endpoint}`),
  );
  return given.filter((one) => !asked.has(one));
}

function words(asked: Asked): string {
  const answer = answerOf(asked);
  if ("none" in answer) return `not served: ${answer.none}`;
  const where = answer.at === asked.endpoint ? "as it is" : `\`${answer.at}\``;
  return answer.because === undefined ? where : `${where}: ${answer.because}`;
}

/** Where the endpoints of the services that Lucid was drafted as are now, as the page `docs/endpoints.md`. */
export function endpointsPage(): string {
  const asked = askedEndpoints();
  const groups = [...new Set(asked.map(({ group }) => group))].map((group) => {
    const rows = asked.filter((one) => one.group === group).map((one) => `| \`${one.endpoint}\` | ${words(one)} |\n`);
    return `## ${group}\n\n| Drafted as | Now, below \`/api/v1\` |\n| --- | --- |\n${rows.join("")}`;
  });
  return `# Where each endpoint is

Made by \`node scripts/make-endpoints-page.ts\`. Lucid was drafted as services with interfaces of their own; here they are one API. This
page says of each endpoint of the gateway, the authentication, the administration and the databases where it is now, or why it is not. A test holds it to the
contract. Probes stand beside the API: \`/health\`, \`/health/live\`, \`/health/ready\`, \`/status\`, \`/stats\`, \`/metrics\`.

${groups.join("\n")}`;
}
