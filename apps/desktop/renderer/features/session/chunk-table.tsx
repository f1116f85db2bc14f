import { useLingui } from "@lingui/react";
import type { Chunk, Session } from "@lucid/contract";
import { canonicalJson } from "@lucid/proof";
import { Button, Table, VisuallyHidden } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { saveFile } from "../../shared/files/save-file.ts";
import { formatCount, formatSpan } from "../../shared/format/index.ts";
import { ByteSize, Card, ErrorNotice, Hash, Mark, Moment, Pages, RecordTable } from "../../shared/ui/index.ts";
import classes from "./session.module.css";

const PAGE = 50;

export interface ChunkTableProps {
  readonly session: Session;
  readonly chunks: readonly Chunk[];
  /** Chunks that did not open, and those that did. */
  readonly bad: ReadonlySet<number>;
  readonly checked: ReadonlySet<number>;
}

/** Every chunk with its hash and its own proof, folded away: most people never need it. */
export function ChunkTable({ session, chunks, bad, checked }: ChunkTableProps) {
  const { i18n } = useLingui();
  const { client } = useApi();
  const [open, setOpen] = useState(false);
  const [page, setPage] = useState(1);
  const proof = useMutation({
    async mutationFn(index: number) {
      const answer = await client.sessions.chunkProof({ session_id: session.session_id, chunk_id: index });
      saveFile(new Blob([canonicalJson(answer)], { type: "application/json" }), `chunk-${index + 1}-proof.json`);
    },
  });
  if (chunks.length === 0) return null;
  const shown = chunks.slice((page - 1) * PAGE, page * PAGE);

  return (
    <Card>
      <details className={classes.chunks} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {i18n.t("{count, plural, one {# chunk} other {All {shown} chunks}}, with hashes and proofs", {
            count: chunks.length,
            shown: formatCount(chunks.length),
          })}
        </summary>
        {open && (
          <>
            {proof.error && <ErrorNotice error={proof.error} title={i18n.t("The proof of this chunk could not be fetched")} />}
            <RecordTable
              label={i18n.t("Chunks")}
              headings={[
                i18n.t("Chunk"),
                i18n.t("Begins"),
                i18n.t("Length"),
                i18n.t("Size"),
                i18n.t("Hash"),
                i18n.t("State"),
                <VisuallyHidden key="proof">{i18n.t("Proof")}</VisuallyHidden>,
              ]}
            >
              {shown.map((chunk) => (
                <Table.Tr key={chunk.index}>
                  <Table.Td>{chunk.index + 1}</Table.Td>
                  <Table.Td>
                    <Moment at={chunk.started_at} />
                  </Table.Td>
                  <Table.Td>{formatSpan((Date.parse(chunk.ended_at) - Date.parse(chunk.started_at)) / 1_000)}</Table.Td>
                  <Table.Td>
                    <ByteSize bytes={chunk.size_bytes} />
                  </Table.Td>
                  <Table.Td>
                    <Hash value={chunk.hash} label={i18n.t("chunk hash")} ends={6} />
                  </Table.Td>
                  <Table.Td>
                    <ChunkState
                      isBad={bad.has(chunk.index)}
                      isChecked={checked.has(chunk.index)}
                      isAnchored={chunk.index < session.anchored_chunk_count}
                    />
                  </Table.Td>
                  <Table.Td>
                    <Button
                      size="compact-xs"
                      variant="default"
                      disabled={chunk.index >= session.anchored_chunk_count}
                      loading={proof.isPending && proof.variables === chunk.index}
                      aria-label={i18n.t("Proof of chunk {number}", { number: chunk.index + 1 })}
                      onClick={() => proof.mutate(chunk.index)}
                    >
                      {i18n.t("Proof")}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </RecordTable>
            <Pages
              of={{ limit: PAGE, total: chunks.length, pages: Math.ceil(chunks.length / PAGE) }}
              page={page}
              onPage={setPage}
            />
          </>
        )}
      </details>
    </Card>
  );
}

function ChunkState({
  isBad,
  isChecked,
  isAnchored,
}: {
  readonly isBad: boolean;
  readonly isChecked: boolean;
  readonly isAnchored: boolean;
}) {
  const { i18n } = useLingui();
  const text = isBad
    ? i18n.t("damaged")
    : isAnchored
      ? isChecked
        ? i18n.t("on the chain, checked here")
        : i18n.t("on the chain")
      : i18n.t("stored, waits for a block");
  return (
    <span className={classes.state}>
      <Mark tone={isBad ? "bad" : isAnchored ? "proven" : "waiting"} />
      {text}
    </span>
  );
}
