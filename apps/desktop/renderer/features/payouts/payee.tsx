import type { UserId } from "@lucid/contract";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { WhoseCell } from "../sessions/index.ts";

/** Whom something is owed, by name, and the way to that person. */
export const Payee = ({ id }: { readonly id: UserId }) => (
  <Anchor size="sm" c="inherit" renderRoot={(props) => <Link to="/admin/people/$id" params={{ id }} {...props} />}>
    <WhoseCell userId={id} />
  </Anchor>
);
