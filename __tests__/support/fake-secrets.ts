import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

interface Version {
  readonly id: string;
  readonly value: string;
}

interface Kept {
  readonly versions: Version[];
  /** Version by stage. */
  readonly stages: Map<string, string>;
}

interface Asked {
  readonly SecretId: string;
  readonly SecretString?: string;
  readonly ClientRequestToken?: string;
  readonly VersionId?: string;
  readonly VersionStage?: string;
  readonly VersionStages?: readonly string[];
  readonly MoveToVersionId?: string;
  readonly RemoveFromVersionId?: string;
}

/** Secrets Manager as far as versions and their stages go, as its API reference has them, over HTTP. */
export class FakeSecrets {
  /** Operations, in the order in which they came. */
  readonly asked: string[] = [];
  private readonly secrets = new Map<string, Kept>();

  /** A secret without a value, as Terraform makes it. */
  add(name: string): void {
    this.secrets.set(name, { versions: [], stages: new Map() });
  }

  versionsOf(name: string): readonly string[] {
    return this.secrets.get(name)?.versions.map(({ value }) => value) ?? [];
  }

  /** Value of the version that is in use. */
  currentOf(name: string): string {
    const { versions, stages } = this.secrets.get(name) ?? {};
    return versions?.find(({ id }) => id === stages?.get('AWSCURRENT'))?.value ?? '';
  }

  readonly answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const operation = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
    this.asked.push(operation);
    const [status, answer] = this.done(operation, JSON.parse(body) as Asked);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer));
  };

  private done(operation: string, asked: Asked): [number, object] {
    const secret = this.secrets.get(asked.SecretId);
    if (secret === undefined) return notFound("Secrets Manager can't find the specified secret.");
    const { versions, stages } = secret;
    switch (operation) {
      case 'GetSecretValue': {
        const stage = asked.VersionStage ?? 'AWSCURRENT';
        const id = asked.VersionId ?? stages.get(stage);
        const found = versions.find((version) => version.id === id);
        return found === undefined
          ? notFound(`Secrets Manager can't find the specified secret value for staging label: ${stage}`)
          : [200, { SecretString: found.value, VersionId: id }];
      }
      case 'PutSecretValue': {
        const id = asked.ClientRequestToken ?? randomUUID();
        const value = asked.SecretString ?? '';
        const same = versions.find((version) => version.id === id);
        if (same !== undefined && same.value !== value) {
          return [400, { __type: 'ResourceExistsException', message: 'A version with this token exists.' }];
        }
        // The first version is always the current one.
        if (versions.length === 0) stages.set('AWSCURRENT', id);
        if (same === undefined) versions.push({ id, value });
        for (const stage of asked.VersionStages ?? ['AWSCURRENT']) stages.set(stage, id);
        return [200, { VersionId: id }];
      }
      case 'UpdateSecretVersionStage':
        if (stages.get(asked.VersionStage ?? '') !== asked.RemoveFromVersionId) {
          const message = 'The version in RemoveFromVersionId does not have the staging label.';
          return [400, { __type: 'InvalidParameterException', message }];
        }
        stages.set(asked.VersionStage ?? '', asked.MoveToVersionId ?? '');
        return [200, {}];
      case 'DescribeSecret': {
        const labels = (id: string) => [...stages].flatMap(([stage, at]) => (at === id ? [stage] : []));
        return [200, { VersionIdsToStages: Object.fromEntries(versions.map(({ id }) => [id, labels(id)])) }];
      }
      default:
        return [400, { __type: 'InvalidRequestException', message: `unexpected ${operation}` }];
    }
  }
}

const notFound = (message: string): [number, object] => [
  400,
  { __type: 'ResourceNotFoundException', message },
];
