/** What the embedded chain answers over HTTP. */

/** What a route answers: JSON by default, `text` and `bytes` as they are. */
export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer other than 200 that a route throws from anywhere. */
export class HttpError extends Error {
  readonly answer: Answer;

  constructor(status: number, json: unknown) {
    super(`HTTP ${status}`);
    this.answer = { status, json };
  }
}

export function notFound(error: string): HttpError {
  return new HttpError(404, { error });
}

export function badRequest(message: string): HttpError {
  return new HttpError(400, { statusCode: 400, error: 'Bad Request', message });
}
