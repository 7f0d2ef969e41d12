import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where a browser is on this machine, if there is one. */
export const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
if (browserPath === undefined) {
  process.stderr.write('Skipped: GraphiQL in a browser. Install one for it: apt-get install chromium\n');
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenPage {
  readonly page: Page;
  /** Every URL that the page asked for. */
  readonly asked: readonly string[];
  /** Errors on its console, and those that nobody caught. */
  readonly complaints: readonly string[];
}

/** Starts the browser. */
export async function openBrowser(): Promise<{ newPage(): Promise<OpenPage> } & AsyncDisposable> {
  const browser: Browser = await chromium.launch({ executablePath: browserPath as string, args: flags });
  return {
    async newPage() {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      const asked: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      return { page, asked, complaints };
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
