import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '@contacts/core';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, isSpecifiedScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from './schema.ts';

interface Described {
  readonly place: string;
  readonly description: string | null | undefined;
}

/** Every part of the schema that can have a description, but for those that graphql itself defines. */
function parts(): readonly Described[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .flatMap((type): readonly Described[] => {
      const own = { place: type.name, description: type.description };
      if (isEnumType(type)) return [own, ...type.getValues().map((value) => at(type.name, value))];
      if (isInputObjectType(type))
        return [own, ...Object.values(type.getFields()).map((field) => at(type.name, field))];
      if (!isObjectType(type) && !isInterfaceType(type)) return [own];
      const fields = Object.values(type.getFields()).flatMap((field) => [
        at(type.name, field),
        ...field.args.map((arg) => at(`${type.name}.${field.name}`, arg)),
      ]);
      return [own, ...fields];
    });
}

function at(
  parent: string,
  { name, description }: { name: string; description?: string | null | undefined },
): Described {
  return { place: `${parent}.${name}`, description };
}

test('every type, field, argument, input field and enum value has a description that is a sentence', () => {
  expect(parts().length).toBeGreaterThan(240);
  const missing = parts().filter(({ description }) => !/^[A-Z`].+[.]$/s.test(description ?? ''));
  expect(missing).toEqual([]);
});

test('the sizes of pages in the schema are those that are checked', () => {
  const { first, last } = Object.fromEntries(
    (schema.getQueryType()?.getFields()['contacts']?.args ?? []).map(({ name, description }) => [name, description]),
  );
  const maximum = `at most ${MAX_PAGE_SIZE.toLocaleString('en')}`;
  expect(first).toContain(`${DEFAULT_PAGE_SIZE} by default`);
  expect(first).toContain(maximum);
  expect(last).toContain(maximum);
});

test('a field, its filter and its sort key name the same field of the upstream', () => {
  const named = (place: string) =>
    /Upstream: `(\w+)`/.exec(parts().find((part) => part.place === place)?.description ?? '')?.[1];
  expect(['Contact.createdById', 'ContactFilter.createdById', 'ContactOrderField.CREATED_BY_ID'].map(named)).toEqual([
    'createdBy',
    'createdBy',
    'createdBy',
  ]);
  expect(named('ContactGroupField.SOURCE_ID')).toBe('sourceId');
});
