/** The SDK is fine on this Node.js; what it says about next year's versions is not for the reader of test results. */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

export {};
