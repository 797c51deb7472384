import type { Request } from 'express';

/** Whatever is given is the user. */
export async function expressAuthentication(request: Request, scheme: string): Promise<string> {
  const given: Record<string, unknown> = {
    bearer: request.headers.authorization,
    basic: request.headers.authorization,
    header: request.headers['x-api-key'],
    query: request.query['api_key'],
    cookie: request.cookies.sid,
  };
  return String(given[scheme]);
}
