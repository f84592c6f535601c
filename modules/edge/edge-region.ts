/** AWS region in which CloudFront takes certificates, firewalls, functions of Lambda@Edge and logs from. */
export const EDGE_REGION = 'us-east-1';
