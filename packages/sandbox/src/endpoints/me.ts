import { portal } from '../credentials.ts';
import { type ApiResponse, type RequestContext, success } from '../http/endpoint.ts';

const entities = ['contacts', 'companies', 'users', 'statuses', 'requisites'];

/** Handles GET /v1/me, which needs no tokens, and of an app no session (contract §6). */
export function me({ caller: { key, userId, session } }: RequestContext): ApiResponse {
  if (key.type === 'management') {
    return success({ type: 'management', keyPrefix: key.key.slice(0, 10), portals: [{ domain: portal }] });
  }
  const common = {
    type: key.type,
    portal,
    scopes: key.scopes,
    api: {
      entityApi: {
        entities: Object.fromEntries(entities.map((name) => [name, `/v1/${name}`])),
        operations: ['list', 'get', 'search', 'fields', 'aggregate', 'create', 'update', 'delete'],
      },
      batch: { endpoint: 'POST /v1/batch' },
    },
    rateLimit: { requestsPerSecond: 10 },
    accessMode: key.access === 'READWRITE' ? 'READWRITE' : 'READONLY',
    expiresAt: null,
  };
  if (key.type === 'personal') {
    return success({ ...common, auth: { header: 'X-Api-Key' }, owner: { userId: key.userId, name: 'Sandbox Owner' } });
  }
  return success({
    ...common,
    auth: { header: 'X-Api-Key', session: 'Authorization: Bearer', steps: [] },
    app: { title: 'Sandbox app', id: 1 },
    oauth: { authorizeUrl: '/v1/oauth/authorize', tokenUrl: '/v1/oauth/token' },
    currentUser: session === null ? null : { bitrixUserId: userId },
  });
}
