import { builder } from './builder.ts';
import { filterInputs, filterTexts } from './filter-inputs.ts';

const { all, equalTo, notEqualOrNone, oneOf, noneOfOrNone, empty } = filterTexts;
const ofRecords = 'Only where the numbers are those of records or users.';

const CustomNumberFilter = builder.inputType('CustomNumberFilter', {
  description: `Conditions on a number, or on the number of a record or user. The upstream takes 0 for no value, so that numbers without a value cannot be told apart by a condition; they are in no range. ${all}`,
  fields: (t) => ({
    eq: t.float({ description: equalTo }),
    ne: t.float({ description: `${notEqualOrNone} ${ofRecords}` }),
    in: t.floatList({ description: oneOf }),
    notIn: t.floatList({ description: `${noneOfOrNone} ${ofRecords}` }),
    gt: t.float({ description: 'Greater than this value.' }),
    gte: t.float({ description: 'Greater than or equal to this value.' }),
    lt: t.float({ description: 'Less than this value.' }),
    lte: t.float({ description: 'Less than or equal to this value.' }),
    isEmpty: t.boolean({ description: `${empty} ${ofRecords}` }),
  }),
});

const CustomDateTimeFilter = builder.inputType('CustomDateTimeFilter', {
  description: `Conditions on a moment, as exact as it is shown: to the second. ${all}`,
  fields: (t) => ({
    eq: t.field({ type: 'DateTime', description: equalTo }),
    gt: t.field({ type: 'DateTime', description: 'Later than this moment.' }),
    gte: t.field({ type: 'DateTime', description: 'At or later than this moment.' }),
    lt: t.field({ type: 'DateTime', description: 'Earlier than this moment.' }),
    lte: t.field({ type: 'DateTime', description: 'At or earlier than this moment.' }),
    isEmpty: t.boolean({ description: empty }),
  }),
});

const CustomCodeFilter = builder.inputType('CustomCodeFilter', {
  description: `Conditions on an option of an enumeration, by its title or its number (\`contactFields.options\`), or on a code of a dictionary. ${all}`,
  fields: (t) => ({
    eq: t.string({ description: equalTo }),
    ne: t.string({ description: notEqualOrNone }),
    in: t.stringList({ description: oneOf }),
    notIn: t.stringList({ description: noneOfOrNone }),
    isEmpty: t.boolean({ description: empty }),
  }),
});

const Money = builder.inputType('MoneyInput', {
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.float({ required: true, description: 'The amount, in whole units of the currency.' }),
    currency: t.string({ required: true, description: 'ISO 4217 code.' }),
  }),
});

const MoneyFilter = builder.inputType('MoneyFilter', {
  description: `Conditions on an amount of money. The upstream stores it as a text with its currency: it has no ranges. ${all}`,
  fields: (t) => ({
    eq: t.field({ type: Money, description: equalTo }),
    ne: t.field({ type: Money, description: notEqualOrNone }),
    in: t.field({ type: [Money], description: oneOf }),
    notIn: t.field({ type: [Money], description: noneOfOrNone }),
    isEmpty: t.boolean({ description: empty }),
  }),
});

export const CustomFieldFilter = builder.inputType('CustomFieldFilter', {
  description:
    'Conditions on a custom field of the portal: `field`, and exactly one of the others, that of the type of the field (`contactFields.type`). Names, types and values are checked by the list of fields before anything else is read.',
  fields: (t) => ({
    field: t.string({
      required: true,
      description: 'Name as `contactFields` has it, or its other form: `UF_CRM_MY_FIELD` for `ufCrmMyField`.',
    }),
    string: t.field({
      type: filterInputs.text,
      description:
        'For the types `string`, `url` and `address`, and those that are not listed here; of several values, any one.',
    }),
    number: t.field({
      type: CustomNumberFilter,
      description: 'For the types `integer`, `double`, `employee`, `iblock_element` and `iblock_section`.',
    }),
    boolean: t.field({ type: filterInputs.boolean, description: 'For the type `boolean`.' }),
    dateTime: t.field({ type: CustomDateTimeFilter, description: 'For the type `datetime`.' }),
    date: t.field({ type: filterInputs.date, description: 'For the type `date`.' }),
    code: t.field({ type: CustomCodeFilter, description: 'For the types `enumeration` and `crm_status`.' }),
    money: t.field({ type: MoneyFilter, description: 'For the type `money`.' }),
  }),
});
