/** Below this width, editors and response are stacked: side by side, each would be a few letters wide. */
const NARROW = '(max-width: 700px)';

/**
 * Styles that are missing in GraphiQL. Its library for dragging leaves an offset on each tab, which shows while the tab has
 * the focus: a tab that is pressed moves away from the pointer, and the click is lost. Its editor frames Cyrillic letters
 * that look like Latin ones, as a warning for program code; in names of people and companies there is nothing to warn of.
 * Each of its tabs has room for the button that closes it: here only the active one has, so that all examples are in view
 * at 1280 pixels.
 */
export const ownStyles = `
.graphiql-container .graphiql-tab { transform: none !important; }
.graphiql-container .graphiql-tabs { gap: 2px; }
.graphiql-container .graphiql-tab:not(.graphiql-tab-active) .graphiql-tab-button { padding: 4px 6px; }
.graphiql-container .graphiql-tab:not(.graphiql-tab-active) .graphiql-tab-close { display: none; }
.graphiql-container .monaco-editor .unicode-highlight { border: none !important; background: none !important; }
.graphiql-container .graphiql-logo { white-space: nowrap; }
@media ${NARROW} {
  .graphiql-container { flex-direction: column-reverse; }
  .graphiql-container .graphiql-sidebar { flex-direction: row; width: auto; padding: 4px 8px; }
  .graphiql-container .graphiql-main { flex-direction: column; min-height: 0; }
  .graphiql-container .graphiql-plugin { flex: 1 !important; }
  .graphiql-container .graphiql-sessions { flex: 2 !important; margin: 0; border-radius: 0; min-height: 0; }
  .graphiql-container .graphiql-logo { display: none; }
  .graphiql-container #graphiql-session { flex-direction: column; min-height: 0; }
  .graphiql-container .graphiql-horizontal-drag-bar { display: none; }
  .graphiql-container .graphiql-editors { flex: 1 1 60% !important; min-height: 0; }
  .graphiql-container .graphiql-response { flex: 1 1 40% !important; min-height: 0; margin-top: 8px; }
}
`;
