import { createHash } from 'node:crypto';
import type { Access } from '../../config/access-config.ts';
import { createHashedScript, type HashedScript } from '../../http/hashed-script.ts';
import type { ExplorerFiles } from './files.ts';

/** Settings that the page gets. */
export interface ExplorerPageOptions {
  /** The way of the credentials, which decides what the page asks its user for. */
  readonly access: Access;
  /** Filled in as the key; only ever a key of the sandbox. */
  readonly demoKey?: string | undefined;
  /** True if the page can link to GraphiQL. */
  readonly graphiql: boolean;
}

/** A page and the policy that permits its own script and styles, and nothing else. */
export interface ExplorerPage {
  readonly html: string;
  readonly contentSecurityPolicy: string;
  readonly script: HashedScript;
}

/** Beginning of the script's path. */
export const EXPLORER_SCRIPT_PREFIX = '/explorer/app-';

/** Makes the page of its built files, once for each build. */
export function createExplorerPage(options: ExplorerPageOptions): (files: ExplorerFiles) => ExplorerPage {
  const pages = new WeakMap<ExplorerFiles, ExplorerPage>();
  return (files) => pages.getOrInsertComputed(files, () => pageOf(files, options));
}

/** Shown until the page is built; loads itself again, without a script. */
export const unbuiltHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="2">
<title>Contacts explorer</title>
</head>
<body>
<p>The page is being built, which takes a few seconds after the first start.</p>
<p>If this stays: <code>npm start</code> builds it, and so does <code>npx pnpm --filter @contacts/explorer run build</code>.</p>
</body>
</html>
`;

function pageOf({ script: text, styles }: ExplorerFiles, options: ExplorerPageOptions): ExplorerPage {
  const script = createHashedScript(text, EXPLORER_SCRIPT_PREFIX);
  return { html: htmlOf(script, styles, options), contentSecurityPolicy: policyFor(script, styles), script };
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%230b66c3' d='M8 1l6 3.5v7L8 15l-6-3.5v-7z'/%3E%3C/svg%3E";

/** The path of the script has no slash in front: below another path of a proxy, it is found there. */
function htmlOf({ path, integrity }: HashedScript, styles: string, options: ExplorerPageOptions): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="explorer-options" content="${escapedAttribute(JSON.stringify(pageSettings(options)))}">
<title>Contacts explorer</title>
<link rel="icon" href="${icon}">
<style>${styles}</style>
</head>
<body>
<noscript>The contacts explorer needs JavaScript.</noscript>
<div id="root"></div>
<script src="${path.slice(1)}" integrity="${integrity}"></script>
</body>
</html>
`;
}

/** A key of the sandbox is of use only where callers bring a key. */
function pageSettings({ access, demoKey, graphiql }: ExplorerPageOptions) {
  const { mode } = access;
  const needsSession = mode === 'app-key' && !access.platformSessions;
  return { mode, needsSession, graphiql, ...(mode === 'pass-through' && demoKey !== undefined ? { demoKey } : {}) };
}

function escapedAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function policyFor({ integrity }: HashedScript, styles: string): string {
  const stylesHash = createHash('sha256').update(styles).digest('base64');
  return [
    "default-src 'none'",
    `script-src '${integrity}'`,
    "connect-src 'self'",
    `style-src 'sha256-${stylesHash}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
