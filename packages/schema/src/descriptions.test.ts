import {
  apiName,
  companies,
  contacts,
  DEFAULT_PAGE_SIZE,
  type Entity,
  MAX_GROUPED_RECORDS,
  MAX_ORDER_KEYS,
  MAX_PAGE_SIZE,
  MAX_SEARCH_LENGTH,
  MIN_SEARCH_LENGTH,
  users,
} from '@contacts/core';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, isSpecifiedScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { enumName } from './entity/enum-name.ts';
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

test('no description begins as a question', () => {
  expect(parts().filter(({ description }) => /^(?:How|What|Whether|Who)\b/.test(description ?? ''))).toEqual([]);
});

const argumentsNamed = (name: string): readonly Described[] =>
  parts().filter(({ place }) => place.split('.').length === 3 && place.endsWith(`.${name}`));

test('every argument of a number of records names its maximum, and `first` its default', () => {
  const maximum = `at most ${MAX_PAGE_SIZE.toLocaleString('en')}`;
  const [first, last] = [argumentsNamed('first'), argumentsNamed('last')];
  expect(first.map(({ place }) => place)).toEqual([
    'Company.contacts.first',
    'Query.companies.first',
    'Query.contacts.first',
    'Query.users.first',
  ]);
  expect(last).toHaveLength(first.length);
  expect([...first, ...last].filter(({ description }) => !description?.includes(maximum))).toEqual([]);
  const byDefault = `${DEFAULT_PAGE_SIZE} by default`;
  expect(first.filter(({ description }) => !description?.includes(byDefault))).toEqual([]);
});

test('every order names the maximum number of its keys', () => {
  expect(MAX_ORDER_KEYS).toBe(3);
  expect(argumentsNamed('orderBy')).toHaveLength(4);
  expect(argumentsNamed('orderBy').filter(({ description }) => !description?.startsWith('Up to three'))).toEqual([]);
});

test('the lengths of a search and the contacts that are grouped at once are those that are checked', () => {
  const search = argumentsNamed('search').map(({ description }) => description);
  expect(search).toHaveLength(2);
  for (const text of search) expect(text).toContain(`${MIN_SEARCH_LENGTH} to ${MAX_SEARCH_LENGTH} characters`);
  const maximum = MAX_GROUPED_RECORDS.toLocaleString('en');
  const places = new Set(['ContactGroup.isOther', 'ContactsAggregate.groups', 'Query.contactsAggregate.groupByCustom']);
  const named = parts().filter(({ place }) => places.has(place));
  expect(named).toHaveLength(3);
  expect(named.filter(({ description }) => !description?.includes(maximum))).toEqual([]);
});

test.each([
  ['Contact', contacts],
  ['Company', companies],
  ['User', users],
] as const)('each field of %s, its filter and its sort key name the field of the upstream', (type, entity: Entity) => {
  const descriptions = new Map(parts().map(({ place, description }) => [place, description]));
  const unnamed = Object.keys(entity.fields).flatMap((field) => {
    const places = [
      `${type}.${apiName(entity, field)}`,
      `${type}Filter.${apiName(entity, field)}`,
      `${type}OrderField.${enumName(entity, field)}`,
    ];
    // A field that can be neither filtered nor sorted by has only the first of them.
    const present = places.filter((place, index) => index === 0 || descriptions.has(place));
    return present.filter((place) => !descriptions.get(place)?.includes(`Upstream: \`${field}\`.`));
  });
  expect(unnamed).toEqual([]);
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
