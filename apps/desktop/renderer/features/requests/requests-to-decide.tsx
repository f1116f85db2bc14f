import { useLingui } from "@lingui/react";
import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Card } from "../../shared/ui/index.ts";
import { requestSentence } from "./request-words.ts";
import classes from "./requests.module.css";

const SHOWN = 5;

/** What others wait for, on the first page of whoever may decide it. Not there when there is nothing. */
export function RequestsToDecide() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const heading = useId();
  const found = useQuery(queries.accessRequests.list.queryOptions({ input: { which: "to_decide", limit: SHOWN } }));
  const requests = found.data?.requests ?? [];
  if (requests.length === 0) return null;
  return (
    <Card mb="sm" maw={760} aria-labelledby={heading}>
      <Title order={2} id={heading}>
        {i18n.t("Requests to decide")}
      </Title>
      <ul className={classes.list}>
        {requests.map((request) => (
          <li key={request.request_id}>
            <Link to="/requests" search={{ which: "to_decide", id: request.request_id }}>
              {requestSentence(request, i18n)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
