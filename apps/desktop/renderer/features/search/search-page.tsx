import { useLingui } from "@lingui/react";
import type { SearchGroup } from "@lucid/contract";
import { Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { Link, useSearch as useAddress, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { formatCount } from "../../shared/format/index.ts";
import { AgedArea, EmptyState, ErrorNotice, Moment, PageHeader, Waiting } from "../../shared/ui/index.ts";
import classes from "./search.module.css";
import { detailOf, groupNames, titleOf } from "./search-words.ts";
import { useHitOpener } from "./use-hit-opener.ts";
import { useSearch } from "./use-search.ts";

const SHOWN = 20;

/** One box over everything that the account may see. */
export function SearchPage() {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const { q = "" } = useAddress({ from: "/inside/search" });
  const [typed, setTyped] = useState({ text: q, of: q });
  // The address is changed from elsewhere as well: Back, a link.
  if (typed.of !== q) setTyped({ text: q, of: q });
  const ask = useDebouncedCallback(
    (text: string) => void navigate({ to: "/search", search: text.trim() === "" ? {} : { q: text }, replace: true }),
    200,
  );
  const { groups, error, isFetching, refetch } = useSearch(q, SHOWN);
  const found = groups.filter(({ hits }) => hits.length > 0);
  return (
    <>
      <PageHeader title={i18n.t("Search")} />
      <TextInput
        type="search"
        maw={560}
        mb="lg"
        aria-label={i18n.t("Search everything")}
        placeholder={i18n.t("Beginnings of words, an id, a hash or a height")}
        leftSection={<IconSearch size={16} />}
        value={typed.text}
        onChange={(event) => {
          setTyped({ text: event.currentTarget.value, of: q });
          ask(event.currentTarget.value);
        }}
      />
      {error ? (
        <ErrorNotice error={error} title={i18n.t("The search failed")} onRetry={() => void refetch()} />
      ) : q === "" ? (
        <Text>{i18n.t("Words are found by their beginning. What you may not see is not searched.")}</Text>
      ) : found.length > 0 ? (
        <AgedArea>
          <Stack gap="xl">
            {found.map((group) => (
              <FoundGroup key={group.kind} group={group} words={q} />
            ))}
          </Stack>
        </AgedArea>
      ) : isFetching ? (
        <Waiting label={i18n.t("Searching")} />
      ) : (
        <EmptyState title={i18n.t("Nothing fits")}>
          {i18n.t("Words are found by their beginning. What you may not see is not searched.")}
        </EmptyState>
      )}
    </>
  );
}

function FoundGroup({ group, words }: { readonly group: SearchGroup; readonly words: string }) {
  const { i18n } = useLingui();
  const open = useHitOpener();
  const { kind, hits, count, has_more } = group;
  const name = groupNames(i18n)[kind];
  return (
    <section aria-label={name}>
      <Title order={2} className={classes.name}>
        {name}{" "}
        <span className={classes.count}>
          {has_more ? i18n.t("more than {count}", { count: formatCount(count) }) : formatCount(count)}
        </span>
      </Title>
      <ul className={classes.hits}>
        {hits.map((hit) => (
          <li key={hit.id}>
            <button type="button" className={classes.hit} onClick={() => open(kind, hit, words)}>
              <span className={classes.title}>{titleOf(kind, hit, i18n)}</span>
              <span className={classes.detail}>{detailOf(kind, hit, i18n)}</span>
              {hit.at !== null && (
                <span className={classes.detail}>
                  <Moment at={hit.at} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {count > hits.length && <WholeList kind={kind} words={words} />}
    </section>
  );
}

/** The list that goes on where this one ends. */
function WholeList({ kind, words }: { readonly kind: SearchGroup["kind"]; readonly words: string }) {
  const { i18n } = useLingui();
  const label = i18n.t("All of them");
  const search = { q: words };
  switch (kind) {
    case "sessions":
      return (
        <Link to="/sessions" search={search}>
          {label}
        </Link>
      );
    case "people":
      return (
        <Link to="/admin/people" search={search}>
          {label}
        </Link>
      );
    case "audit":
      return (
        <Link to="/admin/audit" search={search}>
          {label}
        </Link>
      );
    case "log":
      return (
        <Link to="/admin/log" search={search}>
          {label}
        </Link>
      );
    case "settings":
    case "chain":
      return undefined;
  }
}
