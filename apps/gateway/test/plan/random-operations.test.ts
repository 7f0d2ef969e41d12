import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { runs } from '../../../../packages/core/test/property-runs.ts';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { fewestRequests } from './fewest-requests.ts';
import { naiveAnswer } from './naive-answer.ts';
import { operations, toDocument } from './operation.ts';
import { readTables } from './portal-tables.ts';

const gateway = await startGatewayWithSandbox({ referenceTtlMs: 0 }, { contacts: 120 });
afterAll(() => gateway[Symbol.asyncDispose]());
const tables = await readTables(gateway.sandbox);
const ids = tables.contacts.slice(0, 25).map(({ id }) => id);

interface Upstream {
  readonly planned: { readonly requests: number; readonly innerPages: number };
  readonly sent: { readonly requests: number; readonly waves: readonly (readonly unknown[])[] };
}

test('any operation gives what a naive look-up gives, by the fewest requests, and reports them', async () => {
  await fc.assert(
    fc.asyncProperty(operations(ids), async (operation) => {
      const document = toDocument(operation);
      gateway.sandbox.clearRequests();
      const { text } = await gateway.ask(document, {
        headers: { 'x-api-key': 'vibe_api_sandbox', 'x-upstream-report': '1' },
      });
      const { data, errors, extensions } = JSON.parse(text) as {
        data: unknown;
        errors?: unknown;
        extensions: { upstream: Upstream };
      };
      const expected: unknown = JSON.parse(JSON.stringify(await naiveAnswer(document, tables)));
      expect({ document, errors, data }).toEqual({ document, errors: undefined, data: expected });

      const { planned, sent } = extensions.upstream;
      const received = gateway.sandbox.requests.length;
      expect({ requests: sent.requests, inWaves: sent.waves.flat().length }).toEqual({
        requests: received,
        inWaves: received,
      });
      expect(received).toBeLessThanOrEqual(planned.requests);
      const fewest = fewestRequests(operation, tables);
      expect({ document, received, calls: gateway.calls() }).toEqual({
        document,
        received: fewest,
        calls: gateway.calls(),
      });
    }),
    runs(150),
  );
});
