import { DescribeAvailabilityZonesCommand, DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import {
  GetAccountSummaryCommand,
  ListOpenIDConnectProvidersCommand,
  type SummaryKeyType,
} from '@aws-sdk/client-iam';
import { GetSubscriptionStateCommand } from '@aws-sdk/client-shield';
import { GLOBAL_REGION } from './aws';
import { type Check, type Finding, findingsOf } from './check';
import type { Target } from './target';

const documentAccount: Check = {
  id: 'account',
  asks: "whether the credentials belong to the document's account",
  remedy: 'sign in to it, or correct `accountId`',
  actions: ['sts:GetCallerIdentity'],
  findings: async ({ stacks, accountId }) => {
    const named = stacks.find((stack) => stack.accountId !== undefined)?.accountId;
    if (named === accountId) return [];
    if (named === undefined) {
      return [
        {
          problem: `the document names no account, and these credentials belong to ${accountId}`,
          remedy: `put accountId: '${accountId}' into the document`,
        },
      ];
    }
    return [
      {
        problem: `the document is for account ${named}, and these credentials belong to ${accountId}`,
        remedy: `sign in to account ${named}`,
      },
    ];
  },
};

const regionsEnabled: Check = {
  id: 'regions-enabled',
  asks: 'whether the account may use every AWS region of the document: newer ones have to be enabled',
  remedy: '`aws account enable-region --region-name <region>`; minutes to hours until it is enabled',
  actions: ['ec2:DescribeRegions'],
  findings: async ({ aws, awsRegions }) => {
    const { Regions = [] } = await aws
      .ec2(GLOBAL_REGION)
      .send(new DescribeRegionsCommand({ AllRegions: true, RegionNames: [...awsRegions] }));
    return findingsOf(awsRegions, (awsRegion) => {
      const status = Regions.find(({ RegionName }) => RegionName === awsRegion)?.OptInStatus;
      if (status === 'opt-in-not-required' || status === 'opted-in') return undefined;
      return {
        problem: `AWS region ${awsRegion} is not enabled (${status ?? 'unknown to the account'})`,
        remedy: `aws account enable-region --region-name ${awsRegion}`,
      };
    });
  },
};

/** Zones that a network of the platform spreads over. */
export const ZONES = 3;

const zones: Check = {
  id: 'zones',
  asks: `whether every region has ${ZONES} zones in service that need no opt-in`,
  remedy: 'choose another AWS region',
  actions: ['ec2:DescribeAvailabilityZones'],
  findings: (target) =>
    findingsOf(new Set(target.created('aws_vpc').map(({ awsRegion }) => awsRegion)), async (awsRegion) => {
      const count = (await zonesOf(target.aws, awsRegion)).length;
      if (count >= ZONES) return undefined;
      return {
        problem: `${awsRegion} offers this account ${count} zones, and a network needs ${ZONES}`,
        remedy: `choose another AWS region than ${awsRegion}`,
      };
    }),
};

/** As the network asks for them: in service, without an opt-in, by name. */
export async function zonesOf(aws: Target['aws'], awsRegion: string): Promise<string[]> {
  const { AvailabilityZones = [] } = await aws.ec2(awsRegion).send(
    new DescribeAvailabilityZonesCommand({
      Filters: [
        { Name: 'opt-in-status', Values: ['opt-in-not-required'] },
        { Name: 'state', Values: ['available'] },
      ],
    }),
  );
  return AvailabilityZones.flatMap(({ ZoneName }) => ZoneName ?? []).sort();
}

const GITHUB = 'token.actions.githubusercontent.com';

const identityProvider: Check = {
  id: 'identity-provider',
  asks: "whether GitHub's identity provider is there already: an account can have one",
  remedy: 'set `ciIdentityProviderArn` to it',
  actions: ['iam:ListOpenIDConnectProviders'],
  findings: async (target) => {
    if (target.created('aws_iam_openid_connect_provider').length === 0) return [];
    const { OpenIDConnectProviderList = [] } = await target.aws.iam.send(
      new ListOpenIDConnectProvidersCommand({}),
    );
    const present = OpenIDConnectProviderList.find(({ Arn }) => Arn?.endsWith(`/${GITHUB}`))?.Arn;
    if (present === undefined) return [];
    return [
      {
        problem: `the account has GitHub's identity provider already, and can have only one`,
        remedy: `put ciIdentityProviderArn: '${present}' into the document`,
      },
    ];
  },
};

const shield: Check = {
  id: 'shield',
  asks: 'whether the account is subscribed to Shield Advanced already',
  remedy: '`terraform import` of the subscription',
  actions: ['shield:GetSubscriptionState'],
  findings: async (target) => {
    const [subscription] = target.created('aws_shield_subscription');
    if (subscription === undefined) return [];
    const { SubscriptionState } = await target.aws.shield.send(new GetSubscriptionStateCommand({}));
    if (SubscriptionState !== 'ACTIVE') return [];
    const { stackId, name } = subscription;
    return [
      {
        problem: 'the account is subscribed to Shield Advanced already, and cannot be a second time',
        remedy: `terraform -chdir=cdktf.out/stacks/${stackId} import aws_shield_subscription.${name} ${target.accountId}`,
      },
    ];
  },
};

const QUOTAS_PAGE = 'https://console.aws.amazon.com/servicequotas/home/services/iam/quotas';

/** Numbers that IAM keeps itself: what is there, what may be there, and what the platform adds. */
function iamQuota(
  id: string,
  what: string,
  used: SummaryKeyType,
  quota: SummaryKeyType,
  ...types: readonly string[]
): Check {
  return {
    id,
    asks: `whether there is room for the platform's ${what}`,
    remedy: `[raise the quota](${QUOTAS_PAGE})`,
    actions: ['iam:GetAccountSummary'],
    findings: async (target) => {
      const added = target.created(...types).length;
      const { SummaryMap = {} } = await target.aws.iam.send(new GetAccountSummaryCommand({}));
      const [have, most] = [SummaryMap[used] ?? 0, SummaryMap[quota] ?? Number.POSITIVE_INFINITY];
      if (have + added <= most) return [];
      return [
        {
          problem: `${added} ${what} are added to ${have}, and the account may have ${most}`,
          remedy: `raise the quota of ${what}: ${QUOTAS_PAGE}`,
        },
      ];
    },
  };
}

const attachedPolicies: Check = {
  id: 'attached-policies',
  asks: "whether CI's roles may have as many managed policies as they get",
  remedy: `[raise the quota](${QUOTAS_PAGE})`,
  actions: ['iam:GetAccountSummary'],
  findings: async (target): Promise<readonly Finding[]> => {
    const perRole = new Map<unknown, number>();
    for (const { arguments: values } of target.created('aws_iam_role_policy_attachment')) {
      perRole.set(values.role, (perRole.get(values.role) ?? 0) + 1);
    }
    const most = Math.max(0, ...perRole.values());
    const { SummaryMap = {} } = await target.aws.iam.send(new GetAccountSummaryCommand({}));
    const quota = SummaryMap.AttachedPoliciesPerRoleQuota ?? Number.POSITIVE_INFINITY;
    if (most <= quota) return [];
    return [
      {
        problem: `a role gets ${most} managed policies, and may have ${quota}`,
        remedy: `raise "Managed policies per role": ${QUOTAS_PAGE}`,
      },
    ];
  },
};

export const accountChecks: readonly Check[] = [
  documentAccount,
  regionsEnabled,
  zones,
  identityProvider,
  shield,
  iamQuota('iam-roles', 'roles', 'Roles', 'RolesQuota', 'aws_iam_role'),
  iamQuota('iam-policies', 'policies', 'Policies', 'PoliciesQuota', 'aws_iam_policy'),
  attachedPolicies,
];
