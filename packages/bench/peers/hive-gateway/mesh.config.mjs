// Mesh Compose: the upstream's REST endpoints, described by OpenAPI, as a supergraph.
import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';

export const composeConfig = defineConfig({
  subgraphs: [
    {
      sourceHandler: loadOpenAPISubgraph('Vibe', {
        source: './openapi.json',
        endpoint: 'http://127.0.0.1:1',
        operationHeaders: { 'x-api-key': '{context.headers["x-api-key"]}' },
        selectQueryOrMutationField: [
          { type: 'query', fieldName: 'companies' },
          { type: 'query', fieldName: 'users' },
        ],
      }),
    },
  ],
  additionalTypeDefs: /* GraphQL */ `
    extend type Contact {
      company: Company
      assignedBy: User
    }
  `,
});
