import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';

export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

interface WorkflowRun {
  readonly file: string;
  readonly head_sha: string;
  conclusion: 'success' | 'failure' | undefined;
}

/** What a job's tokens say of it. */
export interface Bearer {
  readonly permissions: Permissions;
  /** Whom OIDC calls it. */
  readonly subject: string;
}

interface Answer {
  readonly status: number;
  readonly json: object;
}

/** As much of GitHub as the workflows ask for: its API, with the permissions that a job has, and its issuer of identity tokens. */
export class GitHub {
  readonly comments: Comment[] = [];
  /** Newest last. */
  readonly runs: WorkflowRun[] = [];
  /** Environments, which all have reviewers and are for main alone. */
  environments: readonly string[] = [];
  /** Commit of main. */
  head = '';
  private readonly bearers = new Map<string, Bearer>();
  private readonly key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  private server: Server | undefined;

  constructor(private readonly repository: string) {}

  async start(): Promise<void> {
    const server = createServer(async (request, response) => {
      const { status, json } = await this.answer(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
    this.server = server;
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  }

  stop(): void {
    this.server?.close();
  }

  get url(): string {
    const address = this.server?.address();
    if (typeof address !== 'object' || address === null) throw new Error('GitHub is not started');
    return `http://127.0.0.1:${address.port}`;
  }

  /** A token of one job. */
  admit(bearer: Bearer): string {
    const token = randomUUID();
    this.bearers.set(token, bearer);
    return token;
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const bearer = this.bearers.get((request.headers.authorization ?? '').replace(/^bearer /i, ''));
    if (bearer === undefined) return { status: 401, json: { message: 'Bad credentials' } };
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    if (pathname === '/token') return { status: 200, json: { value: this.identity(bearer, searchParams) } };
    const route = `${request.method} ${pathname.replace(`/repos/${this.repository}/`, '')}`;
    const may = (scope: string, level: 'read' | 'write') =>
      bearer.permissions[scope] === level || bearer.permissions[scope] === 'write';
    const [, runsOf] = /^GET actions\/workflows\/([\w.-]+)\/runs$/.exec(route) ?? [];
    const [, policiesOf] = /^GET environments\/([\w-]+)\/deployment-branch-policies$/.exec(route) ?? [];
    const [, edited] = /^PATCH issues\/comments\/(\d+)$/.exec(route) ?? [];
    if (route === 'GET commits/main' && may('contents', 'read')) {
      return { status: 200, json: { sha: this.head } };
    }
    if (route === 'GET environments' && may('actions', 'read')) {
      return { status: 200, json: { environments: this.environments.map(protectedEnvironment) } };
    }
    if (policiesOf !== undefined && may('actions', 'read')) {
      return { status: 200, json: { branch_policies: [{ name: 'main', type: 'branch' }] } };
    }
    if (runsOf !== undefined && may('actions', 'read')) {
      return { status: 200, json: { workflow_runs: this.runsOf(runsOf, searchParams) } };
    }
    if (/^GET issues\/\d+\/comments$/.test(route) && may('pull-requests', 'read')) {
      return { status: 200, json: this.comments };
    }
    if (/^POST issues\/\d+\/comments$/.test(route) && may('pull-requests', 'write')) {
      const body = await bodyOf(request);
      this.comments.push({ id: this.comments.length + 1, user: { login: 'github-actions[bot]' }, body });
      return { status: 201, json: {} };
    }
    const comment = this.comments.find(({ id }) => String(id) === edited);
    if (comment !== undefined && may('pull-requests', 'write')) {
      comment.body = await bodyOf(request);
      return { status: 200, json: {} };
    }
    return { status: 403, json: { message: `Resource not accessible by integration: ${route}` } };
  }

  private runsOf(file: string, asked: URLSearchParams): readonly WorkflowRun[] {
    const status = asked.get('status');
    return this.runs
      .filter((run) => run.file === file && (status === null || run.conclusion === status))
      .reverse()
      .slice(0, Number(asked.get('per_page')));
  }

  /** https://docs.github.com/actions/reference/security/oidc */
  private identity({ subject }: Bearer, asked: URLSearchParams): string {
    const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
    const claims = {
      iss: 'https://token.actions.githubusercontent.com',
      aud: asked.get('audience'),
      sub: subject,
    };
    const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), this.key).toString('base64url')}`;
  }
}

const protectedEnvironment = (name: string) => ({
  name,
  protection_rules: [{ type: 'required_reviewers', reviewers: [{ type: 'Team' }] }],
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return (JSON.parse(text) as { readonly body: string }).body;
}
