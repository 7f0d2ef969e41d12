import { fromByteText, type References } from '@contacts/core';
import { execute, type ExecutionResult, type GraphQLError, parse, validate } from 'graphql';
import { createContext } from '../../src/context.ts';
import { toClientError } from '../../src/errors.ts';
import { knownOperation } from '../../src/operation/known-operation.ts';
import { inOrderOfPaths } from '../../src/operation/order-errors.ts';
import { runOperation } from '../../src/operation/run.ts';
import { schema } from '../../src/schema.ts';
import { fakeUpstream } from './fake-upstream.ts';
import { randomOperation } from './random-operation.ts';

/** The outcome of one way: the answer's text, and the upstream requests in their order. */
interface Outcome {
  readonly body: string;
  readonly asked: readonly string[];
}

/** One operation, run by graphql-js and in its compiled form. */
export interface BothWays {
  readonly place: string;
  readonly expected: Outcome;
  readonly own: Outcome;
  readonly errors: number;
  /** True if an error made more null than its own place. */
  readonly lost: boolean;
}

const limit = (max: number, name: string) => ({ max, name });
const inputLimits = { ids: limit(100, 'IDS'), values: limit(500, 'VALUES'), customFields: limit(50, 'NAMES') };

/**
 * Runs a random operation on random rows in both ways; returns the reason if it cannot run.
 * @param references the memory of callers, shared by all runs so that it stays bounded; each run has two callers of its own
 */
export async function runBothWays(
  references: References,
  seed: string,
): Promise<BothWays | 'invalid' | 'not compiled'> {
  const { text, variables } = randomOperation(seed);
  const document = parse(text);
  // Fields of one key that do not agree; there are few.
  if (validate(schema, document).length > 0) return 'invalid';
  const bound = knownOperation(schema, document, 'Random').bind(variables);
  if (!bound?.compiled.isComplete) return 'not compiled';

  const oracle = contextOf(references, seed, 'graphql-js');
  const result = await execute({ schema, document, contextValue: oracle.context, variableValues: variables });
  // Where its variables are kept, the second call finds what the first one made of them.
  await runOperation(bound.compiled, contextOf(references, seed, 'first call').context, bound.variables);
  const context = contextOf(references, seed, 'compiled');
  const { data: bytes, errors } = await runOperation(bound.compiled, context.context, bound.variables);
  const data = fromByteText(bytes);
  const own = { body: bodyOf(data, errors), asked: context.asked };
  const expected = { body: bodyOf(JSON.stringify(result.data), result.errors ?? []), asked: oracle.asked };
  const seen = { place: `seed ${seed}: ${text}`, errors: errors.length };
  if (!hasLostRows(result)) return { ...seen, expected, own, lost: false };
  return { ...seen, ...withoutLost(result, oracle.asked, { data, errors, asked: context.asked }), lost: true };
}

/**
 * Returns the parts that must be equal where an error nulled a parent of its field. Of the other errors in that parent,
 * graphql-js reports those that occurred before, and goes on to send reads whose results are dropped.
 */
function withoutLost(
  { data, errors = [] }: ExecutionResult,
  asked: readonly string[],
  own: { readonly data: string; readonly errors: readonly GraphQLError[]; readonly asked: readonly string[] },
): Pick<BothWays, 'expected' | 'own'> {
  const standing = (all: readonly GraphQLError[]) => all.filter(({ path = [] }) => !isNullBefore(data, path));
  return {
    expected: { body: bodyOf(JSON.stringify(data), standing(errors)), asked: [] },
    own: { body: bodyOf(own.data, standing(own.errors)), asked: own.asked.slice(asked.length) },
  };
}

function contextOf(references: References, seed: string, way: string) {
  const { upstream, asked } = fakeUpstream(seed);
  const paging = { cursorSecrets: ['a secret'] as const, nullsOrder: 'low' as const };
  const context = createContext({ upstream, references, paging, inputLimits }, { apiKey: `${way} ${seed}` });
  return { context, asked };
}

function bodyOf(data: string, errors: readonly GraphQLError[]): string {
  const shown = inOrderOfPaths(errors).map((error) => toClientError(error) ?? error);
  return shown.length === 0 ? `{"data":${data}}` : `{"errors":${JSON.stringify(shown)},"data":${data}}`;
}

function hasLostRows({ data, errors = [] }: ExecutionResult): boolean {
  return data !== null && errors.some(({ path = [] }) => isNullBefore(data, path));
}

/** True if data is null at a place around the one of the path. */
function isNullBefore(data: unknown, [key, ...rest]: readonly (string | number)[]): boolean {
  if (key === undefined) return false;
  const value = (data as Readonly<Record<string | number, unknown>>)[key];
  return value === null ? rest.length > 0 : isNullBefore(value, rest);
}
