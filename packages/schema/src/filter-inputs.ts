import { type FieldKind, type FilterOperator, operatorsOfKind } from '@contacts/core';
import type { InputType, InputTypeParam } from '@pothos/core';
import { builder, type Types } from './builder.ts';

// The limit is the gateway's (MAX_LIST_LENGTH); a test of it compares the number.
const upTo = 'At most 500 values, unless the gateway is set otherwise.';

/** The descriptions of operators; those of some kinds differ. */
export const operatorTexts: Readonly<Record<FilterOperator, string>> = {
  eq: 'Equal to this value.',
  ne: 'Not equal to this value; records without a value are among these.',
  in: `Equal to one of these values; an empty list lets nothing through. ${upTo}`,
  notIn: `Equal to none of these values; records without a value are among these. ${upTo}`,
  gt: 'Greater than this value.',
  gte: 'Greater than or equal to this value.',
  lt: 'Less than this value.',
  lte: 'Less than or equal to this value.',
  contains: 'Has this text anywhere in it.',
  isEmpty: '`true`: only records without a value; `false`: only records with one.',
};

type OwnTexts = Partial<Readonly<Record<FilterOperator, string>>>;

/** Of values that every record has. */
const withoutEmpty = {
  ne: 'Not equal to this value.',
  notIn: `Equal to none of these values; an empty list lets everything through. ${upTo}`,
} satisfies OwnTexts;

export const ofMoments = {
  gt: 'Later than this moment.',
  gte: 'At or later than this moment.',
  lt: 'Earlier than this moment.',
  lte: 'At or earlier than this moment.',
} satisfies OwnTexts;

const ofSeveral = {
  eq: 'One value is equal to this.',
  in: `One value is equal to one of these. ${upTo}`,
  contains: 'One value has this text anywhere in it.',
} satisfies OwnTexts;

/** The conditions of one input. */
interface Conditions {
  readonly description: string;
  /** The type of the values that they compare with. */
  readonly type: InputType<Types>;
  readonly operators: readonly FilterOperator[];
  /** Descriptions of operators in place of the usual ones. */
  readonly own?: OwnTexts;
}

export function conditionInput(name: string, { description, type, operators, own }: Conditions) {
  const texts = { ...operatorTexts, ...own };
  return builder.inputType(name, {
    description: operators.length > 1 ? `${description} ${ALL_MUST_HOLD}` : description,
    fields: (t) =>
      Object.fromEntries(
        operators.map((operator) => [
          operator,
          t.field({ type: typeOfOperator(operator, type), description: texts[operator] }),
        ]),
      ),
  });
}

export const ALL_MUST_HOLD = 'All conditions of one filter must hold.';

function typeOfOperator(operator: FilterOperator, type: InputType<Types>): InputTypeParam<Types> {
  if (operator === 'isEmpty') return 'Boolean';
  return operator === 'in' || operator === 'notIn' ? [type] : type;
}

function inputOfKind(kind: FieldKind, name: string, conditions: Omit<Conditions, 'operators'>) {
  return conditionInput(name, { ...conditions, operators: operatorsOfKind[kind] });
}

/**
 * The filter input of each kind of field: it has the operators that the upstream has for that kind, and no others; nothing
 * for a kind that it cannot filter by.
 */
export const filterInputs = {
  id: inputOfKind('id', 'IdFilter', {
    description: 'Conditions on the number of a record.',
    type: 'SafeInt',
    own: withoutEmpty,
  }),
  link: inputOfKind('link', 'IntFilter', {
    description:
      'Conditions on the number of a linked record. 0 is no record, the same as no value; ranges find no records without a value.',
    type: 'SafeInt',
  }),
  text: inputOfKind('text', 'StringFilter', {
    description: 'Conditions on a text; upper and lower case are the same to the upstream.',
    type: 'String',
  }),
  longText: inputOfKind('longText', 'LongTextFilter', {
    description: 'Conditions on a text of any length.',
    type: 'String',
  }),
  code: inputOfKind('code', 'CodeFilter', {
    description: "Conditions on a code of one of the portal's dictionaries, such as `CLIENT`.",
    type: 'String',
  }),
  number: inputOfKind('number', 'NumberFilter', {
    description: 'Conditions on a number; they find no records without a value.',
    type: 'Float',
  }),
  datetime: inputOfKind('datetime', 'DateTimeFilter', {
    description: 'Conditions on a moment, as exact as it is shown: to the second.',
    type: 'DateTime',
    own: { ...withoutEmpty, ...ofMoments },
  }),
  boolean: inputOfKind('boolean', 'BooleanFilter', {
    description: 'A condition on a yes-or-no field.',
    type: 'Boolean',
  }),
  // Of custom fields alone, which have inputs of their own (`custom-filter.ts`).
  date: undefined,
  flag: undefined,
  list: undefined,
  multifield: inputOfKind('multifield', 'MultifieldFilter', {
    description: "Conditions on e-mails or the like: any one of a record's values has to meet them.",
    type: 'String',
    own: ofSeveral,
  }),
} satisfies Record<FieldKind, unknown>;
