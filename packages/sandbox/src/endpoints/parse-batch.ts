import { ApiError } from '../api-error.ts';
import type { Entity } from '../entities/entity.ts';
import type { SandboxState } from '../state.ts';
import { bodyObject } from './list.ts';

const actions = ['list', 'get', 'create', 'update', 'delete', 'fields', 'search'] as const;

/** Parsed call of a batch. */
export interface BatchCall {
  id: string;
  entity: Entity;
  action: (typeof actions)[number];
  entityId: number | string | null;
  params: Record<string, unknown>;
}

/** Error of one call. */
export interface BatchError {
  code: string;
  message: string;
}

const maxCalls = 50;
const maxIdLength = 64;

/** Parses the calls. An invalid call has an error of its own (contract §4). */
export function parseBatch(
  body: unknown,
  { data, switches }: SandboxState,
): { calls: BatchCall[]; errors: Record<string, BatchError>; total: number } {
  const { calls: entries } = bodyObject(body);
  if (!Array.isArray(entries)) throw wrong('calls: Expected array');
  if (entries.length === 0) throw wrong('calls: Array must contain at least 1 element(s)');
  if (entries.length > maxCalls) throw wrong(`calls: Array must contain at most ${maxCalls} element(s)`);
  const calls: BatchCall[] = [];
  const errors = recordById<BatchError>();
  const ids = new Set<string>();
  for (const [at, entry] of entries.entries()) {
    const id = callId(entry, at);
    if (ids.has(id) && switches.batchDuplicateIds === 'refuse') throw wrong(`calls.${at}.id: '${id}' is used twice`);
    ids.add(id);
    try {
      calls.push(parseCall(id, entry, (name) => data.entity(name)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'MISSING_ENTITY_ID' && switches.batchMissingEntityId === 'request') throw error;
      errors[id] = { code: error.code, message: error.message };
    }
  }
  return { calls, errors, total: entries.length };
}

/** Makes an object for names that a client chooses: `__proto__` is not special in it. */
export function recordById<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function callId(entry: unknown, at: number): string {
  const id: unknown = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
  if (id === undefined || id === null) return String(at);
  if ((typeof id !== 'string' && typeof id !== 'number') || String(id).length > maxIdLength) {
    throw wrong(`calls.${at}.id: must be a string of at most ${maxIdLength} characters`);
  }
  return String(id);
}

function parseCall(id: string, entry: unknown, entityNamed: (name: string) => Entity | undefined): BatchCall {
  if (typeof entry !== 'object' || entry === null) throw callError('INVALID_CALL', 'A call must be an object');
  const { entity: name, action: wanted, entityId = null, params = {} }: Record<string, unknown> = { ...entry };
  const entity = typeof name === 'string' ? entityNamed(name) : undefined;
  if (entity === undefined) {
    throw callError('UNKNOWN_ENTITY', `Unknown entity "${String(name)}". Check GET /v1/guide for available entities.`);
  }
  const action = actions.find((candidate) => candidate === wanted);
  const writes = action === 'create' || action === 'update' || action === 'delete';
  if (action === undefined || (writes && entity.name !== 'contacts')) {
    throw callError('ACTION_NOT_SUPPORTED', `Action "${String(wanted)}" is not supported for entity "${entity.name}".`);
  }
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw callError('INVALID_CALL', 'params: Expected object');
  }
  const given = typeof entityId === 'number' || typeof entityId === 'string' ? entityId : null;
  if (given === null && (action === 'get' || action === 'update' || action === 'delete')) {
    throw callError('MISSING_ENTITY_ID', `Action "${action}" requires entityId.`);
  }
  return { id, entity, action, entityId: given, params: { ...params } };
}

function callError(code: string, message: string): ApiError {
  return new ApiError(400, code, message);
}

function wrong(message: string): ApiError {
  return new ApiError(400, 'INVALID_REQUEST', message);
}
