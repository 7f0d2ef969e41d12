import type { Entity } from '../entities/entity.ts';
import type { Call, Endpoint } from '../http/call.ts';
import { aggregate } from './aggregate.ts';
import { fields } from './fields.ts';
import { get } from './get.ts';
import { list, search } from './list.ts';
import { me } from './me.ts';

/** Every route of the API under /v1; anything else is ROUTE_NOT_FOUND. */
export function endpoints(): Endpoint[] {
  return [
    { method: 'GET', path: '/v1/me', scope: null, handle: me },
    ...reading('contacts', 'crm'),
    { method: 'POST', path: '/v1/contacts/aggregate', scope: 'crm', handle: aggregate(named('contacts')) },
  ];
}

function reading(name: string, scope: string): Endpoint[] {
  const entity = named(name);
  return [
    { method: 'GET', path: `/v1/${name}`, scope, handle: list(entity) },
    { method: 'POST', path: `/v1/${name}/search`, scope, handle: search(entity) },
    { method: 'GET', path: `/v1/${name}/fields`, scope, handle: fields(entity) },
    { method: 'GET', path: `/v1/${name}/:id`, scope, handle: get(entity) },
  ];
}

function named(name: string): (call: Call) => Entity {
  return ({ services }) => {
    const entity = services.data.entity(name);
    if (entity === undefined) throw new Error(`no entity ${name}`);
    return entity;
  };
}
