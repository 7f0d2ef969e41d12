import * as core from '@contacts/core';
import { contacts, type Entity, type FieldKind, groupFields, kindOf, specOf } from '@contacts/core';
import { entityFields } from '@contacts/sandbox';
import { expect, test } from 'vitest';

/** The kinds of the sandbox's columns that match each kind of core. */
const columnKinds: Readonly<Record<FieldKind, readonly string[]>> = {
  id: ['integer'],
  link: ['integer'],
  text: ['string'],
  longText: ['string'],
  code: ['code'],
  number: ['double', 'integer'],
  datetime: ['datetime'],
  date: ['date'],
  boolean: ['boolean', 'yesno'],
  // Of custom fields alone.
  flag: [],
  list: [],
  multifield: ['phone', 'email', 'web'],
};

/** The entities that the sandbox has a table of, under the same names in core. */
const tables = Object.entries(entityFields).map(
  ([name, columns]): { readonly entity: Entity; readonly columns: Columns } => ({
    entity: core[name as keyof typeof entityFields],
    columns,
  }),
);
type Columns = (typeof entityFields)[keyof typeof entityFields];

test.each(tables)(
  "the sandbox's links of $entity.name are those of core: natively 0 is no record there",
  ({ entity, columns }) => {
    const links = columns.filter(({ name, link = false }) => link && name in entity.fields).map(({ name }) => name);
    expect(new Set(links)).toEqual(
      new Set(Object.keys(entity.fields).filter((field) => kindOf(entity, field) === 'link')),
    );
  },
);

// A field that the sandbox lacks would be null in every test of the gateway.
test.each(tables)(
  "the sandbox's table of $entity.name has every field of core's, with the same kind",
  ({ entity, columns }) => {
    const missing = Object.keys(entity.fields).flatMap((field) => {
      const column = columns.find(({ name }) => name === field);
      const fits = column !== undefined && columnKinds[kindOf(entity, field)].includes(column.kind);
      return fits ? [] : [`${field}: ${kindOf(entity, field)} in core, ${column?.kind ?? 'no line'} in the sandbox`];
    });
    expect(missing).toEqual([]);
  },
);

test.each(tables)(
  'the sandbox’s field list of $entity.name has the fields that core treats as listed',
  ({ entity, columns }) => {
    const listed = columns
      .filter((column) => column.listed !== false && column.name in entity.fields)
      .map(({ name }) => name);
    expect(new Set(listed)).toEqual(
      new Set(Object.keys(entity.fields).filter((field) => !specOf(entity, field).unlisted)),
    );
  },
);

test('the sandbox counts contacts by the fields that core can group by', () => {
  const groupable = entityFields.contacts.filter((column) => column.groupable && column.name in contacts.fields);
  expect(new Set(groupable.map(({ name }) => name))).toEqual(new Set(groupFields));
});
