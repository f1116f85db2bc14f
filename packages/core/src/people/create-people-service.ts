import { commonErrors } from "@lucid/contract";
import { requirePrincipal, type Services } from "../calls/index.ts";
import type { People } from "./people.ts";

/** The people part of the contract. */
export function createPeopleService(people: People): Services["people"] {
  return {
    me: (_input, caller) => people.me(requirePrincipal(caller)),
    updateMe: (input, caller) => people.updateMe(requirePrincipal(caller), input),
    profile: (_input, caller) => people.profile(requirePrincipal(caller)),
    updateProfile(input, caller) {
      const names = { ...input, first_name: wellFormed(input.first_name), last_name: wellFormed(input.last_name) };
      return people.updateProfile(requirePrincipal(caller), names);
    },
    identity: (_input, caller) => people.identity(requirePrincipal(caller)),
    setIdentity: (input, caller) => people.setIdentity(requirePrincipal(caller), input),
    get(input) {
      const user = people.getUser(input.user_id);
      if (!user) throw commonErrors.NOT_FOUND();
      return user;
    },
  };
}

const wellFormed = <Text extends string | null | undefined>(text: Text): Text | string => text?.toWellFormed() ?? text;
