/**
 * The page's own script, in front of which `options` is defined. It runs in the browser.
 *
 * GraphiQL opens a blank tab on a second visit: it looks among the tabs that it has stored for the query that was typed
 * last, finds none where nothing was typed, and adds one. So tabs are handed to it as on a first visit: the examples,
 * and behind them what the user has written.
 */
export const startScript = `
const stored = (name) => {
  try {
    return JSON.parse(localStorage.getItem('graphiql:' + name));
  } catch {
    return null;
  }
};
const isOwn = ({ query, variables }) =>
  typeof query === 'string' &&
  query.trim() !== '' &&
  !options.defaultTabs.some((example) => example.query === query && (example.variables ?? '') === (variables ?? ''));
const own = (stored('tabState')?.tabs ?? []).filter(isOwn).slice(-10);
for (const name of ['tabState', 'query', 'variables', 'headers', 'operationName']) localStorage.removeItem('graphiql:' + name);
const headers = options.defaultHeaders;
options.defaultTabs.push(...own.map(({ query, variables }) => ({ query, variables: variables ?? null, headers })));

// One editor below the query is shown for all tabs: variables where a tab has some, else headers.
const editorOf = (tab) => (tab.variables ? 'variables' : 'headers');
let shownTab;
const onTabChange = ({ tabs, activeTabIndex }) => {
  const tab = tabs[activeTabIndex];
  if (!tab || tab.id === shownTab) return;
  shownTab = tab.id;
  document.querySelector('.graphiql-editor-tools [data-name="' + editorOf(tab) + '"]')?.click();
};
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  ...options,
  defaultEditorToolsVisibility: editorOf(options.defaultTabs[0]),
  onTabChange,
});
`;
