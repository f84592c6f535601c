import { ACCOUNT } from '../actions';
import {
  account,
  aws,
  bucketOfOthers,
  by,
  iam,
  inside,
  outside,
  stateOf,
  toLambda,
  untagged,
  type Way,
} from './things';

/** What any stack could do to who watches, and to what is not the deployment's. */
export const ofEveryone = account.stacks
  .map(({ id }) => id)
  .flatMap((id) => {
    const own: Way = ['s3:PutObject', stateOf(id)];
    return by(
      `${id}-apply`,
      [['cloudtrail:StopLogging', aws('cloudtrail', 'trail/organization')], 'leaves no trace', own],
      [['cloudtrail:DeleteTrail', aws('cloudtrail', 'trail/organization')], 'leaves no trace', own],
      [['guardduty:DeleteDetector', aws('guardduty', 'detector/1')], 'is not noticed', own],
      [['organizations:LeaveOrganization', outside('*')], 'leaves the organization’s limits', own],
      [
        [
          's3:GetObject',
          outside('arn:aws:s3:::meridian-production-terraform-state/production-global.tfstate'),
        ],
        'reads another deployment’s state',
        own,
      ],
      [
        ['s3:PutObject', inside(bucketOfOthers('meridian-demo-terraform-state'), `${id}.tfstate`)],
        'writes its state where others read it, once the bucket’s name is theirs',
        own,
      ],
      [
        ['s3:PutBucketPolicy', outside('arn:aws:s3:::production-media-europe-1')],
        'opens another deployment’s bucket',
        own,
      ],
      [
        ['secretsmanager:GetSecretValue', aws('secretsmanager', 'secret:production/origin-secret/v1')],
        'reads another deployment’s secret',
        own,
      ],
      [
        ['lambda:UpdateFunctionCode', aws('lambda', 'function:production-fill-europe')],
        'runs code in another deployment',
        own,
      ],
      [
        ['cloudwatch:DeleteAlarms', aws('cloudwatch', 'alarm:production-media-5xx')],
        'silences another deployment',
        own,
      ],
      [
        ['sqs:DeleteQueue', aws('sqs', 'production-misses-europe')],
        'loses another deployment’s messages',
        own,
      ],
      [
        ['kms:PutKeyPolicy', { ...untagged, tags: { stack: 'production-global', deployment: 'production' } }],
        'takes another deployment’s key',
        own,
      ],
      [
        [
          'cloudfront:UpdateDistribution',
          outside(`arn:aws:cloudfront::${ACCOUNT}:distribution/E1`, { stack: 'production-global' }),
        ],
        'serves another deployment’s site',
        own,
      ],
      [
        ['iam:PassRole', iam('role/production-backfill/x'), toLambda],
        'runs code with another deployment’s role',
        own,
      ],
    );
  });
