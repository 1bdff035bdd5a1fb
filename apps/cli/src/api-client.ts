import { z } from 'zod';
import type { Endpoint } from './endpoint';
import { ApiError } from './failures';
import { printable } from './printable';

const graphError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Retrying much takes the server a while. */
const patienceMilliseconds = 60_000;

/** Asks the management API. */
export class ApiClient {
  constructor(private readonly endpoint: Endpoint) {}

  /** @throws ApiError where the server refuses, does not answer, or answers in another shape */
  get<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    return this.ask(path, shape, { method: 'GET' });
  }

  /** @throws ApiError where the server refuses, does not answer, or answers in another shape */
  post<T>(path: string, content: object, shape: z.ZodType<T>): Promise<T> {
    const headers = { 'Content-Type': 'application/json' };
    return this.ask(path, shape, { method: 'POST', headers, body: JSON.stringify(content) });
  }

  /** @throws ApiError where the server refuses, does not answer, or answers with content */
  async delete(path: string): Promise<void> {
    if ((await this.textOf(path, { method: 'DELETE' })) !== '') throw this.somethingElse(path);
  }

  private async ask<T>(path: string, shape: z.ZodType<T>, request: RequestInit): Promise<T> {
    const answer = shape.safeParse(jsonOf(await this.textOf(path, request)));
    if (!answer.success) throw this.somethingElse(path);
    return answer.data;
  }

  private async textOf(path: string, request: RequestInit): Promise<string> {
    const { status, text } = await this.answerTo(path, request);
    if (status < 200 || status > 299) throw refusal(`${this.endpoint.url} answered ${status}`, jsonOf(text));
    return text;
  }

  private somethingElse(path: string): ApiError {
    return new ApiError(`${this.endpoint.url} answered ${path} with something else`);
  }

  /** A redirect is not followed: the token is for this server. */
  private async answerTo(path: string, request: RequestInit): Promise<{ status: number; text: string }> {
    const { url, token } = this.endpoint;
    const headers = { ...request.headers, Accept: 'application/json', Authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(patienceMilliseconds);
    try {
      const answer = await fetch(`${url}${path}`, { ...request, headers, redirect: 'manual', signal });
      return { status: answer.status, text: await answer.text() };
    } catch (error) {
      throw new ApiError(`${url} does not answer: ${reasonOf(error)}`);
    }
  }
}

function refusal(otherwise: string, content: unknown): ApiError {
  const told = graphError.safeParse(content);
  if (!told.success) return new ApiError(otherwise);
  const { code, message } = told.data.error;
  return new ApiError(printable(`${code}: ${message}`));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What stands behind the "fetch failed" of fetch; of several addresses tried there is only a code. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string; code?: string } };
  return cause?.message || cause?.code || message || 'the connection failed';
}
