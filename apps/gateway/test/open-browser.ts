import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Path of a browser on this machine, if there is one. The headless shell is chromium without windows: half the CPU. */
export const browserPath = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => existsSync(path));
if (browserPath === undefined) {
  process.stderr.write('Skipped: the pages in a browser. Install one: apt-get install chromium-headless-shell\n');
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Pages live for seconds: optimizing their code takes longer than it saves.
  '--js-flags=--no-turbofan,--no-maglev',
];

export interface OpenPage {
  readonly page: Page;
  /** Every URL that the page asked for. */
  readonly asked: readonly string[];
  /** Errors of its console, and uncaught ones. */
  readonly complaints: readonly string[];
}

/** A user of the browser: its pages share cache and storage. */
export interface Visitor {
  newPage(): Promise<OpenPage>;
}

export interface VisitorOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Starts the browser. */
export async function openBrowser(): Promise<
  { newVisitor(options?: VisitorOptions): Promise<Visitor>; newPage(): Promise<OpenPage> } & AsyncDisposable
> {
  const browser: Browser = await chromium.launch({ executablePath: browserPath as string, args: flags });
  const newVisitor = async ({ width = 1400, height = 900, colorScheme = 'light' }: VisitorOptions = {}) => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    return { newPage: async () => watched(await context.newPage()) };
  };
  return {
    newVisitor,
    newPage: async () => (await newVisitor()).newPage(),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

function watched(page: Page): OpenPage {
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, asked, complaints };
}
