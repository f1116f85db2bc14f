import { PERMISSIONS } from "@lucid/contract";
import { can, OPERATIONS, STANDINGS, type Standing, scopeOf } from "@lucid/core";

const titleOf = ({ role, admin_label: label }: Standing): string => (label === null ? role : `${role} ${label}`);

const standings = STANDINGS.map(titleOf);
const isPermission = (access: string): access is (typeof PERMISSIONS)[number] => PERMISSIONS.some((name) => name === access);

function letsIn(access: string, standing: Standing): boolean {
  return access === "public" || access === "account" || (isPermission(access) && can(standing, access));
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
const head = (cells: readonly string[]): string => line(cells) + line(cells.map(() => "---"));

/** Who may call what, as the page `docs/roles.md`. */
export function rolesPage(): string {
  const procedures = OPERATIONS.map(({ name, method, path, access }) =>
    line([
      `\`${name}\``,
      `\`${method} ${path}\``,
      access === "public" || access === "account" ? access : `\`${access}\``,
      access === "public" ? "x" : "",
      ...STANDINGS.map((standing) => (letsIn(access, standing) ? "x" : "")),
    ]),
  );
  const permissions = PERMISSIONS.map((name) =>
    line([`\`${name}\``, ...STANDINGS.map((standing) => scopeOf(standing, name) ?? "")]),
  );
  return `# Who may call what

Made by \`node scripts/make-roles-page.ts\` from the contract and the table of rights in the code. A test walks every procedure
with everybody below against a real node, and holds it to this page: what has no \`x\` here is refused.

An ADMIN has one of three labels ([administering](guides/administering.md)). What a call does to things of others is decided behind
the door: a USER is let in to \`sessions.list\` and sees the own ones.

## Procedures

\`x\`: let in. The first column is a call without a token.

${head(["Procedure", "Route", "Needs", "nobody", ...standings])}${procedures.join("")}
## Permissions

How far each reaches: \`own\` things, or those of \`all\`.

${head(["Permission", ...standings])}${permissions.join("")}`;
}
