import type { Migration } from "@lucid/foundation";

/** A list by several filters at once walks an index in its order, too, and reads no row that it does not show. */
export const filters: Migration = {
  id: "0005-filters",
  sql: `
CREATE INDEX users_role_kyc_status_index ON users (role, kyc_status, created_at) WHERE status <> 'deleted';
CREATE INDEX users_status_role_index ON users (status, role, created_at);
CREATE INDEX users_status_kyc_status_index ON users (status, kyc_status, created_at);
CREATE INDEX users_status_role_kyc_status_index ON users (status, role, kyc_status, created_at);
`,
};
