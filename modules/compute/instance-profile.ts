import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Caller } from '../iam/caller';
import type { PolicyStatement } from '../iam/policy';
import { ServiceRole } from '../iam/service-role';
import type { EndpointService } from '../network/service-endpoints';
import { surroundings } from '../surroundings';
import { ecrImage } from './container-image';

export interface InstanceProfileProps {
  /** Start of every name, such as `demo-asia`. */
  readonly name: string;
  readonly containerImage: string;
  /** What the service may do, in an account. */
  readonly statements: (accountId: string) => readonly PolicyStatement[];
}

/**
 * What instances may do for the service: pull its image, whatever it may do itself, and be reached through Session
 * Manager.
 */
export class InstanceProfile extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: InstanceProfileProps) {
    super(scope, id);
    const { name } = props;
    const { awsRegion } = surroundings(this);
    const { accountId } = new Caller(this, 'caller');

    const role = new ServiceRole(this, 'role', {
      namePrefix: `${name}-instance`,
      description: `Instances of the service in ${awsRegion}`,
      services: ['ec2.amazonaws.com'],
      statements: [
        ...pullStatements(props.containerImage),
        ...props.statements(accountId),
        {
          sid: 'BeKnownToSessionManager',
          actions: ['ssm:UpdateInstanceInformation'],
          resources: [`arn:aws:ec2:${awsRegion}:${accountId}:instance/*`],
        },
        {
          // Session Manager: AWS knows no resources for these actions.
          sid: 'BeReachedWithoutSsh',
          actions: [
            'ssmmessages:CreateControlChannel',
            'ssmmessages:CreateDataChannel',
            'ssmmessages:OpenControlChannel',
            'ssmmessages:OpenDataChannel',
          ],
          resources: ['*'],
        },
      ],
    });
    this.arn = new IamInstanceProfile(this, 'profile', {
      namePrefix: `${name}-instance-`,
      // As with the role: CI's role for a stack may touch what lies there only.
      path: `/${TerraformStack.of(this).node.id}/`,
      role: role.name,
    }).arn;
  }
}

/** Services of AWS that instances cannot do without: those that their roles and the agent of Session Manager use. */
export const servicesOfInstances = (containerImage: string): EndpointService[] => [
  'logs',
  'secretsmanager',
  // Since version 3.3.40 the agent needs no `ec2messages`.
  'ssm',
  'ssmmessages',
  ...(ecrImage(containerImage) === undefined ? [] : (['ecr.api', 'ecr.dkr'] as const)),
];

function pullStatements(containerImage: string): PolicyStatement[] {
  const image = ecrImage(containerImage);
  return image === undefined
    ? []
    : [
        // AWS knows no resource for this action; the token opens only what the next statement names.
        { sid: 'LogInToRegistry', actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
        {
          sid: 'PullImage',
          actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
          resources: [image.repositoryArn],
        },
      ];
}
