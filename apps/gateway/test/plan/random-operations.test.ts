import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { runs } from '../../../../packages/core/test/property-runs.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';
import { fewestRequests } from './fewest-requests.ts';
import { naiveAnswer } from './naive-answer.ts';
import { operations, toDocument } from './operation.ts';
import { readTables } from './portal-tables.ts';

const gateway = await startGatewayWithSandbox({ referenceTtlMs: 0 }, { contacts: 120 });
afterAll(() => gateway[Symbol.asyncDispose]());
const tables = await readTables(gateway.sandbox);
const ids = tables.contacts.slice(0, 25).map(({ id }) => id);

interface Upstream {
  readonly planned: {
    readonly requests: number;
    readonly waves: readonly { readonly requests: number; readonly calls: readonly { readonly calls: number }[] }[];
  };
  readonly sent: {
    readonly requests: number;
    readonly waves: readonly (readonly { readonly calls: number }[])[];
  };
}

test('any operation returns what a naive look-up returns, with the fewest requests, and reports them', async () => {
  await fc.assert(
    fc.asyncProperty(operations(ids), async (operation) => {
      const document = toDocument(operation);
      const { received, planned, sent } = await checked(gateway, document);
      // The first wave is known before anything is sent, call by call.
      const [plannedFirst] = planned.waves;
      expect({ document, first: sizesOf(sent.waves[0] ?? []) }).toEqual({
        document,
        first: { requests: plannedFirst?.requests ?? 0, calls: callsOf(plannedFirst?.calls ?? []) },
      });
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

test('any operation is correct, and within its plan, if phones and e-mails are read by id', async () => {
  await using remembering = await startGatewayWithSandbox({}, { contacts: 120, switches: { fmInLists: false } });
  await fc.assert(
    fc.asyncProperty(operations(ids), async (operation) => {
      await checked(remembering, toDocument(operation));
    }),
    runs(60),
  );
});

const callsOf = (counted: readonly { readonly calls: number }[]): number =>
  counted.reduce((total, { calls }) => total + calls, 0);
const sizesOf = (requests: readonly { readonly calls: number }[]) => ({
  requests: requests.length,
  calls: callsOf(requests),
});

/** Checks one operation against the naive look-up and against its own report. @returns its requests and its report */
async function checked(asked: GatewayWithSandbox, document: string): Promise<Upstream & { readonly received: number }> {
  const { sandbox } = asked;
  sandbox.clearRequests();
  const { text } = await asked.ask(document, {
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
  const received = sandbox.requests.length;
  expect({ requests: sent.requests, inWaves: sent.waves.flat().length }).toEqual({
    requests: received,
    inWaves: received,
  });
  expect(received).toBeLessThanOrEqual(planned.requests);
  return { received, planned, sent };
}
