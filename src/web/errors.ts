import type { FastifyError, FastifyInstance } from 'fastify';
import { CursorError } from '../report/cursor.js';
import { API, OPERATIONS } from './api/operations.js';
import { nearest } from './nearest.js';
import { problem, RequestProblem } from './problem.js';
import { UnknownNameError } from './statement-query.js';

/** Sends whatever went wrong as a problem. What is our fault is not told to strangers in its own words. */
export function addErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | RequestProblem, request, reply) => {
    if (error instanceof RequestProblem) return problem(reply, error.status, error.message, error.errors);
    if (error instanceof UnknownNameError) {
      const part = { parameter: error.field, detail: error.message };
      return problem(reply, 400, `${error.field}: ${error.message}`, [part]);
    }
    if (error instanceof CursorError) {
      const part = { parameter: 'cursor', detail: error.message };
      return problem(reply, 400, `cursor: ${error.message}`, [part]);
    }
    const status = error.statusCode ?? 500;
    if (status === 415) {
      return problem(reply, 415, 'The body must be JSON, with Content-Type: application/json.');
    }
    if (status < 500) return problem(reply, status, error.message);
    request.log.error(error);
    return problem(reply, status, 'Something went wrong here; try again later.');
  });
  const paths = [...OPERATIONS.map((one) => API + one.path), `${API}/openapi.json`, '/api', '/'];
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const meant = nearest(path, paths);
    const advice =
      meant === null ? '/api lists what there is, the pages begin at /' : `did you mean ${meant}?`;
    return problem(reply, 404, `There is nothing at ${path}: ${advice}`);
  });
}
