/** Settings that the gateway writes into the page. */
export interface PageOptions {
  /** The way of the credentials: the caller's key, a session beside the gateway's key, or the gateway's key alone. */
  readonly mode: 'pass-through' | 'app-key' | 'personal-key';
  /** True if operations need a session from the page: elsewhere the platform adds it, or there is none. */
  readonly needsSession: boolean;
  /** A key of the sandbox to begin with; never a key to real contacts. */
  readonly demoKey: string | undefined;
  /** True if the gateway serves GraphiQL. */
  readonly graphiql: boolean;
}

/** The meta element that holds the settings as JSON; the gateway fills it. */
const META_NAME = 'explorer-options';

/** Reads the settings from the page; a page without any is one of the development server. */
export function readPageOptions(document: Document): PageOptions {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="${META_NAME}"]`)?.content ?? '{}';
  const given = JSON.parse(content) as Partial<PageOptions>;
  const { mode = 'pass-through', needsSession = false } = given;
  return { mode, needsSession, demoKey: given.demoKey, graphiql: given.graphiql ?? true };
}
