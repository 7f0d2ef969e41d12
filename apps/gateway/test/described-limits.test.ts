import { schema } from '@contacts/schema';
import { type GraphQLInputObjectType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/config/config.ts';

const { limits } = loadConfig({}).security;

function argumentOf(type: string, field: string, name: string): string {
  const parent = schema.getType(type);
  const args = isObjectType(parent) ? parent.getFields()[field]?.args : undefined;
  return args?.find((arg) => arg.name === name)?.description ?? '';
}

test('the limits of lists in descriptions are the defaults of the configuration', () => {
  expect(argumentOf('Contact', 'customFields', 'names')).toContain(`At most ${limits.MAX_CUSTOM_FIELDS},`);
  expect(schema.getQueryType()?.getFields()['nodes']?.description).toContain(`At most ${limits.MAX_IDS},`);
  const inputs = ['IdFilter', 'IntFilter', 'StringFilter', 'CodeFilter'].flatMap((name) =>
    Object.values((schema.getType(name) as GraphQLInputObjectType).getFields()),
  );
  const lists = inputs.filter(({ name }) => name === 'in' || name === 'notIn');
  expect(lists).toHaveLength(8);
  for (const { description } of lists) expect(description).toContain(`At most ${limits.MAX_LIST_LENGTH} values,`);
});
