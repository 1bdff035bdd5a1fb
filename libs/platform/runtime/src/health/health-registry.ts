/** Whether a part can do its work now, and if not, why. */
export interface Readiness {
  readonly ready: boolean;
  readonly reason?: string;
}

export interface ReadinessCheck {
  /** The part it speaks of, e.g. `scim-ingress database`. */
  readonly name: string;
  readonly check: () => Promise<Readiness>;
}

const patienceMilliseconds = 2_000;

/** What must be asked before this process is called ready. */
export class HealthRegistry {
  private readonly checks: ReadinessCheck[] = [];

  register(check: ReadinessCheck): void {
    this.checks.push(check);
  }

  /** Asks every part; one that fails or does not answer in time is not ready. */
  async readiness(): Promise<{ ready: boolean; checks: (Readiness & { name: string })[] }> {
    const checks = await Promise.all(this.checks.map(async (each) => ({ name: each.name, ...(await ask(each)) })));
    return { ready: checks.every(({ ready }) => ready), checks };
  }
}

async function ask({ check }: ReadinessCheck): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ ready: false, reason: 'no answer in time' }), patienceMilliseconds);
  });
  const asked = check().catch((error: unknown) => ({
    ready: false,
    reason: error instanceof Error ? error.message : String(error),
  }));
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
