import { type SearchHit, type SearchKind, SessionId, UserId } from "@lucid/contract";
import { useNavigate } from "@tanstack/react-router";

/** Leads to what was found: each thing has a page, or a place in one. */
export function useHitOpener(): (kind: SearchKind, hit: SearchHit, words: string) => void {
  const navigate = useNavigate();
  return (kind, { id, detail }, words) => {
    switch (kind) {
      case "sessions":
        return void navigate({
          to: detail === "created" ? "/sessions/$id/live" : "/sessions/$id",
          params: { id: SessionId.parse(id) },
        });
      case "people":
        return void navigate({ to: "/admin/people/$id", params: { id: UserId.parse(id) } });
      case "settings":
        return void navigate({ to: "/admin/configuration", hash: id });
      case "chain":
        return void navigate({ to: "/chain", search: { find: id } });
      case "audit":
        return void navigate({ to: "/admin/audit", search: { q: words, entry: id } });
      case "log":
        return void navigate({ to: "/admin/log", search: { q: words, before: Number(id) + 1 } });
    }
  };
}
