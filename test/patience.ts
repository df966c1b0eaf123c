/**
 * Milliseconds that a test waits for a browser, a process or a server of its own. They end what hangs, a little before the test's own time does, so that it is
 * said what was missing; what is only slow on a busy machine is none of a test's business.
 */
export const PATIENCE = 240_000;
