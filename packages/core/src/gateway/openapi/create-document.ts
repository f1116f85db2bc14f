import {
  AccessRequest,
  Account,
  AnchorState,
  AnchorView,
  API_PREFIX,
  ApiKey,
  AuthResponse,
  BlockView,
  ChainInfo,
  Challenge,
  Chunk,
  Connection,
  contract,
  DeletionReceipt,
  EmailState,
  ErrorEnvelope,
  GrantRequest,
  Health,
  Invitation,
  InvitationOffer,
  KeyEnvelopes,
  LoginSession,
  NodeEvent,
  NodeStatus,
  Pagination,
  Participant,
  PolicyCondition,
  PolicyDemands,
  PolicyDocument,
  PolicyPreset,
  PolicyRule,
  PolicyVersion,
  SealedIdentity,
  Session,
  SessionDefaults,
  SessionGap,
  SessionPolicy,
  SourcedPolicy,
  StoredPolicy,
  Template,
  TransactionView,
  ViewerTicket,
} from "@lucid/contract";
import { bulkRoutes } from "./bulk-paths.ts";
import { describeOperation, securitySchemes } from "./describe-operation.ts";
import type { DescribedRoute, OpenApiDocument, PathItem } from "./document.types.ts";
import { probeRoutes } from "./probe-paths.ts";
import { refusalSchemas } from "./refusals.ts";

const named = {
  AccessRequest,
  Account,
  Anchor: AnchorView,
  AnchorState,
  ApiKey,
  AuthResponse,
  Block: BlockView,
  ChainInfo,
  Challenge,
  Chunk,
  Connection,
  DeletionReceipt,
  ErrorEnvelope,
  EmailState,
  GrantRequest,
  Invitation,
  InvitationOffer,
  Health,
  KeyEnvelopes,
  LoginSession,
  NodeEvent,
  NodeStatus,
  Pagination,
  Participant,
  PolicyCondition,
  PolicyDemands,
  PolicyDocument,
  PolicyPreset,
  PolicyRule,
  PolicyVersion,
  SealedIdentity,
  Session,
  SessionDefaults,
  SessionGap,
  SessionPolicy,
  SourcedPolicy,
  StoredPolicy,
  Template,
  Transaction: TransactionView,
  ViewerTicket,
};

/** OpenAPI 3.1 for everything under the prefix: the contract, and the routes that carry bytes. */
export async function createDocument(version: string): Promise<OpenApiDocument> {
  // Needed by readers of the reference only: a node that nobody asks does not hold it in memory.
  const [{ OpenAPIGenerator }, { ZodToJsonSchemaConverter }] = await Promise.all([
    import("@orpc/openapi"),
    import("@orpc/zod/zod4"),
  ]);
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const commonSchemas = Object.fromEntries(
    Object.entries(named).map(([name, schema]) => [name, { schema, strategy: "output" as const }]),
  );
  const document = (await generator.generate(contract, {
    info: {
      title: "Lucid",
      version,
      description: "A node that hosts remote desktops, records them and lets anyone prove what was recorded.",
    },
    servers: [{ url: API_PREFIX }],
    commonSchemas,
  })) as OpenApiDocument;
  const paths = Object.fromEntries(
    Object.entries({ ...document.paths, ...pathsOf(bulkRoutes), ...pathsOf(probeRoutes, { servers: [{ url: "/" }] }) }).map(
      ([path, item]) => [path, describePath(path, item)],
    ),
  );
  return {
    ...document,
    paths,
    components: {
      ...document.components,
      schemas: { ...document.components?.["schemas"], ...refusalSchemas() },
      securitySchemes,
    },
    security: [{ bearer: [] }, { authToken: [] }, { apiKey: [] }],
  };
}

const METHODS = ["get", "post", "put", "delete"] as const;

function describePath(path: string, item: PathItem): PathItem {
  return {
    ...item,
    ...Object.fromEntries(
      METHODS.flatMap((method) => (item[method] ? [[method, describeOperation(method, path, item[method])]] : [])),
    ),
  };
}

function pathsOf(routes: readonly DescribedRoute[], shared: PathItem = {}): Readonly<Record<string, PathItem>> {
  return Object.fromEntries(routes.map(({ path, described }) => [path, { ...shared, get: described }]));
}
