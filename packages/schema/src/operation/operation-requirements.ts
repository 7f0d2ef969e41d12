import { contacts, kindOf, noRequirements, type OperationRequirements, type PageRequirements } from '@contacts/core';
import { nodeTypeOf } from '../entity/node-types.ts';
import { argumentsOf, keptInfo } from './call-memory.ts';
import type { CompiledField, CompiledSelection } from './compiled.ts';
import type { FieldRequirements, GlobalId } from './field-requirements.ts';
import { type CallInput, dictionaryOf, ifValid, pageOf, requirementsOf } from './requirements-of.ts';

/**
 * Returns the requirements of a whole operation, so that its cost is known before anything is sent. Fields whose arguments
 * are refused require nothing: their resolvers answer with the refusal.
 */
export function operationRequirements(root: CompiledSelection, call: CallInput): OperationRequirements {
  const { fields } = root;
  const aggregates = fields.flatMap((field) => aggregatedBy(field, call));
  return {
    pages: fields.flatMap((field) => ifValid(() => rootPageOf(field, call)) ?? []),
    records: fields.flatMap((field) => recordsOf(field, call)),
    counts: aggregates.flatMap(({ filter, counts }) => (counts.has('all') ? [filter] : [])),
    groups: aggregates.flatMap(({ filter, groupBy, counts }) =>
      groupBy && counts.has('groups')
        ? [{ filter, groupBy, named: counts.has(kindOf(contacts, groupBy) === 'link' ? 'user' : 'status') }]
        : [],
    ),
    customGroups: aggregates.flatMap(({ filter, custom, counts }) =>
      custom !== null && counts.has('groups') ? [{ filter, custom }] : [],
    ),
    references: fields.flatMap(({ requires }) => requires?.reference ?? []),
    dictionaries: fields.flatMap((field) => ifValid(() => dictionaryOf(field, call)) ?? []),
  };
}

/** Returns the page of a field. It is left for the resolver of the same call, which reads no other. */
function rootPageOf(field: CompiledField, call: CallInput): PageRequirements | undefined {
  if (!field.requires?.connection) return undefined;
  const info = keptInfo(field, call.variables);
  if (info?.page) return info.page;
  const page = pageOf(field, call, argumentsOf(field, call.variables));
  if (info && page) info.page = page;
  return page;
}

/** Returns the ids of the records that a field reads; `undefined` for a field of no records, and for refused arguments. */
export function recordIdsOf(field: CompiledField, call: CallInput): readonly GlobalId[] | undefined {
  const { requires, refusal } = field;
  if (refusal || !requires?.records) return undefined;
  const { records } = requires;
  return ifValid(() => records(argumentsOf(field, call.variables), call.inputLimits));
}

function recordsOf(field: CompiledField, call: CallInput): OperationRequirements['records'] {
  const ids = recordIdsOf(field, call);
  if (!ids) return [];
  return field.selections.flatMap((selection) => {
    const ofType = ids.flatMap(({ type, id }) => (type === selection.type ? [id] : []));
    const each = ofType.length === 0 ? noRequirements : ifValid(() => requirementsOf(selection, call));
    const nodeType = nodeTypeOf(selection.type);
    return each && nodeType && ofType.length > 0 ? [{ entity: nodeType.entity, ids: ofType, each }] : [];
  });
}

function aggregatedBy(field: CompiledField, call: CallInput) {
  const { requires, selections } = field;
  const aggregated = ifValid(() => requires?.aggregate?.(argumentsOf(field, call.variables), call.inputLimits));
  if (!aggregated) return [];
  return [{ ...aggregated, counts: new Set(countsBelow(selections)) }];
}

/** Returns what is selected of an aggregate, its groups included. */
function countsBelow(selections: readonly CompiledSelection[]): readonly NonNullable<FieldRequirements['counts']>[] {
  return selections.flatMap(({ fields }) =>
    fields.flatMap((each) => [
      ...(each.requires?.counts ? [each.requires.counts] : []),
      ...countsBelow(each.selections),
    ]),
  );
}
