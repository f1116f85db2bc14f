import { paginate } from "@lucid/contract";
import type { Services } from "../calls/index.ts";
import { type People, toListedAccount } from "../people/index.ts";

export interface DirectoryDeps {
  readonly people: Pick<People, "list">;
}

/** The directory part of the contract. */
export function createDirectoryService({ people }: DirectoryDeps): Services["directory"] {
  return {
    list(input) {
      const { accounts, total } = people.list({
        role: input.role,
        status: input.status,
        kycStatus: input.kyc_status,
        text: input.q,
        limit: input.limit,
        offset: (input.page - 1) * input.limit,
      });
      return { users: accounts.map(toListedAccount), pagination: paginate(input, total) };
    },
  };
}
