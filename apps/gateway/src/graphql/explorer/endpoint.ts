import type { RequestListener } from 'node:http';
import type { Authenticate } from '../../access/authenticate.ts';
import type { PageAccess } from '../../config/security-config.ts';
import { errorListener, type ErrorListenerOptions } from '../../http/error-listener.ts';
import { badRequest } from '../../http/http-error.ts';
import { sendHtml } from '../../http/send.ts';
import { createExplorerFiles, explorerFolder } from './files.ts';
import { createExplorerPage, type ExplorerPageOptions, unbuiltHtml } from './page.ts';

/** Path of the contacts explorer. */
export const EXPLORER_PATH = '/explorer';

export interface ExplorerEndpointOptions extends ErrorListenerOptions {
  readonly authenticate: Authenticate;
  readonly access: PageAccess;
  readonly page: ExplorerPageOptions;
  /** The folder of the built page. */
  readonly folder?: URL | undefined;
}

/** Answers GET of the explorer's page and of its script. Nothing of it is read before the first request. */
export function createExplorerEndpoint(options: ExplorerEndpointOptions): RequestListener {
  const { authenticate, access } = options;
  const readFiles = createExplorerFiles(options.folder ?? explorerFolder);
  const pageOf = createExplorerPage(options.page);
  return errorListener(options, async (request, response) => {
    if (access === 'off') throw badRequest('There is no explorer here (EXPLORER is off).', 404);
    if (access === 'callers') await authenticate(request);
    const files = await readFiles();
    const path = request.url?.split('?', 1)[0];
    if (path === EXPLORER_PATH) {
      if (files) {
        const { html, contentSecurityPolicy } = pageOf(files);
        return sendHtml(response, 200, html, contentSecurityPolicy);
      }
      return sendHtml(response, 503, unbuiltHtml, "default-src 'none'; frame-ancestors 'none'");
    }
    const script = files && pageOf(files).script;
    // Another name is that of another version: a browser would keep what it got under it.
    if (!script || path !== script.path) throw badRequest('There is no such script.', 404);
    await script.send(request, response);
  });
}
