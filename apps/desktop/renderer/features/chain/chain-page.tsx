import { useLingui } from "@lingui/react";
import type { ChainInfo } from "@lucid/contract";
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { IconArrowLeft, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type SyntheticEvent, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatCount } from "../../shared/format/index.ts";
import { AgedArea, ErrorNotice, Figure, Figures, PageHeader, Term } from "../../shared/ui/index.ts";
import { NetworkCard } from "../network/index.ts";
import { BlockTable } from "./block-table.tsx";
import { SHOWS_COUNTS } from "./chain-reducers.ts";
import { SearchResult } from "./search-result.tsx";
import { TransactionTable } from "./transaction-table.tsx";

/** What was counted this long ago is asked for again when the page opens; what was asked for a moment before is not. */
const COUNTED_MS = 2_000;

export function ChainPage() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const { find = "", list = "blocks", page = 1 } = useSearch({ from: "/inside/chain" });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(find);
  const [shown, setShown] = useState(find);
  // The palette, a link and Back change what is found as well: the field says what the page shows.
  if (shown !== find) {
    setShown(find);
    setTyped(find);
  }
  // What others asked for is not kept at the newest counts.
  const info = useQuery({ ...queries.chain.info.queryOptions(), meta: SHOWS_COUNTS, staleTime: COUNTED_MS });

  function look(text: string): void {
    setTyped(text);
    void navigate({
      to: "/chain",
      search: ({ find: _before, ...where }) => ({ ...where, ...(text.trim() !== "" && { find: text.trim() }) }),
    });
  }

  const turnTo = (next: number): void =>
    void navigate({ to: "/chain", search: ({ page: _before, ...where }) => ({ ...where, ...(next > 1 && { page: next }) }) });

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    look(typed);
  }

  return (
    <>
      <PageHeader title={i18n.t("Chain")}>
        <form onSubmit={submit} role="search">
          <TextInput
            type="search"
            w={{ base: "min(100vw - 32px, 380px)", sm: 380 }}
            leftSection={<IconSearch size={16} />}
            placeholder={i18n.t("Height, hash or session id")}
            aria-label={i18n.t("Search by height, hash or session id")}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              if (event.currentTarget.value === "") look("");
            }}
          />
        </form>
      </PageHeader>
      {info.error && (
        <ErrorNotice error={info.error} title={i18n.t("The chain could not be read")} onRetry={() => void info.refetch()} />
      )}
      {(info.data || !info.error) && <ChainFigures info={info.data} />}
      {find === "" ? (
        <AgedArea>
          <NetworkCard />
          <SegmentedControl
            mb="sm"
            aria-label={i18n.t("What to list")}
            value={list}
            onChange={(next) => void navigate({ to: "/chain", search: next === "transactions" ? { list: next } : {} })}
            data={[
              { value: "blocks", label: i18n.t("Blocks") },
              { value: "transactions", label: i18n.t("Transactions") },
            ]}
          />
          {list === "blocks" ? (
            <BlockTable page={page} onPage={turnTo} onOpen={look} />
          ) : (
            <TransactionTable page={page} onPage={turnTo} onOpen={look} />
          )}
        </AgedArea>
      ) : (
        <>
          <Button mb="sm" size="compact-md" variant="default" leftSection={<IconArrowLeft size={16} />} onClick={() => look("")}>
            {list === "blocks" ? i18n.t("All blocks") : i18n.t("All transactions")}
          </Button>
          <AgedArea>
            <SearchResult text={find} onOpen={look} />
          </AgedArea>
        </>
      )}
    </>
  );
}

/** They stand there before their numbers do: what is below stays where it is. */
function ChainFigures({ info }: { readonly info: ChainInfo | undefined }) {
  const { i18n } = useLingui();
  return (
    <Figures>
      <Figure
        label={<Term name="block">{i18n.t("Head")}</Term>}
        value={info ? formatCount(info.current_height) : "–"}
        note={info && i18n.t("final {height}", { height: formatCount(info.finalized_height) })}
      />
      <Figure
        label={<Term name="transaction">{i18n.t("Transactions")}</Term>}
        value={info ? formatCount(info.total_transactions) : "–"}
        note={info && i18n.t("{count} waiting", { count: info.pending_transactions })}
      />
      <Figure label={i18n.t("Block time")} value={info ? `${info.block_time}\u00a0s` : "–"} />
      <Figure label={<Term name="network">{i18n.t("Network")}</Term>} value={info?.network_name ?? "–"} />
    </Figures>
  );
}
