import { v2 } from "@lucid/proof";

/** The lists that a block needs the votes of, with what follows from them. One object as long as they stay the same. */
export interface Lists {
  readonly members: v2.Members;
  /** What a header names as `members`. */
  readonly hash: string;
  readonly voters: v2.Voters;
}

export const listsOf = (members: v2.Members): Lists => ({
  ...{ members, hash: v2.membersHash(members), voters: v2.votersOf(members) },
});

/** The newest list: what the next change starts from. */
export const newestList = ({ current, pending }: v2.Members): v2.MemberList => pending ?? current;
