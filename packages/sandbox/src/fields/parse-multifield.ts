import { ApiError } from '../api-error.ts';
import type { Multifield, MultifieldType } from './multifields.ts';

/** Multifield to add, without an id yet. */
export type NewMultifield = Omit<Multifield, 'id'>;

const valueTypes: Readonly<Record<MultifieldType, readonly string[]>> = {
  PHONE: ['WORK', 'HOME', 'MOBILE', 'OTHER'],
  EMAIL: ['WORK', 'HOME', 'MAILING', 'OTHER'],
  WEB: ['WORK', 'HOME', 'OTHER'],
  IM: ['WORK', 'OTHER'],
};

/**
 * Parses phone or email of a body: a text, texts, or `{value, typeId}` objects (contract §2, "Writes").
 * @throws ApiError for any other shape, such as the native `{VALUE, VALUE_TYPE}`
 */
export function parseMultifield(name: string, typeId: MultifieldType, value: unknown): NewMultifield[] {
  if (value === null || value === '') return [];
  const entries = Array.isArray(value) ? value : [value];
  return entries.map((entry: unknown) => {
    if (typeof entry === 'string') return { typeId, valueType: 'WORK', value: entry };
    if (typeof entry !== 'object' || entry === null) throw wrongShape(name);
    const { value: text, typeId: valueType = 'WORK' }: { value?: unknown; typeId?: unknown } = entry;
    if (typeof text !== 'string' || typeof valueType !== 'string') throw wrongShape(name);
    if (!valueTypes[typeId].includes(valueType)) throw wrongShape(name);
    return { typeId, valueType, value: text };
  });
}

function wrongShape(name: string): ApiError {
  return new ApiError(
    400,
    'INVALID_MULTIFIELD_SHAPE',
    `${name}: expected a string, an array of strings or an array of { value, typeId }`,
  );
}
