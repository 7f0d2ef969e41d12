import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

type Env = Readonly<Record<string, string>>;
const proxy = 'http://proxy.example:3128';

const proxyOf = (env: Env, url = 'https://vibe.example') => loadConfig({ VIBECODE_URL: url, ...env }).upstream?.proxy;

describe('the proxy of an upstream', () => {
  test.each<{ env: Env; url?: string; expected: object | null }>([
    { env: {}, expected: null },
    { env: { HTTPS_PROXY: proxy }, expected: { url: proxy } },
    { env: { https_proxy: proxy }, expected: { url: proxy } },
    { env: { https_proxy: proxy, HTTPS_PROXY: 'http://other.example' }, expected: { url: proxy } },
    { env: { HTTP_PROXY: proxy }, expected: null },
    { env: { HTTPS_PROXY: proxy }, url: 'http://vibe.example', expected: null },
    { env: { HTTP_PROXY: proxy }, url: 'http://vibe.example', expected: { url: proxy } },
    { env: { http_proxy: `${proxy}/` }, url: 'http://vibe.example', expected: { url: proxy } },
    {
      env: { HTTPS_PROXY: 'https://user:p%40ss@proxy.example' },
      expected: {
        url: 'https://proxy.example',
        authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
      },
    },
  ])('with $env, the proxy of $url is the expected one', ({ env, url, expected }) => {
    expect(proxyOf(env, url)).toEqual(expected);
  });

  test('the embedded sandbox is called without a proxy', () => {
    expect(loadConfig({ HTTP_PROXY: proxy, HTTPS_PROXY: proxy }).upstream).toBeNull();
  });
});

describe('NO_PROXY', () => {
  test.each<{ entries: string; url?: string; excepted: boolean }>([
    { entries: '*', excepted: true },
    { entries: 'vibe.example', excepted: true },
    { entries: 'VIBE.example.', excepted: true },
    { entries: 'example', excepted: true },
    { entries: '.example', excepted: true },
    { entries: '*.example', excepted: true },
    { entries: '*.vibe.example', excepted: false },
    { entries: 'be.example', excepted: false },
    { entries: 'localhost,10.0.0.0/8, vibe.example', excepted: true },
    { entries: 'localhost vibe.example', excepted: true },
    { entries: 'vibe.example:443', excepted: true },
    { entries: 'vibe.example:8443', excepted: false },
    { entries: 'vibe.example:8443', url: 'https://vibe.example:8443', excepted: true },
    { entries: 'other.example', excepted: false },
    { entries: '10.0.0.0/8', url: 'https://10.1.2.3', excepted: true },
    { entries: '10.0.0.0/8', url: 'https://11.1.2.3', excepted: false },
    { entries: '127.0.0.1', url: 'https://127.0.0.1:8443', excepted: true },
    { entries: '::1', url: 'https://[::1]:8443', excepted: true },
    { entries: '[::1]:8443', url: 'https://[::1]:8443', excepted: true },
    { entries: '[::1]:9443', url: 'https://[::1]:8443', excepted: false },
    { entries: 'fe80::/10', url: 'https://[fe80::1]', excepted: true },
  ])('NO_PROXY=$entries excludes $url: $excepted', ({ entries, url, excepted }) => {
    for (const name of ['NO_PROXY', 'no_proxy']) {
      expect(proxyOf({ HTTPS_PROXY: proxy, [name]: entries }, url)).toEqual(excepted ? null : { url: proxy });
    }
  });
});

describe('a proxy setting that is not allowed stops the start with a message without its value', () => {
  test.each([
    { name: 'HTTPS_PROXY', value: 'hunter2' },
    { name: 'HTTPS_PROXY', value: 'socks5://hunter2.example' },
    { name: 'https_proxy', value: 'http://user:hunter2@proxy.example/path' },
    { name: 'HTTPS_PROXY', value: 'http://user:%hunter2@proxy.example' },
    { name: 'HTTP_PROXY', value: 'http://user:hunter2@proxy.example?x' },
    { name: 'http_proxy', value: '//hunter2' },
    { name: 'NO_PROXY', value: 'https://hunter2.example' },
    { name: 'no_proxy', value: '10.0.0.0/hunter2' },
    { name: 'NO_PROXY', value: '10.0.0.0/33' },
  ])('the proxy setting $name=$value is rejected with its name and without the value', ({ name, value }) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name}: must be `))]);
    expect(problems.join()).not.toContain('hunter2');
  });
});

function problemsOf(env: Env): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
