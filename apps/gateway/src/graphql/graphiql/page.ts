import { createHash } from 'node:crypto';
import { graphiqlOptions, type GraphiqlPageOptions } from './options.ts';
import { createGraphiqlScript, type GraphiqlScript } from './script.ts';
import { startScript } from './start-script.ts';

/** A page and its content security policy, which allows no more than the page needs. */
export interface GraphiqlPage {
  readonly html: string;
  readonly contentSecurityPolicy: string;
  /** GraphiQL's script, which the page loads. */
  readonly script: GraphiqlScript;
}

/** Returns a function that builds GraphiQL's page on first use. The page loads nothing from another host. */
export function createGraphiqlPage(options: GraphiqlPageOptions): () => Promise<GraphiqlPage> {
  let page: Promise<GraphiqlPage> | undefined;
  return () => {
    page ??= createGraphiqlScript().then((script) => {
      const inline = `const options = ${escaped(JSON.stringify(graphiqlOptions(options)))};${startScript}`;
      return { html: htmlOf(script, inline), contentSecurityPolicy: policyFor(script, inline), script };
    });
    return page;
  };
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%23d60690' d='M8 1l6 3.5v7L8 15l-6-3.5v-7z'/%3E%3C/svg%3E";

function htmlOf({ path, integrity }: GraphiqlScript, inline: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Contacts Gateway</title>
<link rel="icon" href="${icon}">
</head>
<body class="no-focus-outline">
<noscript>GraphiQL needs JavaScript.</noscript>
<div id="root"></div>
<script src="${path.slice(1)}" integrity="${integrity}"></script>
<script>${inline}</script>
</body>
</html>
`;
}

/** Escapes texts that look like the end of a script. */
function escaped(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

/** Allows these two scripts by their hashes, and the workers that they create. */
function policyFor({ integrity }: GraphiqlScript, inline: string): string {
  const hash = createHash('sha256').update(inline).digest('base64');
  return [
    "default-src 'none'",
    `script-src '${integrity}' 'sha256-${hash}'`,
    'worker-src blob:',
    "connect-src 'self'",
    // The editor measures text with styles that it creates at run time.
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
