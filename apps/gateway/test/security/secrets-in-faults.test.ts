import { Writable } from 'node:stream';
import { type Fault, keys, sessions } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { createLog } from '../../src/observe/log.ts';
import { startTracing } from '../../src/observe/tracing.ts';
import { type FaultCase, operations } from '../faults/fault-case.ts';
import { faultCases } from '../faults/fault-table.ts';
import { startScene } from '../faults/scene.ts';
import { startOtlpReceiver } from '../operations/otlp-receiver.ts';

const personal = { name: 'Канарейкина', phone: '79995550123', email: 'canary.bird@example.org' } as const;
const canaries = [...Object.values(keys), ...Object.values(sessions), ...Object.values(personal)];
/** The filter of a caller, which the requested report repeats to that caller. */
const typed: ReadonlySet<string> = new Set([personal.name, personal.phone]);
const cases = faultCases.flatMap(([, rows]) => rows);

/** Adds canaries to the operation of a case: in its filter, and as selected fields. */
function operationOf({ asks = 'page' }: FaultCase): string {
  const filter = `filter: { lastName: { eq: "${personal.name}" }, phone: { eq: "${personal.phone}" } }`;
  return `query Canary ${operations[asks]}`
    .replace('contacts(', `contacts(${filter}, `)
    .replace('contactId', 'contactId lastName phone email');
}

/** Adds texts to the upstream's responses of the same fault that must not reach a caller. */
function indiscreet({ effect, ...fault }: Fault): Fault {
  const said = canaries.join(' ');
  return { ...fault, effect: effect.kind === 'error' ? { ...effect, message: said, userMessage: said } : effect };
}

interface Shown {
  /** All that the caller received. */
  readonly answers: readonly string[];
  /** Texts that must hold no canary. */
  readonly places: {
    readonly errors: string;
    /** Sends the operation with a report. */
    readonly extensions: string;
    readonly metrics: string;
    /** Sends it by another caller without rights upstream: this response would show leaks of a cache. */
    readonly stranger: string;
  };
}

async function play(one: FaultCase, log: Awaited<ReturnType<typeof createLog>>): Promise<Shown> {
  await using scene = await startScene(one, { logError: log.unexpected, logOperation: log.operation });
  const { sandbox, gateway } = scene;
  const { name, phone, email } = personal;
  for (const id of [1, 2, 17]) sandbox.contacts.update(id, { lastName: name, phone, email });
  sandbox.setFaults((one.by.faults ?? []).map(indiscreet));
  const headers = { 'x-api-key': keys.all, ...(one.headers ?? { authorization: `Bearer ${sessions.one}` }) };
  const answers: string[] = [];
  for (let index = 0; index <= (one.before ?? 0); index += 1) {
    const { text } = await gateway.ask(operationOf(one), {
      variables: personal,
      headers: { ...headers, 'x-upstream-report': '1' },
    });
    answers.push(text);
  }
  const parts = answers.map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>);
  const errors = JSON.stringify(parts.map((part) => part['errors']));
  const extensions = JSON.stringify(parts.map((part) => part['extensions']));
  // The proxy that alters responses sends them to any caller; otherwise the other caller has no rights.
  const stranger =
    one.by.alter || one.by.elsewhere
      ? ''
      : (await gateway.ask(operationOf(one), { headers: { 'x-api-key': 'vibe_api_stranger' } })).text;
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  return { answers, places: { errors, extensions, metrics, stranger } };
}

test('under any fault upstream, secrets and personal data are only in data for callers with the right to read them', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = await createLog({ level: 'debug', pretty: false, stream });
  await using receiver = await startOtlpReceiver();
  const tracing = await startTracing(() => undefined, `${receiver.url}/v1/traces`);
  const shown = await Promise.all(cases.map((one) => play(one, log)));
  await tracing.close();

  // Otherwise there were no canaries to leak.
  const received = shown.flatMap(({ answers }) => answers).join('\n');
  for (const canary of Object.values(personal)) expect(received).toContain(canary);
  expect(shown.filter(({ places }) => places.errors.includes('"code"')).length).toBeGreaterThan(cases.length * 0.8);
  expect(lines.length).toBeGreaterThan(cases.length);
  expect(receiver.spans.length).toBeGreaterThan(cases.length);
  const found = [
    ...shown.flatMap(({ places }, index) =>
      Object.entries(places).map(([place, text]) => ({
        place: `${place}: ${cases[index]?.fault}`,
        text,
      })),
    ),
    { place: 'log', text: lines.join('') },
    { place: 'spans', text: receiver.text() },
  ].flatMap(({ place, text }) =>
    canaries
      .filter((canary) => !(place.startsWith('extensions') && typed.has(canary)))
      .filter((canary) => text.includes(canary) || text.includes(encodeURIComponent(canary)))
      .map((canary) => `${canary} in ${place}`),
  );
  expect(found).toEqual([]);
});
