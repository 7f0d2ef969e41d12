// Hive Gateway over a supergraph that Mesh Compose makes of the upstream's OpenAPI description; relations by the batching
// of its in-context SDK.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGatewayRuntime } from '@graphql-hive/gateway';
import { inOrder } from '../shared/upstream.mjs';

/** A relation to rows of an entity by a number. */
function related(field, idOf, select) {
  return {
    selectionSet: `{ ${idOf} }`,
    resolve(root, _args, context, info) {
      if (!root[idOf]) return null;
      return context.Vibe.Query[field]({
        root,
        key: root[idOf],
        argsFromKeys: (ids) => ({
          input: { filter: { id: ids }, limit: ids.length, select, sort: 'id', withTotal: false },
        }),
        selectionSet: `{ data { ${select.join(' ')} } }`,
        valuesFromResults: ({ data }, ids) => inOrder(ids, data),
        context,
        info,
      });
    },
  };
}

const folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
const file = join(folder, 'supergraph.graphql');
const compose = fileURLToPath(new URL('../node_modules/@graphql-mesh/compose-cli/esm/bin.js', import.meta.url));
const { status, stderr } = spawnSync(process.execPath, [compose, '-c', 'mesh.config.mjs', '-o', file], {
  cwd: import.meta.dirname,
  encoding: 'utf8',
});
if (status !== 0) throw new Error(`Mesh Compose failed:\n${stderr}`);
const supergraph = readFileSync(file, 'utf8');
await rm(folder, { recursive: true });

const gateway = createGatewayRuntime({
  supergraph,
  transportEntries: { Vibe: { location: process.env.UPSTREAM } },
  additionalResolvers: {
    Contact: {
      company: related('companies', 'companyId', ['id', 'title']),
      assignedBy: related('users', 'assignedById', ['id', 'name']),
    },
  },
  logging: 'error',
  landingPage: false,
  graphiql: false,
});
createServer((request, response) => void gateway(request, response)).listen(Number(process.env.PORT), '127.0.0.1');
