import {
  ALL_FIELDS,
  type ConnectionArgs,
  type DictionaryName,
  InvalidArgumentError,
  isCustomFieldName,
  mergeRequirements,
  noRequirements,
  type PageRequirements,
  type Requirements,
} from '@contacts/core';
import { GraphQLError } from 'graphql';
import type { InputLimits } from '../input-limits.ts';
import { argumentsOf } from './call-memory.ts';
import type { CompiledField, CompiledSelection, Values } from './compiled.ts';

/** The input of one call that requirements depend on. */
export interface CallInput {
  /** Coerced; one object for the whole call. */
  readonly variables: Values;
  readonly inputLimits: InputLimits;
}

/** Requirements that do not depend on variables. */
const ofSelections = new WeakMap<CompiledSelection, Requirements>();
const ofCalls = new WeakMap<Values, Map<CompiledSelection, Requirements>>();

/**
 * Returns the requirements of what is selected on the records of a type.
 * @throws ListTooLongError for too many names of custom fields: once for all contacts
 */
export function requirementsOf(selection: CompiledSelection, call: CallInput): Requirements {
  const known = ofSelections.get(selection) ?? ofCalls.get(call.variables)?.get(selection);
  if (known) return known;
  const requirements = merged(selection, call);
  if (selection.isFixed) ofSelections.set(selection, requirements);
  else ofCalls.getOrInsertComputed(call.variables, () => new Map()).set(selection, requirements);
  return requirements;
}

function merged({ fields, upstreamFields }: CompiledSelection, call: CallInput): Requirements {
  const own = mergeRequirements(fields.map((field) => ofField(field, call)));
  return { ...own, fields: new Set([...upstreamFields, ...own.fields]) };
}

function ofField(field: CompiledField, call: CallInput): Requirements {
  const { requires, selections, refusal } = field;
  if (refusal) throw refusal;
  if (!requires) return noRequirements;
  const { relation, reference, part, customFields, connection } = requires;
  const dictionary = ifValid(() => dictionaryOf(field, call));
  const names = customFields?.(argumentsOf(field, call.variables), call.inputLimits);
  const page = connection && ifValid(() => pageOf(field, call, argumentsOf(field, call.variables)));
  const [below] = selections;
  return {
    fields: new Set(names === null ? [ALL_FIELDS] : names?.filter(isCustomFieldName)),
    relations: relation && below ? [{ ...relation, each: requirementsOf(below, call) }] : [],
    dictionaries: dictionary === undefined ? [] : [dictionary],
    references: reference === undefined ? [] : [reference],
    parts: part === undefined ? [] : [part],
    names: names ?? [],
    connections: page ? [page] : [],
  };
}

/**
 * Returns the requirements of a page.
 * @param args of its field
 * @throws InvalidArgumentError for a filter or an order that cannot be
 */
export function pageOf(field: CompiledField, call: CallInput, args: Values): PageRequirements | undefined {
  const [selection] = field.selections;
  if (field.refusal) throw field.refusal;
  if (!selection || !field.requires?.connection) return undefined;
  const { each, wants } = selectedOnPage(selection, call);
  return { args: { ...field.requires.connection(args, call.inputLimits), wants }, each };
}

/** Returns the selections on a page and on each of its records. */
export function selectedOnPage(
  selection: CompiledSelection,
  call: CallInput,
): { readonly each: Requirements; readonly wants: ConnectionArgs['wants'] } {
  const wanted = new Set<keyof ConnectionArgs['wants']>();
  const onRecords: Requirements[] = [];
  look(selection);
  return {
    each: onRecords.length === 1 ? (onRecords[0] as Requirements) : mergeRequirements(onRecords),
    wants: {
      hasNextPage: wanted.has('hasNextPage'),
      hasPreviousPage: wanted.has('hasPreviousPage'),
      total: wanted.has('total'),
    },
  };

  function look({ fields }: CompiledSelection): void {
    for (const { requires, selections, refusal } of fields) {
      if (refusal) throw refusal;
      if (requires?.wants) wanted.add(requires.wants);
      if (requires?.of === 'page') selections.forEach(look);
      if (requires?.of === 'record') onRecords.push(...selections.map((each) => requirementsOf(each, call)));
    }
  }
}

/** Returns the dictionary that a field is about. */
export function dictionaryOf(field: CompiledField, call: CallInput): DictionaryName | undefined {
  const dictionary = field.requires?.dictionary;
  return typeof dictionary === 'function' ? dictionary(argumentsOf(field, call.variables)) : dictionary;
}

/** Returns the requirement of a field; `undefined` if its arguments are rejected, which its resolver reports. */
export function ifValid<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof InvalidArgumentError || error instanceof GraphQLError) return undefined;
    throw error;
  }
}
