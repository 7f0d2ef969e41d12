import { builder } from './builder.ts';
import { conditionInput, filterInputs, ofMoments, operatorTexts } from './filter-inputs.ts';

const ofRecords = (text: string) => `${text} Only where the numbers are those of records or users.`;

const CustomNumberFilter = conditionInput('CustomNumberFilter', {
  description:
    'Conditions on a number, or on the number of a record or user. The upstream takes 0 for no value, so that numbers without a value cannot be told apart by a condition; they are in no range.',
  type: 'Float',
  operators: ['eq', 'ne', 'in', 'notIn', 'gt', 'gte', 'lt', 'lte', 'isEmpty'],
  own: {
    ne: ofRecords(operatorTexts.ne),
    notIn: ofRecords(operatorTexts.notIn),
    isEmpty: ofRecords(operatorTexts.isEmpty),
  },
});

const CustomDateTimeFilter = conditionInput('CustomDateTimeFilter', {
  description: 'Conditions on a moment, as exact as it is shown: to the second.',
  type: 'DateTime',
  operators: ['eq', 'gt', 'gte', 'lt', 'lte', 'isEmpty'],
  own: ofMoments,
});

const DateFilter = conditionInput('DateFilter', {
  description: 'Conditions on a day.',
  type: 'Date',
  operators: ['eq', 'gt', 'gte', 'lt', 'lte', 'isEmpty'],
  own: {
    gt: 'Later than this day.',
    gte: 'On this day or later.',
    lt: 'Earlier than this day.',
    lte: 'On this day or earlier.',
  },
});

const CustomCodeFilter = conditionInput('CustomCodeFilter', {
  description:
    'Conditions on an option of an enumeration, by its title or its number (`contactFields.options`), or on a code of a dictionary.',
  type: 'String',
  operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty'],
});

const Money = builder.inputType('MoneyInput', {
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.float({ required: true, description: 'The amount, in whole units of the currency.' }),
    currency: t.string({ required: true, description: 'ISO 4217 code.' }),
  }),
});

const MoneyFilter = conditionInput('MoneyFilter', {
  description:
    'Conditions on an amount of money. The upstream stores it as a text with its currency: it has no ranges.',
  type: Money,
  operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty'],
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
    date: t.field({ type: DateFilter, description: 'For the type `date`.' }),
    code: t.field({ type: CustomCodeFilter, description: 'For the types `enumeration` and `crm_status`.' }),
    money: t.field({ type: MoneyFilter, description: 'For the type `money`.' }),
  }),
});
