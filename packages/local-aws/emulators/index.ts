import { CertificatesInUse } from './acm';
import { CloudFront } from './cloudfront';
import type { Emulator } from './emulator';
import { GlobalAccelerator } from './global-accelerator';
import { RecoveryControl } from './recovery-control';
import { Route53Dnssec } from './route53/dnssec';
import { Shield } from './shield';

/** Every part of AWS that moto lacks or gets wrong; each call starts from an empty account. */
export function createEmulators(
  cloudFront = new CloudFront(),
  recoveryControl = new RecoveryControl(),
): Emulator[] {
  const certificatesInUse = new CertificatesInUse(() =>
    cloudFront.distributions.all().map(({ config }) => config.certificateArn),
  );
  return [
    cloudFront,
    certificatesInUse,
    recoveryControl,
    new GlobalAccelerator(),
    new Shield(),
    new Route53Dnssec(),
  ];
}
