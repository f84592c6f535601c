import { CloudFront } from './cloudfront';
import type { Emulator } from './emulator';
import { GlobalAccelerator } from './global-accelerator';
import { Route53Dnssec } from './route53-dnssec';
import { Shield } from './shield';

/** Every part of AWS that moto lacks or gets wrong; each call starts from an empty account. */
export function createEmulators(cloudFront = new CloudFront()): Emulator[] {
  return [cloudFront, new GlobalAccelerator(), new Shield(), new Route53Dnssec()];
}
