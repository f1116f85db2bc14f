import { useLingui } from "@lingui/react";
import type { StoredPolicy } from "@lucid/contract";
import { Button, SegmentedControl } from "@mantine/core";
import { skipToken, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { toFailure } from "../../shared/api/failure.ts";
import { Badge, EmptyState, ErrorNotice, PageHeader, Waiting } from "../../shared/ui/index.ts";
import classes from "./policies.module.css";
import type { PoliciesAddress } from "./policies-address.ts";
import { PolicyDetail } from "./policy-detail.tsx";
import { PolicyEditor } from "./policy-editor.tsx";
import { nameOf } from "./policy-name.ts";
import { kindNames } from "./rule-words.ts";

/** The policies of this node: what sessions may do, and who decides it. */
export function PoliciesPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const navigate = useNavigate();
  const address = useSearch({ from: "/inside/admin/policies" });
  const { id, status = "enabled", part } = address;
  const found = useQuery(queries.policies.list.queryOptions({ input: { status } }));
  const go = (search: PoliciesAddress): void => void navigate({ to: "/admin/policies", search, resetScroll: false });
  const policies = found.data?.policies ?? [];
  const isNew = part === "edit" && id === undefined;
  const listed = id === undefined ? (isNew ? undefined : policies[0]) : policies.find(({ policy_id }) => policy_id === id);
  // A link leads to its policy also where the list beside it does not show that one.
  const isElsewhere = id !== undefined && found.isSuccess && !listed;
  const single = useQuery(queries.policies.get.queryOptions({ input: isElsewhere ? { policy_id: id } : skipToken }));
  const chosen = listed ?? (isElsewhere ? single.data : undefined);
  const narrowed = status === "enabled" ? {} : { status };

  return (
    <>
      <PageHeader title={i18n.t("Policies")}>
        <Button onClick={() => go({ ...narrowed, part: "edit" })}>{i18n.t("New policy")}</Button>
      </PageHeader>
      <SegmentedControl
        mb="md"
        aria-label={i18n.t("Which policies")}
        data={[
          { value: "enabled", label: i18n.t("in use") },
          { value: "retired", label: i18n.t("retired") },
          { value: "all", label: i18n.t("all") },
        ]}
        value={status}
        onChange={(value) => go(value === "retired" || value === "all" ? { status: value } : {})}
      />
      {found.error && (
        <ErrorNotice
          error={found.error}
          title={i18n.t("The policies could not be listed")}
          onRetry={() => void found.refetch()}
        />
      )}
      {found.isPending && <Waiting label={i18n.t("Loading policies")} />}
      {found.data && (
        <div className={classes.layout}>
          <PolicyNames policies={policies} chosen={chosen?.policy_id} narrowed={narrowed} />
          {part === "edit" && (isNew || chosen?.may_change) ? (
            <PolicyEditor
              key={chosen?.policy_id ?? "new"}
              policy={chosen}
              onDone={(policy) => go(policy ? { id: policy.policy_id } : { ...narrowed, ...(id === undefined ? {} : { id }) })}
            />
          ) : chosen ? (
            <PolicyDetail policy={chosen} address={{ ...address, id: chosen.policy_id }} onGo={go} />
          ) : isElsewhere ? (
            <Elsewhere error={single.error} onRetry={() => void single.refetch()} />
          ) : (
            <EmptyState title={i18n.t("No policy is retired")} action={undefined}>
              {i18n.t("A policy that is taken out of use is found here, with all its versions.")}
            </EmptyState>
          )}
        </div>
      )}
    </>
  );
}

/** In place of a policy that an address names and the list has not: it is asked for, or is not there. */
function Elsewhere({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { i18n } = useLingui();
  if (!error) return <Waiting label={i18n.t("Loading policies")} />;
  if (toFailure(error).status !== 404)
    return <ErrorNotice error={error} title={i18n.t("The policy could not be shown")} onRetry={onRetry} />;
  return (
    <EmptyState title={i18n.t("There is no such policy")} action={undefined}>
      {i18n.t("The address may be mistyped, or it is somebody's own.")}
    </EmptyState>
  );
}

interface NamesProps {
  readonly policies: readonly StoredPolicy[];
  readonly chosen: string | undefined;
  readonly narrowed: PoliciesAddress;
}

function PolicyNames({ policies, chosen, narrowed }: NamesProps) {
  const { i18n } = useLingui();
  const kinds = kindNames(i18n);
  return (
    <nav aria-label={i18n.t("Policies")}>
      <ul className={classes.list}>
        {policies.map((policy) => {
          const { policy_id, kind, current, status } = policy;
          return (
            <li key={policy_id}>
              <Link
                to="/admin/policies"
                search={{ ...narrowed, id: policy_id }}
                resetScroll={false}
                className={classes.item}
                data-chosen={policy_id === chosen || undefined}
                aria-current={policy_id === chosen ? "true" : undefined}
              >
                <span className={classes.name}>{nameOf(policy, i18n)}</span>
                <span className={classes.quiet}>
                  {kinds[kind]}
                  {kind !== "built_in" && `, ${i18n.t("version {version}", { version: current.version })}`}
                </span>{" "}
                {status === "retired" && <Badge tone="quiet">{i18n.t("retired")}</Badge>}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
