/**
 * Budgets: what may be spent without asking, decided from values alone. Nothing here knows a clock, a store or a chain; a caller that keeps one
 * ledger, and writes it down before it signs, never spends above any limit, whatever is asked of it, in whatever order, at whatever time.
 */

export { type AskReason, type Decision, decide, isAutomatic, type RefuseReason, stopOf } from './budget/decide.js';
export {
  type BudgetLedger,
  EMPTY_LEDGER,
  forgetGrants,
  type Grant,
  markSigned,
  prune,
  release,
  releaseSigned,
  revokeGrants,
  type Spending,
  settle,
  withdrawGrants,
} from './budget/ledger.js';
export { type LimitLeft, limitsLeft } from './budget/limits.js';
export { nextRenewal } from './budget/period.js';
export type {
  AssetBudget,
  BudgetPolicy,
  BudgetRequest,
  Limits,
  SiteAssetBudget,
  SiteBudget,
} from './budget/policy.js';
export { advance, reserve } from './budget/reserve.js';
