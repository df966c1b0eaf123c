/** The clock of the pictures stands still: a Saturday in November, a little after noon. */
export const NOW = Date.UTC(2026, 10, 21, 12, 34);
