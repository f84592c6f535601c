# A distribution that asks a bucket first and a function behind HTTP for what the bucket lacks, with a Lambda@Edge function
# in front of both. Nothing here is about the local AWS: the same files deploy to AWS.
#
#   (cd functions && zip ../functions.zip index.mjs)
#   npx local-aws start && eval "$(npx local-aws env)"
#   terraform init && terraform apply
#   curl --noproxy '*' -H "Host: $(terraform output -raw domain)" http://127.0.0.1:4666/hello.txt

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = "us-east-1" # Where Lambda@Edge functions are.
}

resource "aws_s3_bucket" "objects" {
  bucket_prefix = "local-aws-example-"
  force_destroy = true
}

resource "aws_s3_object" "hello" {
  bucket       = aws_s3_bucket.objects.id
  key          = "hello.txt"
  content      = "Hello from the bucket.\n"
  content_type = "text/plain"
}

data "aws_iam_policy_document" "read_by_distribution" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.objects.arn}/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_cloudfront_distribution.site.arn]
    }
  }
}

resource "aws_s3_bucket_policy" "objects" {
  bucket = aws_s3_bucket.objects.id
  policy = data.aws_iam_policy_document.read_by_distribution.json
}

data "aws_iam_policy_document" "run_functions" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "functions" {
  name_prefix        = "local-aws-example-"
  assume_role_policy = data.aws_iam_policy_document.run_functions.json
}

resource "aws_lambda_function" "edge" {
  function_name    = "local-aws-example-edge"
  role             = aws_iam_role.functions.arn
  runtime          = "nodejs22.x"
  handler          = "index.edge"
  filename         = "functions.zip"
  source_code_hash = filebase64sha256("functions.zip")
  publish          = true
}

resource "aws_lambda_function" "fallback" {
  function_name    = "local-aws-example-fallback"
  role             = aws_iam_role.functions.arn
  runtime          = "nodejs22.x"
  handler          = "index.fallback"
  filename         = "functions.zip"
  source_code_hash = filebase64sha256("functions.zip")
}

resource "aws_lambda_function_url" "fallback" {
  function_name      = aws_lambda_function.fallback.function_name
  authorization_type = "NONE"
}

resource "aws_cloudfront_origin_access_control" "objects" {
  name                              = "local-aws-example"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

data "aws_cloudfront_cache_policy" "optimized" {
  name = "Managed-CachingOptimized"
}

resource "aws_cloudfront_distribution" "site" {
  enabled = true

  origin {
    origin_id                = "bucket"
    domain_name              = aws_s3_bucket.objects.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.objects.id
  }

  origin {
    origin_id   = "function"
    domain_name = trimsuffix(trimprefix(aws_lambda_function_url.fallback.function_url, "https://"), "/")
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  origin_group {
    origin_id = "bucket-then-function"
    failover_criteria {
      status_codes = [403, 404] # A bucket whose objects may not be listed answers 403 for what it lacks.
    }
    member {
      origin_id = "bucket"
    }
    member {
      origin_id = "function"
    }
  }

  default_cache_behavior {
    target_origin_id       = "bucket-then-function"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = data.aws_cloudfront_cache_policy.optimized.id
    lambda_function_association {
      event_type = "origin-request"
      lambda_arn = aws_lambda_function.edge.qualified_arn
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

output "domain" {
  value = aws_cloudfront_distribution.site.domain_name
}
