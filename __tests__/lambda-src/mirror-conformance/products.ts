/** Products that fill a bucket on demand, in the order of the document's columns. */
export const PRODUCTS = ['sippy', 'oss', 'cos', 'fastly', 'tigris'] as const;
export type Product = (typeof PRODUCTS)[number];

export const PRODUCT_NAMES: Readonly<Record<Product, string>> = {
  sippy: 'Cloudflare R2 Sippy',
  oss: 'Alibaba Cloud OSS',
  cos: 'Tencent Cloud COS',
  fastly: 'Fastly',
  tigris: 'Tigris',
};

/** Where the statements about products come from. */
export const SOURCES = {
  sippy: 'https://developers.cloudflare.com/r2/data-migration/sippy/',
  oss: 'https://www.alibabacloud.com/help/en/oss/user-guide/mirroring-based-back-to-origin',
  'oss-424': 'https://help.aliyun.com/en/oss/user-guide/http-status-code-424',
  'oss-rules': 'https://www.alibabacloud.com/help/doc-detail/31865.htm',
  'oss-examples':
    'https://www.alibabacloud.com/help/en/oss/user-guide/configuration-examples-of-mirroring-based-back-to-origin',
  cos: 'https://www.tencentcloud.com/document/product/436/31508',
  'cos-rules': 'https://www.tencentcloud.com/document/product/436/52813',
  'cos-faq': 'https://www.tencentcloud.com/document/product/436/40769',
  fastly:
    'https://www.fastly.com/documentation/guides/platform/object-storage/on-demand-migration-for-object-storage/',
  'fastly-storage': 'https://docs.fastly.com/products/object-storage',
  tigris: 'https://www.tigrisdata.com/docs/migration/',
  's3-conditions': 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html',
  'rfc-9110': 'https://www.rfc-editor.org/rfc/rfc9110',
  'rfc-9111': 'https://www.rfc-editor.org/rfc/rfc9111',
  'rfc-9112': 'https://www.rfc-editor.org/rfc/rfc9112',
  'rfc-7515': 'https://www.rfc-editor.org/rfc/rfc7515',
  's3-checksums':
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html',
  'rfc-8305': 'https://www.rfc-editor.org/rfc/rfc8305',
  'node-families':
    'https://nodejs.org/docs/latest-v22.x/api/net.html#netsetdefaultautoselectfamilyattempttimeoutvalue',
  'rfc-9530': 'https://www.rfc-editor.org/rfc/rfc9530',
} as const;
export type SourceName = keyof typeof SOURCES;
