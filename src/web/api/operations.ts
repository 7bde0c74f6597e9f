import { alertOperations } from './alerts.js';
import { billOperations } from './bills.js';
import { crawlOperations } from './crawls.js';
import { officialOperations } from './officials.js';
import type { Operation } from './operation.js';
import { quoteOperations } from './quotes.js';
import { searchOperations } from './search.js';
import { sourceOperations } from './sources.js';
import { statementOperations } from './statements.js';
import { topicOperations } from './topics.js';

/** Everything that the API does, in the order of its document. */
export const OPERATIONS: Operation[] = [
  ...statementOperations,
  ...quoteOperations,
  ...searchOperations,
  ...billOperations,
  ...officialOperations,
  ...topicOperations,
  ...sourceOperations,
  ...crawlOperations,
  ...alertOperations,
];

export const API = '/api/v1';
