import type { RequestListener } from 'node:http';
import type { Authenticate } from '../../access/authenticate.ts';
import { badRequest } from '../../http/http-error.ts';
import { errorListener, type ErrorListenerOptions } from '../../http/error-listener.ts';
import type { PageAccess } from '../../config/security-config.ts';
import type { GraphiqlPage } from './page.ts';

export interface GraphiqlScriptOptions extends ErrorListenerOptions {
  readonly authenticate: Authenticate;
  readonly access: PageAccess;
  readonly page: () => Promise<GraphiqlPage>;
}

/** Serves the script of GraphiQL's page to the same requests as the page. */
export function createGraphiqlScriptEndpoint(options: GraphiqlScriptOptions): RequestListener {
  const { authenticate, access, page } = options;
  return errorListener(options, async (request, response) => {
    if (access === 'callers') await authenticate(request);
    const script = access === 'off' ? null : (await page()).script;
    // Another name is of another version: a browser would cache this version under it.
    if (!script || request.url?.split('?', 1)[0] !== script.path) throw badRequest('This script does not exist.', 404);
    await script.send(request, response);
  });
}
