import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';

const root = join(__dirname, '../../../..');
type Method = 'GET' | 'POST' | 'PATCH';

/** What is asked: the same again and again, or another one each time. */
export interface Question {
  readonly method: Method;
  readonly path: () => string;
  readonly body?: () => string;
}

interface Endpoint {
  readonly origin: string;
  /** Path of the job's SCIM endpoint. */
  readonly base: string;
  readonly authorization: string;
}

interface Load {
  readonly connections?: number;
  readonly duration?: number;
  readonly amount?: number;
}

/** The ingress service alone, as a process of its own, with a job and a token. */
export class IngressProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly postgresPid: number,
    private readonly endpoint: Endpoint,
  ) {}

  static async start(databaseUrl: string, postgresPid: number): Promise<IngressProcess> {
    const [jobId, tokenId, token] = [randomUUID(), randomUUID(), randomUUID()];
    const program = join(root, 'apps/all-in-one/dist/ingress-alone.js');
    const child = spawn(process.execPath, [program, databaseUrl, jobId, tokenId, token], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { port } = JSON.parse(line.toString()) as { port: number };
    const address = { origin: `http://127.0.0.1:${port}`, base: `/scim/${jobId}/v2` };
    return new IngressProcess(child, postgresPid, { ...address, authorization: `Bearer ${token}` });
  }

  /** Asks under load; by default over 64 connections. */
  load({ method, path, body }: Question, load: Load): Promise<autocannon.Result> {
    return autocannon({
      url: this.endpoint.origin,
      connections: 64,
      ...load,
      requests: [
        {
          method,
          headers: this.headers(body !== undefined),
          setupRequest: (request) => ({
            ...request,
            path: this.endpoint.base + path(),
            ...(body ? { body: body() } : {}),
          }),
        },
      ],
    });
  }

  /** Asks once, and reads the answer to its end. */
  async ask(method: Method, path: string, body?: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(this.endpoint.origin + this.endpoint.base + path, {
      method,
      headers: this.headers(body !== undefined),
      body,
    });
    return { status: answer.status, text: await answer.text() };
  }

  /** Milliseconds of processor time that the service and PostgreSQL have used so far. */
  cpuMilliseconds(): number {
    const backends = execFileSync('pgrep', ['-P', String(this.postgresPid)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    return [this.child.pid, ...backends.map(Number)].reduce((sum: number, pid) => sum + cpuOf(Number(pid)), 0);
  }

  /** Megabytes of memory that the service holds now. */
  residentMegabytes(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  }

  private headers(hasBody: boolean): Record<string, string> {
    const media = 'application/scim+json; charset=utf-8';
    return { authorization: this.endpoint.authorization, ...(hasBody ? { 'content-type': media } : {}) };
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}

const ticksPerSecond = 100;

/** A backend may end while it is looked at. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
  } catch {
    return 0;
  }
}
