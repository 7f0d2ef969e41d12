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
  return [
    { method: 'GET', path: '/v1/me', needs: 'key', handle: me },
    { method: 'POST', path: '/v1/batch', needs: 'tokens', handle: batch },
    ...reading('contacts', crm),
    { method: 'POST', path: '/v1/contacts', needs: crm, handle: of('contacts', create) },
    { method: 'PATCH', path: '/v1/contacts/:id', needs: crm, handle: of('contacts', update) },
    { method: 'DELETE', path: '/v1/contacts/:id', needs: crm, handle: of('contacts', remove) },
    { method: 'POST', path: '/v1/contacts/aggregate', needs: crm, handle: of('contacts', aggregate) },
    { method: 'POST', path: '/v1/contacts/batch', needs: crm, handle: of('contacts', entityBatch) },
    { method: 'GET', path: '/v1/userfields/contacts', needs: crm, handle: userFields },
    ...reading('companies', crm),
    { method: 'POST', path: '/v1/companies/aggregate', needs: crm, handle: of('companies', aggregate) },
    // The static path goes before `/v1/users/:id` (contract §11.3).
    { method: 'GET', path: '/v1/users/me', needs: user, handle: of('users', currentUser) },
    ...reading('users', user),
    ...reading('statuses', crm),
    ...reading('requisites', crm),
  ];
}

function reading(name: string, needs: { scope: string }): Endpoint[] {
  return [
    { method: 'GET', path: `/v1/${name}`, needs, handle: of(name, list) },
    { method: 'POST', path: `/v1/${name}/search`, needs, handle: of(name, search) },
    { method: 'GET', path: `/v1/${name}/fields`, needs, handle: of(name, fields) },
    { method: 'GET', path: `/v1/${name}/:id`, needs, handle: of(name, get) },
  ];
}

/** Returns the user that the call acts for: the key's owner, or the user of the session. */
function currentUser(users: Entity, context: RequestContext): Promise<ApiResponse> {
  return get(users, { ...context, id: String(context.userId) });
}

/** Makes the handler of one entity's endpoint. */
function of(
  name: string,
  handle: (entity: Entity, context: RequestContext) => ApiResponse | Promise<ApiResponse>,
): Endpoint['handle'] {
  return (context) => {
    const entity = context.state.data.entity(name);
    if (entity === undefined) throw new Error(`unknown entity ${name}`);
    return handle(entity, context);
  };
}
