/** Rows that one inner page of the upstream holds: such a read sees one state of the data (contract §5, native limits). */
export const INNER_PAGE_ROWS = 50;
