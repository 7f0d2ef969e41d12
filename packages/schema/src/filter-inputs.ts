import type { FieldKind } from '@contacts/core';
import { builder } from './builder.ts';

const all = 'All conditions of one filter must hold.';
const equalTo = 'Equal to this value.';
const notEqualTo = 'Not equal to this value.';
const notEqualOrNone = 'Not equal to this value; records without a value are among these.';
// The limit is the gateway's (MAX_LIST_LENGTH); a test of it compares the number.
const upTo = 'At most 500 values, unless the gateway is set otherwise.';
const oneOf = `Equal to one of these values; an empty list lets nothing through. ${upTo}`;
const noneOf = `Equal to none of these values; an empty list lets everything through. ${upTo}`;
const noneOfOrNone = `Equal to none of these values; records without a value are among these. ${upTo}`;
const empty = '`true`: only records without a value; `false`: only records with one.';

/** Sentences that the descriptions of operators share. */
export const filterTexts = { all, equalTo, notEqualOrNone, oneOf, noneOfOrNone, empty } as const;

const IdFilter = builder.inputType('IdFilter', {
  description: `Conditions on the number of a record. ${all}`,
  fields: (t) => ({
    eq: t.field({ type: 'SafeInt', description: equalTo }),
    ne: t.field({ type: 'SafeInt', description: notEqualTo }),
    in: t.field({ type: ['SafeInt'], description: oneOf }),
    notIn: t.field({ type: ['SafeInt'], description: noneOf }),
    gt: t.field({ type: 'SafeInt', description: 'Greater than this value.' }),
    gte: t.field({ type: 'SafeInt', description: 'Greater than or equal to this value.' }),
    lt: t.field({ type: 'SafeInt', description: 'Less than this value.' }),
    lte: t.field({ type: 'SafeInt', description: 'Less than or equal to this value.' }),
  }),
});

const IntFilter = builder.inputType('IntFilter', {
  description: `Conditions on the number of a linked record. 0 is no record, the same as no value; ranges find no records without a value. ${all}`,
  fields: (t) => ({
    eq: t.field({ type: 'SafeInt', description: equalTo }),
    ne: t.field({ type: 'SafeInt', description: notEqualOrNone }),
    in: t.field({ type: ['SafeInt'], description: oneOf }),
    notIn: t.field({ type: ['SafeInt'], description: noneOfOrNone }),
    gt: t.field({ type: 'SafeInt', description: 'Greater than this value.' }),
    gte: t.field({ type: 'SafeInt', description: 'Greater than or equal to this value.' }),
    lt: t.field({ type: 'SafeInt', description: 'Less than this value.' }),
    lte: t.field({ type: 'SafeInt', description: 'Less than or equal to this value.' }),
    isEmpty: t.boolean({ description: empty }),
  }),
});

const StringFilter = builder.inputType('StringFilter', {
  description: `Conditions on a text; upper and lower case are the same to the upstream. ${all}`,
  fields: (t) => ({
    eq: t.string({ description: equalTo }),
    ne: t.string({ description: notEqualOrNone }),
    in: t.stringList({ description: oneOf }),
    notIn: t.stringList({ description: noneOfOrNone }),
    contains: t.string({ description: 'Has this text anywhere in it.' }),
    isEmpty: t.boolean({ description: empty }),
  }),
});

const LongTextFilter = builder.inputType('LongTextFilter', {
  description: `Conditions on a text of any length. ${all}`,
  fields: (t) => ({
    contains: t.string({ description: 'Has this text anywhere in it.' }),
    isEmpty: t.boolean({ description: empty }),
  }),
});

const CodeFilter = builder.inputType('CodeFilter', {
  description: `Conditions on a code of one of the portal's dictionaries, such as \`CLIENT\`. ${all}`,
  fields: (t) => ({
    eq: t.string({ description: equalTo }),
    ne: t.string({ description: notEqualOrNone }),
    in: t.stringList({ description: oneOf }),
    notIn: t.stringList({ description: noneOfOrNone }),
    isEmpty: t.boolean({ description: empty }),
  }),
});

const NumberFilter = builder.inputType('NumberFilter', {
  description: `Conditions on a number; they find no records without a value. ${all}`,
  fields: (t) => ({
    gt: t.float({ description: 'Greater than this value.' }),
    gte: t.float({ description: 'Greater than or equal to this value.' }),
    lt: t.float({ description: 'Less than this value.' }),
    lte: t.float({ description: 'Less than or equal to this value.' }),
  }),
});

const DateTimeFilter = builder.inputType('DateTimeFilter', {
  description: `Conditions on a moment, as exact as it is shown: to the second. ${all}`,
  fields: (t) => ({
    eq: t.field({ type: 'DateTime', description: equalTo }),
    ne: t.field({ type: 'DateTime', description: notEqualTo }),
    gt: t.field({ type: 'DateTime', description: 'Later than this moment.' }),
    gte: t.field({ type: 'DateTime', description: 'At or later than this moment.' }),
    lt: t.field({ type: 'DateTime', description: 'Earlier than this moment.' }),
    lte: t.field({ type: 'DateTime', description: 'At or earlier than this moment.' }),
  }),
});

const DateFilter = builder.inputType('DateFilter', {
  description: `Conditions on a day. ${all}`,
  fields: (t) => ({
    eq: t.field({ type: 'Date', description: equalTo }),
    gt: t.field({ type: 'Date', description: 'Later than this day.' }),
    gte: t.field({ type: 'Date', description: 'On this day or later.' }),
    lt: t.field({ type: 'Date', description: 'Earlier than this day.' }),
    lte: t.field({ type: 'Date', description: 'On this day or earlier.' }),
    isEmpty: t.boolean({ description: empty }),
  }),
});

const BooleanFilter = builder.inputType('BooleanFilter', {
  description: 'A condition on a yes-or-no field.',
  fields: (t) => ({ eq: t.boolean({ description: equalTo }) }),
});

const MultifieldFilter = builder.inputType('MultifieldFilter', {
  description: `Conditions on e-mails or the like: any one of a record's values has to meet them. ${all}`,
  fields: (t) => ({
    eq: t.string({ description: 'One value is equal to this.' }),
    in: t.stringList({ description: `One value is equal to one of these. ${upTo}` }),
    contains: t.string({ description: 'One value has this text anywhere in it.' }),
    isEmpty: t.boolean({ description: empty }),
  }),
});

/**
 * The filter input of each kind of field: it has the operators that the upstream has for that kind, and no others; nothing
 * for a kind that it cannot filter by.
 */
export const filterInputs = {
  id: IdFilter,
  link: IntFilter,
  text: StringFilter,
  longText: LongTextFilter,
  code: CodeFilter,
  number: NumberFilter,
  datetime: DateTimeFilter,
  date: DateFilter,
  boolean: BooleanFilter,
  // Of custom fields alone, which have inputs of their own (`custom-filter.ts`).
  flag: undefined,
  list: undefined,
  multifield: MultifieldFilter,
} satisfies Record<FieldKind, unknown>;
