#!/usr/bin/env node
require('tsx/cjs');
require('../meridian.ts');
