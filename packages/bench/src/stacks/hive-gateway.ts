import { nodePeer } from './peer.ts';
import { readRestAnswer, restOperation, type RestSchema } from './rest-documents.ts';
import type { Stack } from './stack.ts';

const schema: RestSchema = {
  fixedArguments: ', sort: "id"',
  // Mesh writes brackets so.
  oneContact:
    'contacts(limit: 1, select: $select, withTotal: false, filter_LEFT_SQUARE_BRACE_id_RIGHT_SQUARE_BRACE_: $id)',
};

/** Hive Gateway over a supergraph that Mesh makes of the upstream's OpenAPI description. */
export const hiveGateway: Stack = {
  ...nodePeer('hive-gateway', 'Hive Gateway + Mesh (OpenAPI)', [
    '@graphql-hive/gateway',
    '@graphql-mesh/compose-cli',
    '@omnigraph/openapi',
  ]),
  request: (workload) => restOperation(workload, schema),
  read: readRestAnswer,
};
