import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../schema.ts';
import { argumentsOf, memoryOf } from './call-memory.ts';
import type { CompiledField } from './compiled.ts';
import { knownOperation } from './known-operation.ts';
import { operationRequirements } from './operation-requirements.ts';

const limit = { max: 10, name: 'LIMIT' };
const inputLimits = { ids: limit, values: limit, customFields: limit };

const document = 'query ($name: String) { contacts(filter: { name: { eq: $name } }) { nodes { name } } }';
const operation = knownOperation(schema, parse(document), undefined);

function pageOf(name: string) {
  const bound = operation.bind({ name });
  const [field] = bound?.compiled.root.fields ?? [];
  if (!bound || !field) throw new Error('Its variables do not fit.');
  return { ...bound, field };
}

test('arguments are read once for the variables of a call', () => {
  const { field, variables } = pageOf('Ann');
  let reads = 0;
  const counted: CompiledField = { ...field, readArguments: () => ({ read: (reads += 1) }) };
  expect(argumentsOf(counted, variables)).toBe(argumentsOf(counted, variables));
  expect(memoryOf(variables).argumentsOf(counted)).toEqual({ read: 1 });
  argumentsOf(counted, { ...variables });
  expect(reads).toBe(2);
});

test('the resolver of a page gets the page that its plan has read', () => {
  const { compiled, field, variables } = pageOf('Ann');
  const { pages } = operationRequirements(compiled.root, { variables, inputLimits });
  expect(pages).toHaveLength(1);
  expect(memoryOf(variables).infoOf(field).page).toBe(pages[0]);
});

test('calls share no page', () => {
  const pages = ['Ann', 'Bob'].map((name) => {
    const { compiled, field, variables } = pageOf(name);
    operationRequirements(compiled.root, { variables, inputLimits });
    return memoryOf(variables).infoOf(field).page?.args.filter;
  });
  expect(pages).toMatchObject([[{ value: 'Ann' }], [{ value: 'Bob' }]]);
});
