import type { Entity } from '../entities/entity.ts';
import type { ApiResponse, RequestContext, Endpoint } from '../http/endpoint.ts';
import { aggregate } from './aggregate.ts';
import { batch } from './batch.ts';
import { entityBatch } from './entity-batch.ts';
import { fields } from './fields.ts';
import { get } from './get.ts';
import { list, search } from './list.ts';
import { me } from './me.ts';
import { userFields } from './user-fields.ts';
import { create, remove, update } from './write.ts';

const crm = { scope: 'crm' };
const user = { scope: 'user' };

/** Returns every route of the API under /v1; any other path is ROUTE_NOT_FOUND. */
export function endpoints(): Endpoint[] {
  const contacts = named('contacts');
  return [
    { method: 'GET', path: '/v1/me', needs: 'key', handle: me },
    { method: 'POST', path: '/v1/batch', needs: 'tokens', handle: batch },
    ...reading('contacts', crm),
    { method: 'POST', path: '/v1/contacts', needs: crm, handle: create(contacts) },
    { method: 'PATCH', path: '/v1/contacts/:id', needs: crm, handle: update(contacts) },
    { method: 'DELETE', path: '/v1/contacts/:id', needs: crm, handle: remove(contacts) },
    { method: 'POST', path: '/v1/contacts/aggregate', needs: crm, handle: aggregate(contacts) },
    { method: 'POST', path: '/v1/contacts/batch', needs: crm, handle: entityBatch(contacts) },
    { method: 'GET', path: '/v1/userfields/contacts', needs: crm, handle: userFields },
    ...reading('companies', crm),
    { method: 'POST', path: '/v1/companies/aggregate', needs: crm, handle: aggregate(named('companies')) },
    // The static path goes before `/v1/users/:id` (contract §11.3).
    { method: 'GET', path: '/v1/users/me', needs: user, handle: currentUser },
    ...reading('users', user),
    ...reading('statuses', crm),
    ...reading('requisites', crm),
  ];
}

function reading(name: string, needs: { scope: string }): Endpoint[] {
  const entity = named(name);
  return [
    { method: 'GET', path: `/v1/${name}`, needs, handle: list(entity) },
    { method: 'POST', path: `/v1/${name}/search`, needs, handle: search(entity) },
    { method: 'GET', path: `/v1/${name}/fields`, needs, handle: fields(entity) },
    { method: 'GET', path: `/v1/${name}/:id`, needs, handle: get(entity) },
  ];
}

/** Returns the user that the call acts for: the key's owner, or the user of the session. */
function currentUser(context: RequestContext): Promise<ApiResponse> {
  return get(named('users'))({ ...context, id: String(context.userId) });
}

function named(name: string): (context: RequestContext) => Entity {
  return ({ state }) => {
    const entity = state.data.entity(name);
    if (entity === undefined) throw new Error(`unknown entity ${name}`);
    return entity;
  };
}
