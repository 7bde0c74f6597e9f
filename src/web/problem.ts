import type { FastifyReply } from 'fastify';

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  500: 'Error',
  503: 'Not ready',
};

/** What is wrong with one part of a request. */
export interface ProblemPart {
  /** The parameter or field, `a.b` where it is inside another. */
  parameter: string;
  detail: string;
}

/** A request that cannot be answered as it is; thrown wherever that is found out, and sent as a problem. */
export class RequestProblem extends Error {
  override name = 'RequestProblem';
  readonly status: number;
  readonly errors: ProblemPart[];

  constructor(status: number, detail: string, errors: ProblemPart[] = []) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

/** An error as RFC 9457 has it: what happened, and what to send instead. */
export function problem(
  reply: FastifyReply,
  status: number,
  detail: string,
  errors: ProblemPart[] = [],
): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(status, detail, errors)));
}

/** The body of such an answer. */
function problemBody(status: number, detail: string, errors: ProblemPart[] = []) {
  return {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    ...(errors.length === 0 ? {} : { errors }),
  };
}
