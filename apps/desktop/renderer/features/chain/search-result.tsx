import { useLingui } from "@lingui/react";
import type { AnchorView, BlockView, TransactionView } from "@lucid/contract";
import { Box, Button, Group, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { formatCount } from "../../shared/format/index.ts";
import {
  Badge,
  ByteSize,
  Card,
  EmptyState,
  ErrorNotice,
  Facts,
  Hash,
  Moment,
  Term,
  type TermName,
  Waiting,
} from "../../shared/ui/index.ts";
import classes from "./chain.module.css";
import { TransactionState, TransactionType } from "./transaction-table.tsx";
import { useChainSearch } from "./use-chain-search.ts";

type Open = (text: string) => void;

const term = (name: TermName, text: string) => <Term name={name}>{text}</Term>;

export function SearchResult({ text, onOpen }: { readonly text: string; readonly onOpen: Open }) {
  const { i18n } = useLingui();
  const found = useChainSearch(text);
  if (found.error)
    return <ErrorNotice error={found.error} title={i18n.t("The search did not work")} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Waiting label={i18n.t("Searching")} />;
  switch (found.data.kind) {
    case "nothing":
      return (
        <EmptyState
          title={i18n.t("Nothing found")}
          action={
            <Link to="/search" search={{ q: text }} className={classes.link}>
              {i18n.t("Search everything for {words}", { words: text })}
            </Link>
          }
        >
          {i18n.t("Search for the height of a block, the whole hash of a block or transaction, or the id of a session.")}
        </EmptyState>
      );
    case "block":
      return <Block block={found.data.block} onOpen={onOpen} />;
    case "transaction":
      return <Transaction transaction={found.data.transaction} onOpen={onOpen} />;
    case "anchor":
      return <Anchor anchor={found.data.anchor} onOpen={onOpen} />;
  }
}

function Block({ block, onOpen }: { readonly block: BlockView; readonly onOpen: Open }) {
  const { i18n } = useLingui();
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Group gap="xs">
          <Title order={2}>{i18n.t("Block {height}", { height: formatCount(block.height) })}</Title>
          <Badge tone={block.finalized ? "proven" : "waiting"}>
            {block.finalized ? i18n.t("final") : i18n.t("not final yet")}
          </Badge>
        </Group>
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-md"
            disabled={block.height <= 1}
            onClick={() => onOpen(String(block.height - 1))}
          >
            {i18n.t("Before")}
          </Button>
          <Button
            variant="default"
            size="compact-md"
            disabled={block.confirmations === 0}
            onClick={() => onOpen(String(block.height + 1))}
          >
            {i18n.t("Next")}
          </Button>
        </Group>
      </Group>
      <Facts
        rows={[
          [i18n.t("Time"), <Moment key="t" at={block.timestamp} />],
          [term("hash", i18n.t("Hash")), <Hash key="h" value={block.hash} label={i18n.t("block hash")} ends={12} />],
          [
            i18n.t("Block before"),
            <Hash key="b" value={block.previous_hash} label={i18n.t("hash of the block before")} ends={12} />,
          ],
          [term("producer", i18n.t("Producer")), <Hash key="p" value={block.producer} label={i18n.t("producer")} ends={12} />],
          [term("slot", i18n.t("Slot")), formatCount(block.slot)],
          [term("epoch", i18n.t("Epoch")), formatCount(block.epoch)],
          [
            term("merkle-root", i18n.t("Transactions' root")),
            <Hash key="m" value={block.merkle_root} label={i18n.t("root")} ends={12} />,
          ],
          [i18n.t("Attestations' root"), <Hash key="a" value={block.attestation_root} label={i18n.t("root")} ends={12} />],
          [term("state-root", i18n.t("State root")), <Hash key="s" value={block.state_root} label={i18n.t("root")} ends={12} />],
          [term("attestation", i18n.t("Attestations")), formatCount(block.attestation_count)],
          [i18n.t("Size"), <ByteSize key="z" bytes={block.size_bytes} />],
        ]}
      />
      {block.transactions.length > 0 && (
        <>
          <Title order={3} mt="md" mb={4}>
            {i18n.t("Transactions")}
          </Title>
          {block.transactions.map((id) => (
            <Group key={id} gap="xs">
              <Hash value={id} label={i18n.t("transaction id")} ends={12} />
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => onOpen(id)}
                aria-label={i18n.t("Open transaction {id}", { id })}
              >
                {i18n.t("Open")}
              </Button>
            </Group>
          ))}
        </>
      )}
    </Card>
  );
}

function Transaction({ transaction, onOpen }: { readonly transaction: TransactionView; readonly onOpen: Open }) {
  const { i18n } = useLingui();
  const { block_height: height, block_id: block } = transaction;
  return (
    <Card>
      <Group gap="xs" mb="sm">
        <Title order={2}>
          <TransactionType type={transaction.type} />
        </Title>
        <TransactionState status={transaction.status} />
      </Group>
      <Facts
        rows={[
          [
            i18n.t("Transaction id"),
            <Hash key="i" value={transaction.transaction_id} label={i18n.t("transaction id")} ends={12} />,
          ],
          [
            i18n.t("Block"),
            block === null ? (
              "–"
            ) : (
              <button key="b" type="button" className={classes.link} onClick={() => onOpen(block)}>
                {formatCount(height ?? 0)}
              </button>
            ),
          ],
          [i18n.t("Sender"), <Hash key="s" value={transaction.sender} label={i18n.t("node key")} ends={12} />],
          [term("sequence", i18n.t("Sequence")), formatCount(transaction.sequence)],
          [i18n.t("Signature"), <Hash key="g" value={transaction.signature} label={i18n.t("signature")} ends={12} />],
        ]}
      />
      <Box component="pre" className={classes.data} tabIndex={0} aria-label={i18n.t("Content")}>
        {JSON.stringify(transaction.data, null, 2)}
      </Box>
    </Card>
  );
}

function Anchor({ anchor, onOpen }: { readonly anchor: AnchorView; readonly onOpen: Open }) {
  const { i18n } = useLingui();
  const { block_height: height, merkle_root: root } = anchor;
  return (
    <Card>
      <Group gap="xs" mb="sm">
        <Title order={2}>
          <Term name="anchor">{i18n.t("Anchor of a session")}</Term>
        </Title>
        <Badge tone={anchor.status === "confirmed" ? "proven" : anchor.status === "failed" ? "bad" : "waiting"}>
          {anchor.anchored ? i18n.t("anchored") : i18n.t("waits for a block")}
        </Badge>
      </Group>
      <Facts
        rows={[
          [
            i18n.t("Session"),
            <Link key="s" to="/sessions/$id" params={{ id: anchor.session_id }} className={classes.link}>
              {anchor.session_id}
            </Link>,
          ],
          [
            i18n.t("Block"),
            height === null ? (
              "–"
            ) : (
              <button key="b" type="button" className={classes.link} onClick={() => onOpen(String(height))}>
                {formatCount(height)}
              </button>
            ),
          ],
          [i18n.t("Sender"), <Hash key="n" value={anchor.sender} label={i18n.t("node key")} ends={12} />],
          [
            term("merkle-root", i18n.t("Merkle root")),
            root === null ? "–" : <Hash key="r" value={root} label={i18n.t("root")} ends={12} />,
          ],
          [term("chunk", i18n.t("Chunks")), anchor.chunk_count === null ? "–" : formatCount(anchor.chunk_count)],
        ]}
      />
    </Card>
  );
}
