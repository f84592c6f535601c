import { changeAlarms } from './alarms';
import { anything, inRegions, type Permission } from './permission';

/**
 * ACM: certificates, of the stack's own names, and the alarms of their expiry, which are named after the certificates.
 *
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-conditions.html
 */
export const certificates: Permission = {
  types: ['aws_acm_certificate', 'aws_acm_certificate_validation'],
  read: () => [{ actions: ['acm:DescribeCertificate', 'acm:List*'], resources: anything }],
  write: (scope) => [
    {
      actions: ['acm:RequestCertificate'],
      resources: anything,
      conditions: {
        ...inRegions(scope),
        'ForAllValues:StringLike': { 'acm:DomainNames': [...scope.recordNames] },
      },
    },
    {
      actions: [
        'acm:DeleteCertificate',
        'acm:UpdateCertificateOptions',
        'acm:AddTagsToCertificate',
        'acm:RemoveTagsFromCertificate',
      ],
      resources: anything,
      conditions: inRegions(scope),
    },
    changeAlarms([`arn:aws:cloudwatch:*:${scope.accountId}:alarm:certificate-expires-*`]),
  ],
};
