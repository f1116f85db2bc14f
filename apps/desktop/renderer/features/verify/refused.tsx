import { useLingui } from "@lingui/react";
import { type Failure, foreignText, isPartName, type Rejection, type TimeProofRefusal } from "@lucid/proof";
import { Text } from "@mantine/core";
import { formatCount, formatUtc } from "../../shared/format/index.ts";
import { Facts, Hash } from "../../shared/ui/index.ts";
import { Banner } from "./banner.tsx";
import { isoOf } from "./facts-in-words.ts";
import { reasonOf } from "./reasons.ts";
import { Lines } from "./statements.tsx";
import classes from "./verify.module.css";
import { videoInWords } from "./video-in-words.ts";

/** Chunks that are named one by one. */
const LISTED = 20;

/** A refused file must be unmistakable: no green, what it says of itself marked as that, what to do. */
export function Refused({ refusal }: { readonly refusal: Failure | Rejection }) {
  const { i18n } = useLingui();
  if (refusal.code === "not-a-bundle") return <NoBundle />;
  if (refusal.code === "video-without-proof") return <NoProof />;
  const session = "session" in refusal ? refusal.session : undefined;
  const video = "video" in refusal ? refusal.video : undefined;
  const concerned = session?.chunks ?? [];
  return (
    <div className={classes.verdict} data-verdict="refused">
      <Banner tone="refused" title={i18n.t("Refused: do not rely on this file")}>
        {reasonOf(refusal.code, i18n)}
      </Banner>
      {concerned.length > 0 ? (
        <section className={classes.concerns}>
          <Lines
            lines={concerned.slice(0, LISTED).map(({ index, fromMs, toMs }) =>
              i18n.t("Chunk {number}, from {from} to {to}", {
                number: formatCount(index + 1),
                from: formatUtc(isoOf(fromMs)),
                to: formatUtc(isoOf(toMs)),
              }),
            )}
          />
          {concerned.length > LISTED && (
            <Text>{i18n.t("and {count} more chunks", { count: formatCount(concerned.length - LISTED) })}</Text>
          )}
        </section>
      ) : (
        refusal.chunk !== undefined && (
          <Text className={classes.concerns}>
            {i18n.t("It concerns chunk {number}.", { number: formatCount(refusal.chunk + 1) })}
          </Text>
        )
      )}
      {video && (
        <section className={classes.concerns}>
          <Text>{i18n.t("The proof in this video is consistent in itself. Beside it:")}</Text>
          <Lines lines={videoInWords(video, i18n)} />
        </section>
      )}
      <Text>
        {isUnexpected(refusal)
          ? i18n.t("What you expect and what this file holds are two. It says nothing about the recording that you expect.")
          : i18n.t(
              "Something in it was changed, replaced, added or cut off since it was made, or it was never a proof. Which of these cannot be told. Ask for the file again, from somebody who has the original.",
            )}
      </Text>
      {isUnexpected(refusal) && (
        <Facts
          rows={[
            ...refusal.expected.map(
              (key) => [i18n.t("Expected"), <Hash key={key} value={key} label={i18n.t("expected")} ends={18} />] as const,
            ),
            [i18n.t("Found"), <Hash key="f" value={refusal.found} label={i18n.t("found")} ends={18} />],
          ]}
        />
      )}
      {session && (
        <Facts
          rows={[
            [i18n.t("It says that it is of session"), <Hash key="s" value={session.id} label={i18n.t("session")} ends={18} />],
          ]}
        />
      )}
      <Specialists refusal={refusal} />
    </div>
  );
}

type Unexpected = Rejection & { readonly expected: readonly string[]; readonly found: string };

/** Refused for the reader's own sake: the file itself may hold. */
const isUnexpected = (refusal: Failure | Rejection): refusal is Unexpected =>
  "expected" in refusal && refusal.expected !== undefined && refusal.found !== undefined;

/** A file of another kind was not refused as a proof: it never claimed to be one. */
function NoBundle() {
  const { i18n } = useLingui();
  return (
    <div className={classes.verdict} data-verdict="refused">
      <Banner tone="refused" title={i18n.t("This is not a .lucid file.")}>
        {i18n.t(
          "It is a file of another kind, and proves nothing. Choose the file that ends in .lucid, or a chunk proof (JSON).",
        )}
      </Banner>
    </div>
  );
}

/** An ordinary video, or a copy of one that had a proof: nothing tells which. */
function NoProof() {
  const { i18n } = useLingui();
  return (
    <div className={classes.verdict} data-verdict="refused">
      <Banner tone="refused" title={i18n.t("This video carries no proof")}>
        {i18n.t(
          "A copy that was encoded again, edited or converted has lost it; most services do that to what is sent through them. Ask for the file as Lucid exported it.",
        )}
      </Banner>
    </div>
  );
}

/** Code, part and detail, for who knows what they mean. */
export function Specialists({ refusal: { code, part, detail } }: { readonly refusal: Failure | Rejection | TimeProofRefusal }) {
  const { i18n } = useLingui();
  return (
    <Text c="dimmed" component="div" size="sm">
      {i18n.t("For specialists:")} <code>{code}</code>
      {part !== undefined && (
        <>
          {" · "}
          <code>{isPartName(part) ? part : foreignText(part)}</code>
        </>
      )}
      {detail !== undefined && (
        <>
          {" · "}
          {/^[0-9a-f]{64}$/.test(detail) ? <Hash value={detail} label={i18n.t("detail")} /> : <code>{foreignText(detail)}</code>}
        </>
      )}
    </Text>
  );
}
