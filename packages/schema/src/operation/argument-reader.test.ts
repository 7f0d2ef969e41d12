import {
  buildSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  type GraphQLField,
  Kind,
  parse,
  validate,
} from 'graphql';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../core/test/property-runs.ts';
import { argumentReader } from './argument-reader.ts';
import { variableReader } from './variable-reader.ts';

const schema = buildSchema(`
  input Point { x: Int! = 1, y: Float }
  enum Side { LEFT RIGHT }
  type Query {
    f(int: Int, needed: Int!, most: Int! = 7, id: ID, text: String = "t", yes: Boolean, real: Float, side: Side, list: [Int!], point: Point): Int
  }
`);
const field = schema.getQueryType()?.getFields()['f'] as GraphQLField<unknown, unknown>;

/** Types of variables, and values that fit each. */
const fitting: Readonly<Record<string, readonly unknown[]>> = {
  Int: [0, -0, 7, null],
  'Int!': [1, -(2 ** 31)],
  'Int! = 3': [2],
  'Int = null': [5, null],
  ID: ['x', '4', 4],
  String: ['y', ''],
  'String = "v"': ['z', null],
  Boolean: [true, false, null],
  Float: [1, 2.5],
  Side: ['LEFT'],
  '[Int!]': [[], [1, 2], 3],
  Point: [{}, { x: 2 }, { y: null }],
};
const others = fc.constantFrom<unknown>(null, 2.5, 2 ** 31, Number.NaN, '1', 'UP', [null], { x: null }, { z: 1 });
const variable = fc.constantFrom(...Object.keys(fitting)).chain((type) =>
  fc.record({
    type: fc.constant(type),
    value: fc.oneof(
      { arbitrary: fc.constantFrom(...(fitting[type] ?? [])), weight: 9 },
      others,
      fc.constant(undefined),
    ),
  }),
);
const given = fc.constantFrom(
  'int: 1',
  'int: null',
  'int: $a',
  'most: $b',
  'most: null',
  'id: 4',
  'id: "x"',
  'id: $c',
  'text: "y"',
  'text: $c',
  'yes: $c',
  'real: 1',
  'real: $a',
  'side: LEFT',
  'side: $c',
  'list: 1',
  'list: [1, $a]',
  'list: $c',
  'point: { x: 3 }',
  'point: { x: $b, y: $a }',
  'point: $c',
);
const cases = fc.record({
  variables: fc.record({ a: variable, b: variable, c: variable }),
  needed: fc.constantFrom('2', '2', '$a', '$b'),
  args: fc.uniqueArray(given, { selector: (text) => text.split(':')[0], maxLength: 2 }),
});

test('variables and arguments are read as graphql-js reads them', () => {
  fc.assert(
    fc.property(cases, ({ variables: all, needed, args }) => {
      const declared = Object.entries(all).map(([name, { type }]) => `$${name}: ${type}`);
      const raw = Object.fromEntries(
        Object.entries(all).flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])),
      );
      const text = `query (${declared.join(' ')}) { f(needed: ${needed} ${args.join(' ')}) }`;
      const document = parse(text);
      const isValid = validate(schema, document).every(({ message }) => message.includes('never used'));
      const operation = getOperationAST(document);
      const [node] = operation?.selectionSet.selections ?? [];
      if (!isValid || !operation || node?.kind !== Kind.FIELD) return;

      const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], raw);
      const variables = variableReader(schema, operation)(raw);
      expect(variables).toStrictEqual(coerced);
      if (!variables) return;
      expect(outcome(() => argumentReader(field, node)(variables))).toStrictEqual(
        outcome(() => getArgumentValues(field, node, variables)),
      );
    }),
    runs(1000),
  );
});

test.each(['toString', '__proto__', 'constructor'])(
  'a variable of the name %s is absent if it is not given',
  (name) => {
    const document = parse(`query ($${name}: Int = 5) { f(needed: 1, int: $${name}) }`);
    const operation = getOperationAST(document);
    const [node] = operation?.selectionSet.selections ?? [];
    if (!operation || node?.kind !== Kind.FIELD) throw new TypeError('It has no field.');
    const variables = variableReader(schema, operation)({});
    expect({ ...variables }).toEqual(Object.fromEntries([[name, 5]]));
    expect(argumentReader(field, node)(variables ?? {})).toEqual({ needed: 1, int: 5, most: 7, text: 't' });
    expect(argumentReader(field, node)({})).toEqual({ needed: 1, most: 7, text: 't' });
  },
);

function outcome(read: () => unknown): unknown {
  try {
    return { ...(read() as object) };
  } catch (error) {
    return String(error);
  }
}
