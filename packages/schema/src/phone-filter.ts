import { type FilterScalar, InvalidArgumentError, phoneForms } from '@contacts/core';
import { builder } from './builder.ts';
import { ALL_MUST_HOLD, operatorTexts } from './filter-inputs.ts';

export const PhoneFilter = builder.inputType('PhoneFilter', {
  description: `Conditions on phones: any one of a record's phones has to meet them. The upstream compares phones as the texts that it stores: \`eq\`, \`in\` and \`contains\` find no number that is written in another form, and \`matches\` does. ${ALL_MUST_HOLD}`,
  fields: (t) => ({
    eq: t.string({ description: 'One phone is stored exactly as this.' }),
    in: t.stringList({ description: `One phone is stored exactly as one of these. ${operatorTexts.in}` }),
    contains: t.string({ description: 'One phone is stored with this text anywhere in it.' }),
    matches: t.string({
      description:
        'One phone is this number in any of its usual forms, which `phoneForms` lists: as it is given, digits, with +, and for numbers of the +7 zone with 7, +7, 8 and neither, plain and as usually printed. One request asks for all of them.',
    }),
    isEmpty: t.boolean({ description: operatorTexts.isEmpty }),
  }),
});

/**
 * Returns the forms of a phone number.
 * @throws InvalidArgumentError for a text that is no phone number
 */
export function formsOfPhone(argument: string, text: FilterScalar | null): readonly string[] {
  const forms = typeof text === 'string' ? phoneForms(text) : undefined;
  if (forms) return forms;
  throw new InvalidArgumentError(
    argument,
    text,
    'a phone number of 7 to 20 digits, with +, spaces, brackets, dots and hyphens as they come',
  );
}

builder.queryField('phoneForms', (t) =>
  t.stringList({
    description:
      'The forms of a phone number that `filter: { phone: { matches } }` looks for, that of the argument first. Nothing is read.',
    args: { number: t.arg.string({ required: true, description: 'The number, in any form.' }) },
    resolve: (_root, { number }) => formsOfPhone('number', number),
  }),
);
