/**
 * The page's own script, which finds `options` defined. It runs in the browser.
 *
 * On a second visit, GraphiQL searches its stored tabs for the query that was typed last. If nothing was typed, it finds
 * none and opens a blank tab. The script therefore passes tabs as on a first visit: the examples, then the user's own.
 * An operation in the fragment of the address, as the link of the explorer has it, is the first of them.
 */
export const startScript = `
const stored = (name) => {
  try {
    return JSON.parse(localStorage.getItem('graphiql:' + name));
  } catch {
    return null;
  }
};
const headers = options.defaultHeaders;
const linked = () => {
  try {
    const { query, variables } = JSON.parse(decodeURIComponent(location.hash.replace(/^#operation=/, '')));
    return typeof query === 'string' ? [{ query, variables: typeof variables === 'string' ? variables : null, headers }] : [];
  } catch {
    return [];
  }
};
const [first] = linked();
if (first) {
  options.defaultTabs.unshift(first);
  // The editor of the first tab shows no variables otherwise.
  options.initialVariables = first.variables ?? '';
}
const isOwn = ({ query, variables }) =>
  typeof query === 'string' &&
  query.trim() !== '' &&
  !options.defaultTabs.some((example) => example.query === query && (example.variables ?? '') === (variables ?? ''));
const own = (stored('tabState')?.tabs ?? []).filter(isOwn).slice(-10);
for (const name of ['tabState', 'query', 'variables', 'headers', 'operationName']) localStorage.removeItem('graphiql:' + name);
options.defaultTabs.push(...own.map(({ query, variables }) => ({ query, variables: variables ?? null, headers })));

// The editor below the query is shared by all tabs: it shows variables if a tab has some, else headers.
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
