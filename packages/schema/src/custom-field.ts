import { type CustomField as CustomFieldRecord, type CustomFieldValue, plainValue, textOf } from '@contacts/core';
import { builder } from './builder.ts';
import { ContactField } from './contact-field.ts';

type ValueOf<K extends CustomFieldValue['kind']> = Extract<CustomFieldValue, { readonly kind: K }>;

const StringValue = builder.objectRef<ValueOf<'string'>>('StringValue').implement({
  description:
    'A text, and whatever has no type of its own here, as the upstream sends it: addresses, web addresses, codes of dictionaries, numbers of catalogue entries. Files and the like, which the upstream sends as objects, are JSON texts.',
  fields: (t) => ({ string: t.exposeString('value', { nullable: false, description: 'The text.' }) }),
});

const NumberValue = builder.objectRef<ValueOf<'number'>>('NumberValue').implement({
  description: 'A number, or the number of a linked user; exact to 53 bits.',
  fields: (t) => ({ number: t.exposeFloat('value', { nullable: false, description: 'The number.' }) }),
});

const BooleanValue = builder.objectRef<ValueOf<'boolean'>>('BooleanValue').implement({
  description: 'A yes or no.',
  fields: (t) => ({ boolean: t.exposeBoolean('value', { nullable: false, description: 'True for yes.' }) }),
});

const DateTimeValue = builder.objectRef<ValueOf<'datetime'>>('DateTimeValue').implement({
  description: 'A moment.',
  fields: (t) => ({
    dateTime: t.field({ type: 'DateTime', nullable: false, description: 'The moment.', resolve: ({ value }) => value }),
  }),
});

const DateValue = builder.objectRef<ValueOf<'date'>>('DateValue').implement({
  description: 'A day without a time.',
  fields: (t) => ({
    date: t.field({ type: 'Date', nullable: false, description: 'The day.', resolve: ({ value }) => value }),
  }),
});

const MoneyValue = builder.objectRef<ValueOf<'money'>>('MoneyValue').implement({
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.exposeFloat('amount', { nullable: false, description: 'The amount, in whole units of the currency.' }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
  }),
});

const OptionValue = builder.objectRef<ValueOf<'option'>>('OptionValue').implement({
  description: 'One of the values of an enumeration.',
  fields: (t) => ({
    optionId: t.exposeString('id', { nullable: false, description: 'The number that the record holds.' }),
    title: t.exposeString('title', {
      description: 'The title that users see; null if the field list lacks the option.',
    }),
  }),
});

const typeNames: Record<CustomFieldValue['kind'], string> = {
  string: 'StringValue',
  number: 'NumberValue',
  boolean: 'BooleanValue',
  datetime: 'DateTimeValue',
  date: 'DateValue',
  money: 'MoneyValue',
  option: 'OptionValue',
};

const CustomFieldValueUnion = builder.unionType('CustomFieldValue', {
  description: 'A value of a custom field, by the type of the field.',
  types: [StringValue, NumberValue, BooleanValue, DateTimeValue, DateValue, MoneyValue, OptionValue],
  resolveType: ({ kind }) => typeNames[kind],
});

export const CustomField = builder.objectRef<CustomFieldRecord>('CustomField').implement({
  description: 'A field that the portal made itself, of one contact.',
  fields: (t) => ({
    name: t.string({
      nullable: false,
      description: 'The upstream name.',
      resolve: ({ description }) => description.name,
    }),
    field: t.field({
      type: ContactField,
      nullable: false,
      description: 'The entry of the field in the portal’s field list.',
      resolve: ({ description }) => description,
    }),
    text: t.string({
      description:
        'The values as people read them: options by their titles, times in ISO 8601, several values with commas between them; null where the field is empty, and with an error where a value does not fit its type.',
      resolve: ({ values }) => textOf(values),
    }),
    json: t.field({
      type: 'JSON',
      description:
        'The value for programs, without its type: a text, number or boolean, an option as its title, an amount of money as `{"amount", "currency"}`; of a multiple field a list. Null where the field is empty, and with an error where a value does not fit its type.',
      resolve: ({ description, value, values }) =>
        description.isMultiple ? values.map(plainValue) : value && plainValue(value),
    }),
    value: t.field({
      type: CustomFieldValueUnion,
      description: 'The first value; null where the field is empty, and with an error where it does not fit its type.',
      resolve: (field) => field.value,
    }),
    values: t.field({
      type: [CustomFieldValueUnion],
      description:
        'All values of a multiple field; null with an error where one of them does not fit the type of the field.',
      resolve: (field) => field.values,
    }),
  }),
});
