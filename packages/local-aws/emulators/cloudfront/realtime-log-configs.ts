import { AwsError } from '../aws';
import type { AwsRequest, AwsResponse } from '../emulator';
import { type Tree, text } from '../xml';
import { arn, body, empty, xml } from './protocol';

export class RealtimeLogConfigs {
  private readonly configs = new Map<string, Tree>();

  constructor(private readonly isUsed: (configArn: string) => boolean) {}

  arns(): Set<string> {
    return new Set(this.configs.keys());
  }

  handle(request: AwsRequest, operation: string): AwsResponse | undefined {
    const { method } = request;
    if (operation === 'realtime-log-config' && method === 'POST') return this.create(request);
    if (operation === 'realtime-log-config' && method === 'PUT') {
      const sent = body(request, 'UpdateRealtimeLogConfigRequest');
      const [configArn, stored] = this.find(sent);
      this.configs.set(configArn, { ...stored, ...sent, ARN: configArn });
      return this.answer('UpdateRealtimeLogConfigResult', configArn);
    }
    if (operation === 'get-realtime-log-config') {
      const [configArn] = this.find(body(request, 'GetRealtimeLogConfigRequest'));
      return this.answer('GetRealtimeLogConfigResult', configArn);
    }
    if (operation === 'delete-realtime-log-config') {
      const [configArn] = this.find(body(request, 'DeleteRealtimeLogConfigRequest'));
      if (this.isUsed(configArn)) {
        throw new AwsError('RealtimeLogConfigInUse', `${configArn} is attached to a cache behavior.`);
      }
      this.configs.delete(configArn);
      return empty();
    }
    return undefined;
  }

  private create(request: AwsRequest): AwsResponse {
    const sent = body(request, 'CreateRealtimeLogConfigRequest');
    const configArn = arn('realtime-log-config', text(sent, 'Name') ?? '');
    if (this.configs.has(configArn)) {
      throw new AwsError('RealtimeLogConfigAlreadyExists', `${configArn} already exists.`, 409);
    }
    this.configs.set(configArn, { ...sent, ARN: configArn });
    return this.answer('CreateRealtimeLogConfigResult', configArn, 201);
  }

  private find(sent: Tree): [string, Tree] {
    const configArn = text(sent, 'ARN') || arn('realtime-log-config', text(sent, 'Name') ?? '');
    const config = this.configs.get(configArn);
    if (config !== undefined) return [configArn, config];
    throw new AwsError('NoSuchRealtimeLogConfig', `${configArn} does not exist.`, 404);
  }

  private answer(root: string, configArn: string, status = 200): AwsResponse {
    return xml(root, { RealtimeLogConfig: this.configs.get(configArn) ?? {} }, undefined, status);
  }
}
