import { breakerDefaults, paceDefaults, referencesDefaults, retryDefaults, upstreamDefaults } from '@contacts/core';
import { count, onOrOff, oneOf, orOff, port, seconds, share, text, whole } from './kinds.ts';
import { noProxy } from './no-proxy.ts';
import { apiKey, cursorSecrets, headerNames, jwksUrl, origins, proxyUrl, tokenHashes, upstreamUrl } from './texts.ts';

// The variables of the service: addresses, access, browsers, the upstream, and limits of requests. Each has a kind, a
// default, and a description, from which `npm run generate` writes docs/configuration.md. Durations are in seconds in the
// environment, in milliseconds here.

const budget = orOff(count);

export const networkVariables = {
  HOST: text.default('127.0.0.1').describe('The address to listen at.'),
  PORT: port.default(4000).describe('The port of the gateway; 0 takes a free one.'),
  PROBE_PORT: port.describe(
    'A second port for `/healthz`, `/readyz` and `/metrics` alone, at the same address; 0 takes a free one. See [Probes](operations.md#probes).',
  ),
  SANDBOX: onOrOff.describe(
    '`on` serves the made-up contacts of the sandbox in every case, `off` in none. Without it, they are served if there is no `VIBECODE_URL`; with `NODE_ENV=production` or a `HOST` that other machines reach, the start fails instead.',
  ),
  SANDBOX_PORT: port
    .default(4010)
    .describe('The port of the sandbox, which runs without `VIBECODE_URL`; 0 takes a free one.'),
  VIBECODE_URL: upstreamUrl.describe(
    'The upstream; without it, the sandbox. `https://vibecode.bitrix24.com`, or `https://vibecode.bitrix24.tech` for portals of the CIS.',
  ),
  HTTPS_PROXY: proxyUrl.describe(
    'The HTTP proxy for an https upstream, used by `CONNECT`; the URL may contain credentials.',
  ),
  https_proxy: proxyUrl.describe('The same; it has precedence.'),
  HTTP_PROXY: proxyUrl.describe('The same for an http upstream.'),
  http_proxy: proxyUrl.describe('The same; it has precedence.'),
  NO_PROXY: noProxy.describe(
    'Hosts that are reached without a proxy, comma-separated: `portal.example` (and all below it), `*.example`, `portal.example:8443`, `[::1]`, `10.0.0.0/8` or `*`.',
  ),
  no_proxy: noProxy.describe('The same; it has precedence.'),
  NODE_ENV: text.describe(
    '`production` stops the start if only made-up contacts could be served, and hides GraphiQL from requests without credentials.',
  ),
};

export const accessVariables = {
  VIBECODE_API_KEY: apiKey.describe(
    'A key that the gateway holds, so that no browser has it. With a key of an app, callers send their session alone. With a key of a person, callers authenticate in one of the two ways below, or are on this machine.',
  ),
  VIBE_AUTHORIZATION: onOrOff
    .default('off')
    .describe(
      '`on` reads sessions from `X-Vibe-Authorization` too, as the platform sends them to apps that it hosts. Only where all requests come through the platform; see [security.md](security.md).',
    ),
  CALLER_JWKS_URL: jwksUrl.describe('Callers send a JWT that is verified with the keys at this URL.'),
  CALLER_JWT_ISSUER: text.describe('The required issuer (`iss`) of those tokens.'),
  CALLER_JWT_AUDIENCE: text.describe('The required audience (`aud`) of those tokens.'),
  CALLER_TOKENS: tokenHashes.describe(
    'Callers send one of these tokens; the variable has their SHA-256 hashes in hex, comma-separated.',
  ),
  CORS_ORIGINS: origins.default([]).describe('Origins whose pages may call, comma-separated.'),
  CORS_HEADERS: headerNames
    .default([])
    .describe(
      "Request headers that those pages may send besides the gateway's own and those of Apollo Client, Sentry and W3C tracing, comma-separated.",
    ),
  GET_QUERIES: onOrOff.default('off').describe('`on` accepts queries by GET too.'),
  GRAPHIQL: onOrOff.describe(
    "`on` serves GraphiQL's page to every browser, `off` to none. Without it, the same as `on`; but with `NODE_ENV=production` and a `VIBECODE_URL`, only requests with valid credentials get the page, and a browser alone sends none.",
  ),
  EXPLORER: onOrOff.describe(
    '`on` serves the contacts explorer at `/explorer` to every browser, `off` to none. Without it, the same rule as for `GRAPHIQL`.',
  ),
  INTROSPECTION: oneOf('full', 'type', 'off').describe(
    '`full`, `type` (only what a client asks of a type by name) or `off`. Without it, `full` in front of the sandbox and where the gateway itself authenticates its callers (a personal `VIBECODE_API_KEY`), otherwise `type`. With `full` and `type`, `/schema.graphql` has the schema for requests with credentials.',
  ),
  DOCUMENTS: oneOf('any', 'trusted').default('any').describe('`trusted` runs only the documents of the manifest.'),
  DOCUMENTS_MANIFEST: text.describe("A file of documents by their id, as the client's build writes it."),
};

export const pagesVariables = {
  CURSOR_SECRET: cursorSecrets.describe(
    'Seals cursors: at least 32 characters. Several, comma-separated: the first seals, all are accepted.',
  ),
  PAGING: oneOf('exact', 'anchored-offset')
    .default('exact')
    .describe(
      '`anchored-offset` for an upstream on which exact pages do not work; see [pagination.md](pagination.md).',
    ),
  NULLS_ORDER: oneOf('low', 'high')
    .default('low')
    .describe(
      'The place of contacts without a value in the order of the upstream: `low` is before all others, `high` is after.',
    ),
};

export const costVariables = {
  OPERATION_TIMEOUT: seconds({ above: 0, max: 3600 })
    .default(upstreamDefaults.timeoutMs)
    .describe('The maximum duration of one operation, in seconds.'),
  MAX_UPSTREAM_CALLS: count
    .default(50)
    .describe(
      'The maximum number of upstream requests that one operation may plan, and may send if the responses of the upstream lead to more than planned. Retries do not count.',
    ),
  MAX_INNER_PAGES: count
    .default(200)
    .describe(
      'The maximum number of reads of 50 rows that one operation may plan, and send; a large page takes several.',
    ),
  REFERENCE_TTL: seconds({ max: 86_400 })
    .default(referencesDefaults.ttlMs)
    .describe('The time for which users, dictionaries and field lists are cached per caller, in seconds; 0 is off.'),
};

export const budgetVariables = {
  PORTALS: oneOf('one', 'many')
    .default(paceDefaults.portals)
    .describe('`one`: all callers belong to one portal and share its budget. `many`: each key is a portal of its own.'),
  PORTAL_CONCURRENCY: budget
    .default(paceDefaults.concurrency)
    .describe('The maximum number of concurrent requests to a portal, or `off`.'),
  PORTAL_RATE: budget
    .default(paceDefaults.perSecond)
    .describe('The maximum number of requests to a portal per second, or `off`.'),
  KEY_RATE: budget
    .default(paceDefaults.keyPerMinute)
    .describe('The maximum number of requests of a key per minute, or `off`.'),
  KEY_SEARCH_RATE: budget
    .default(paceDefaults.searchesPerMinute)
    .describe('The maximum number of searches among them, which filters with long lists use, or `off`.'),
  QUEUE_LIMIT: orOff(whole({ max: 999_999 }))
    .default(paceDefaults.maxWaiting)
    .describe('The maximum number of requests that wait for a permit, or `off`.'),
  QUEUE_TIMEOUT: orOff(seconds({ max: 99_999 }))
    .default(paceDefaults.maxWaitMs)
    .describe('The maximum wait for a permit, in seconds, or `off`: then only `OPERATION_TIMEOUT` limits it.'),
  RETRIES: whole({ max: 5 })
    .default(retryDefaults.retries)
    .describe('The maximum number of retries of a failed read, 0 to 5.'),
  BREAKER_THRESHOLD: orOff(share, 0)
    .default(breakerDefaults.threshold)
    .describe(
      "The share of a caller's calls that must fail within 30 s to open its circuit breaker; `off` for never. A call that took long to fail counts once more for each 7.5 s, at most five times; its wait for a permit does not count.",
    ),
  BREAKER_MAX_RESET_TIMEOUT: seconds({ max: 99_999 })
    .default(breakerDefaults.maxResetTimeoutMs)
    .describe(
      'The maximum reset timeout of a circuit breaker, in seconds: the time after which an open breaker lets one call through as a probe. The first timeout is at most half a second; each failed probe doubles it, and up to half of each is random. After a probe that took longer to fail, the breaker stays open for as long as that took.',
    ),
};

export const requestVariables = {
  MAX_BODY_BYTES: count.default(100_000).describe('Bytes of its body.'),
  MAX_TOKENS: count.default(1000).describe('Tokens of its document.'),
  MAX_DEPTH: count.default(12).describe('Depth of its selections.'),
  MAX_ALIASES: count.default(30).describe('Aliases.'),
  MAX_DIRECTIVES: count.default(9).describe('Directives.'),
  MAX_ROOT_FIELDS: count.default(10).describe('Root fields.'),
  MAX_FIELDS: count.default(1000).describe('Fields, with each fragment counted wherever it is spread.'),
  MAX_VARIABLE_DEPTH: count.default(6).describe('Depth of the lists and objects in its variables.'),
  MAX_VARIABLE_VALUES: count.default(5000).describe('Values in all variables together.'),
  MAX_RESULT_VALUES: count.default(300_000).describe('Values that its result could have.'),
  // Two lists of 50 upstream for each type.
  MAX_IDS: count.default(100).describe('Ids in the argument of `nodes`.'),
  // As many as one POST search is known to carry well.
  MAX_LIST_LENGTH: count.default(500).describe('Values in one `in` or `notIn`.'),
  // Their names travel in a URL.
  MAX_CUSTOM_FIELDS: count.default(50).describe('Names in one `customFields`, and entries of one `filter.custom`.'),
};
