import type { BillId } from '../model.js';

/**
 * Names that everybody uses for a bill and that are none of its titles. Each is a popular name that the bill's
 * page on Congress.gov or its law's common references give (public domain); initials alone prove nothing, so
 * nothing is here that somebody only could mean.
 */
export const NICKNAMES: readonly (readonly [name: string, bill: BillId])[] = [
  ['SESTA', 's1693-115'],
  ['FOSTA', 'hr1865-115'],
  ['FOSTA-SESTA', 'hr1865-115'],
  ['SESTA-FOSTA', 'hr1865-115'],
  ['Fight Online Sex Trafficking Act', 'hr1865-115'],
  ['One Big Beautiful Bill', 'hr1-119'],
  ['One Big Beautiful Bill Act', 'hr1-119'],
  ['OBBBA', 'hr1-119'],
  ['Working Families Tax Cut', 'hr1-119'],
  ['Working Families Tax Cuts', 'hr1-119'],
  ['Working Families Tax Cut Act', 'hr1-119'],
  ['Working Families Tax Cuts Act', 'hr1-119'],
  ['KOSA', 's1748-119'],
  ['COPPA 2.0', 's836-119'],
  ['Obamacare', 'hr3590-111'],
  ['Dodd-Frank', 'hr4173-111'],
  ['Bipartisan Infrastructure Law', 'hr3684-117'],
  ['Bipartisan Infrastructure Bill', 'hr3684-117'],
  ['IIJA', 'hr3684-117'],
];
