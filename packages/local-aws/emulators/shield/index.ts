import { ACCOUNT, AwsError, answerAction, type Fields, type Tags, tagList, tagsOf } from '../aws';
import type { AwsRequest, AwsResponse, Emulator } from '../emulator';
import { now, randomUUID } from '../moment';

interface Protection {
  readonly Id: string;
  readonly Name: string;
  readonly ResourceArn: string;
  readonly ProtectionArn: string;
  HealthCheckIds: string[];
}

/** What Shield Advanced protects. A Network Load Balancer is protected through its Elastic IP addresses. */
const PROTECTABLE = [
  /^arn:aws:cloudfront::\d{12}:distribution\/\w+$/,
  /^arn:aws:globalaccelerator::\d{12}:accelerator\/[\w-]+$/,
  /^arn:aws:route53:::hostedzone\/\w+$/,
  /^arn:aws:ec2:[\w-]+:\d{12}:eip-allocation\/eipalloc-\w+$/,
  /^arn:aws:elasticloadbalancing:[\w-]+:\d{12}:loadbalancer\/(app\/)?[\w-]+(\/\w+)?$/,
];

const YEAR_SECONDS = 31_536_000;

/** Shield Advanced: the subscription, protections and their health checks, tags. */
export class Shield implements Emulator {
  readonly services = ['shield'];
  private subscription: { start: number; autoRenew: string } | undefined;
  private readonly protections = new Map<string, Protection>();
  private readonly tags = new Map<string, Tags>();

  handle(request: AwsRequest): AwsResponse {
    return answerAction(request, (action, input) => this.act(action, input));
  }

  private act(action: string, input: Fields): Fields {
    switch (action) {
      case 'CreateSubscription':
        // A subscription that is no longer renewed runs on until its year is over: asking again finds it.
        this.subscription ??= { start: Math.floor(now() / 1000), autoRenew: 'ENABLED' };
        return {};
      case 'DescribeSubscription':
        return { Subscription: this.describeSubscription() };
      case 'GetSubscriptionState':
        return { SubscriptionState: this.subscription === undefined ? 'INACTIVE' : 'ACTIVE' };
      case 'UpdateSubscription':
        this.requireSubscription().autoRenew = String(input.AutoRenew ?? 'ENABLED');
        return {};
      case 'DeleteSubscription':
        this.requireSubscription();
        throw new AwsError('LockedSubscriptionException', 'The subscription is locked for one year.');
      case 'CreateProtection':
        return { ProtectionId: this.createProtection(input).Id };
      case 'DescribeProtection':
        return { Protection: this.find(input) };
      case 'ListProtections':
        return { Protections: [...this.protections.values()] };
      case 'DeleteProtection':
        this.protections.delete(this.find(input).Id);
        return {};
      case 'AssociateHealthCheck':
        return this.setHealthCheck(input, true);
      case 'DisassociateHealthCheck':
        return this.setHealthCheck(input, false);
      case 'ListTagsForResource':
        return { Tags: tagList(this.tags.get(String(input.ResourceARN))) };
      case 'TagResource':
        for (const [key, value] of tagsOf(input.Tags as [])) this.tagsFor(input.ResourceARN).set(key, value);
        return {};
      case 'UntagResource':
        for (const key of input.TagKeys as string[]) this.tagsFor(input.ResourceARN).delete(key);
        return {};
      default:
        throw new AwsError('NotImplemented', `The local AWS does not implement Shield's ${action}.`);
    }
  }

  private describeSubscription(): Fields {
    const { start, autoRenew } = this.requireSubscription();
    return {
      SubscriptionArn: `arn:aws:shield::${ACCOUNT}:subscription`,
      StartTime: start,
      EndTime: start + YEAR_SECONDS,
      TimeCommitmentInSeconds: YEAR_SECONDS,
      AutoRenew: autoRenew,
      ProactiveEngagementStatus: 'DISABLED',
      Limits: [],
      SubscriptionLimits: {
        ProtectionLimits: { ProtectedResourceTypeLimits: [] },
        ProtectionGroupLimits: {
          MaxProtectionGroups: 100,
          PatternTypeLimits: { ArbitraryPatternLimits: { MaxMembers: 1000 } },
        },
      },
    };
  }

  private createProtection(input: Fields): Protection {
    this.requireSubscription();
    const arn = String(input.ResourceArn);
    if (!PROTECTABLE.some((pattern) => pattern.test(arn))) {
      throw new AwsError('InvalidResourceException', `Shield Advanced cannot protect ${arn}.`);
    }
    if ([...this.protections.values()].some((protection) => protection.ResourceArn === arn)) {
      throw new AwsError('ResourceAlreadyExistsException', `${arn} is already protected.`);
    }
    const id = randomUUID();
    const protection: Protection = {
      Id: id,
      Name: String(input.Name),
      ResourceArn: arn,
      ProtectionArn: `arn:aws:shield::${ACCOUNT}:protection/${id}`,
      HealthCheckIds: [],
    };
    this.protections.set(id, protection);
    this.tags.set(protection.ProtectionArn, tagsOf(input.Tags as []));
    return protection;
  }

  private setHealthCheck(input: Fields, associated: boolean): Fields {
    const protection = this.find(input);
    const id = String(input.HealthCheckArn).split('/').pop() ?? '';
    const others = protection.HealthCheckIds.filter((one) => one !== id);
    protection.HealthCheckIds = associated ? [...others, id] : others;
    return {};
  }

  private find(input: Fields): Protection {
    const found = [...this.protections.values()].find(
      ({ Id, ResourceArn }) => Id === input.ProtectionId || ResourceArn === input.ResourceArn,
    );
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', 'The referenced protection does not exist.');
  }

  private requireSubscription(): { start: number; autoRenew: string } {
    if (this.subscription !== undefined) return this.subscription;
    throw new AwsError('ResourceNotFoundException', 'The subscription does not exist.');
  }

  private tagsFor(arn: unknown): Tags {
    const tags = this.tags.get(String(arn)) ?? new Map<string, string>();
    this.tags.set(String(arn), tags);
    return tags;
  }
}
