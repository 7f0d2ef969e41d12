import { type ASTNode, visit } from 'graphql';
import type { InputLimits } from '../input-limits.ts';
import type { CompiledField, CompiledOperation, Values } from './compiled.ts';
import type { BoundOperation } from './known-operation.ts';
import { recordIdsOf } from './operation-requirements.ts';
import { entriesOf } from './result-values.ts';

/** The values of a call that its costs depend on. */
export interface CostKey {
  /** Equal for calls of one operation with equal costs. */
  readonly text: string;
  /** False if the plan holds values that are not in the key: the ids of records. */
  readonly isWhole: boolean;
}

/** The parts of an operation that differ from call to call. */
interface Varying {
  /** The variables that are used elsewhere than for the ids of records. */
  readonly names: readonly string[];
  /** The fields of records by their ids; none if all ids are those of the document. */
  readonly records: readonly CompiledField[];
}

/** Maximum length in characters: an operation with a longer key, such as one of hundreds of ids, is planned each time. */
const MAX_KEY_LENGTH = 1500;

/** A list that is too long is refused for its length, which is part of the key. */
const unlimited: InputLimits = { ids: noLimit(), values: noLimit(), customFields: noLimit() };

const varyingOf = new WeakMap<CompiledOperation, Varying>();

/**
 * Returns the page sizes and conditions of a call, and of the ids of its records the types and which are equal.
 * @returns undefined for variables with other texts, which may be personal and are not cached
 */
export function costKey({ compiled, variables }: BoundOperation): CostKey | undefined {
  let varying = varyingOf.get(compiled);
  if (!varying) varyingOf.set(compiled, (varying = readVarying(compiled)));
  const { names, records } = varying;
  let text = '';
  for (const name of names) {
    const value = variables[name];
    if (typeof value !== 'number' && typeof value !== 'boolean' && value !== null && value !== undefined)
      return undefined;
    text += `${name}=${value},`;
  }
  if (records.length > 0) text += shapeOfIds(records, variables);
  return text.length > MAX_KEY_LENGTH ? undefined : { text, isWhole: records.length === 0 };
}

/** Ids differ in nothing but their types, and in which of them are equal. */
function shapeOfIds(fields: readonly CompiledField[], variables: Values): string {
  const numbers = new Map<string, number>();
  let text = '';
  for (const field of fields) {
    // Ids that are refused one by one are values of the answer, but no records.
    text += `${entriesOf(field, variables, 1)}:`;
    for (const { type, id } of recordIdsOf(field, { variables, inputLimits: unlimited }) ?? []) {
      const name = `${type} ${id}`;
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      text += `${type} ${number},`;
    }
  }
  return text;
}

function readVarying({ operation, root: { fields } }: CompiledOperation): Varying {
  const records = fields.filter(({ requires }) => requires?.records !== undefined);
  const ofRecords = new Set<ASTNode>(
    records.flatMap(({ info }) => info.fieldNodes.flatMap((node) => node.arguments ?? [])),
  );
  const names = new Set<string>();
  for (const part of [operation, ...Object.values(fields[0]?.info.fragments ?? {})])
    visit(part, {
      VariableDefinition: () => false,
      Argument: (argument) => (ofRecords.has(argument) ? false : undefined),
      Variable: ({ name }) => void names.add(name.value),
    });
  return { names: [...names], records: records.some((field) => !field.fixedArguments) ? records : [] };
}

function noLimit(): InputLimits['ids'] {
  return { max: Number.POSITIVE_INFINITY, name: '' };
}
