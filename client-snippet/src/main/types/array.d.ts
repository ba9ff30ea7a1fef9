/**
 * For pages that load the script by a tag: `posthog` is there for every script.
 *
 *     /// <reference path="./array.d.ts" />
 */
import type { PostHog } from './module.js'

declare global {
  /** The snippet's first instance; until the script is there, its stub, whose methods return nothing. */
  var posthog: PostHog

  interface Window {
    posthog: PostHog
  }
}

export {}
