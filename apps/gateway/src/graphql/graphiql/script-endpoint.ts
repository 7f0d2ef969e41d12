import type { RequestListener } from 'node:http';
import type { Authenticate } from '../../access/authenticate.ts';
import { badRequest } from '../../http/http-error.ts';
import { errorListener, type ErrorListenerOptions } from '../../http/error-listener.ts';
import type { GraphiqlAccess } from '../../config/security-config.ts';
import type { GraphiqlPage } from './page.ts';

export interface GraphiqlScriptOptions extends ErrorListenerOptions {
  readonly authenticate: Authenticate;
  readonly access: GraphiqlAccess;
  readonly page: () => Promise<GraphiqlPage>;
}

/** Answers GET of the script that GraphiQL's page loads, for the same requests as the page. */
export function createGraphiqlScriptEndpoint(options: GraphiqlScriptOptions): RequestListener {
  const { authenticate, access, page } = options;
  return errorListener(options, async (request, response) => {
    if (access === 'callers') await authenticate(request);
    const script = access === 'off' ? null : (await page()).script;
    // Another name is that of another version: a browser would keep what it got under it.
    if (!script || request.url?.split('?', 1)[0] !== script.path) throw badRequest('There is no such script.', 404);
    await script.send(request, response);
  });
}
