/**
 * Hedgerow's snippet as a module: `import posthog from '…/static/module.js'`. On a page that has the script or its stub
 * already it is the same instance, and calls that waited in the stub have been made.
 *
 * Every method may be called at any time, before `init` too, and none ever throws.
 */

/** Anything that can be told in JSON; dates are told as ISO texts. */
export type Property =
  | string | number | boolean | null | undefined | Date | Property[] | { [name: string]: Property }

/** Values by name. */
export interface Properties {
  [name: string]: Property
}

/** An event as it is sent, and as `before_send` and `eventCaptured` see it. */
export interface CapturedEvent {
  uuid: string
  event: string
  properties: { [name: string]: any }
  $set?: Properties
  $set_once?: Properties
  $unset?: string[]
  timestamp?: Date
}

/** What may be said about one event. Any of it, even `{}`, makes the event go at once instead of with the next batch. */
export interface CaptureOptions {
  /** Properties of the person, overwriting. */
  $set?: Properties
  /** Properties of the person, where it has none of that name yet. */
  $set_once?: Properties
  /** Properties that the person shall no longer have. */
  $unset?: string[]
  /** When it happened, if not now. */
  timestamp?: Date
  /** The event's own id; an event that is sent twice counts once. */
  uuid?: string
  send_instantly?: boolean
  /** Does not count against the limit of events per second. */
  skip_client_rate_limiting?: boolean
  transport?: 'XHR' | 'fetch' | 'sendBeacon'
}

/** The value of a feature flag: its variant, or whether it is on. */
export type FlagValue = string | boolean

/** A feature flag with what belongs to it. */
export interface FlagResult {
  key: string
  enabled: boolean
  variant?: string
  payload?: any
}

/** How a flag is asked for. */
export interface FlagQuestion {
  /** Whether to count that it was asked for; as a rule yes. */
  send_event?: boolean
  /** Only what the server said on this page, nothing kept from an earlier one. */
  fresh?: boolean
}

/** Why a session began. */
export interface SessionChange {
  noSessionId?: boolean
  activityTimeout?: boolean
  sessionPastMaximumLength?: boolean
  crossTabAdoption?: boolean
}

export type Persistence = 'localStorage+cookie' | 'localStorage' | 'cookie' | 'sessionStorage' | 'memory'

/** Which clicks, changes and submits are captured. */
export interface AutocaptureOptions {
  /** Only on pages whose address fits one of these. */
  url_allowlist?: (string | RegExp)[]
  url_ignorelist?: (string | RegExp)[]
  dom_event_allowlist?: ('click' | 'change' | 'submit')[]
  /** Only where an element of such a tag is hit. */
  element_allowlist?: string[]
  css_selector_allowlist?: string[]
  /** Replaces `['.ph-no-autocapture', '[data-ph-no-autocapture]']`. */
  css_selector_ignorelist?: string[]
  /** Attributes that stay on the page. */
  element_attribute_ignorelist?: string[]
  /** Also what is copied and cut. */
  capture_copied_text?: boolean
}

export interface RageClickOptions {
  css_selector_ignorelist?: string[]
  /** Words on controls that are meant to be clicked often, at most 10; `true` for the usual ones. */
  content_ignorelist?: boolean | string[]
  ignore_text_selection?: boolean
  threshold_px?: number
  click_count?: number
  timeout_ms?: number
}

export interface DeadClickOptions {
  css_selector_ignorelist?: string[]
  element_attribute_ignorelist?: string[]
  scroll_threshold_ms?: number
  selection_change_threshold_ms?: number
  mutation_threshold_ms?: number
  capture_clicks_with_modifier_keys?: boolean
}

export interface PerformanceOptions {
  network_timing?: boolean
  web_vitals?: boolean
  web_vitals_allowed_metrics?: ('CLS' | 'FCP' | 'INP' | 'LCP')[]
  web_vitals_delayed_flush_ms?: number
  [other: string]: any
}

export interface ExceptionOptions {
  capture_unhandled_errors?: boolean
  capture_unhandled_rejections?: boolean
  capture_console_errors?: boolean
}

/** What is known of a visitor before the snippet looks. */
export interface Bootstrap {
  distinctID?: string
  /** Whether that id names somebody who is signed in. */
  isIdentifiedID?: boolean
  featureFlags?: { [key: string]: FlagValue }
  featureFlagPayloads?: { [key: string]: any }
  sessionID?: string
}

export type BeforeSend = (event: CapturedEvent) => CapturedEvent | null | undefined

/** The options of `init` and `set_config`. All may be left out. */
export interface Options {
  /** Where the server is, with any path before its own; by default where the script came from. */
  api_host?: string
  flags_api_host?: string | null
  ui_host?: string | null
  /** Where the script's parts and the settings come from, if not `api_host`. */
  asset_host?: string | null
  /** Changes the address of every request. */
  rewriteRequestPath?: (url: URL) => URL
  api_transport?: 'XHR' | 'fetch'
  /** For the stub: the address of the script, if it is not `api_host` + `/static/array.js`. */
  script_url?: string
  name?: string
  /** Which defaults hold: those of this day. */
  defaults?: 'unset' | 'latest' | `${number}-${number}-${number}`
  /** Called with the instance once it is ready, before anything is sent. */
  loaded?: (posthog: PostHog) => void

  autocapture?: boolean | AutocaptureOptions
  rageclick?: boolean | RageClickOptions
  capture_dead_clicks?: boolean | DeadClickOptions
  capture_heatmaps?: boolean | { flush_interval_milliseconds?: number }
  enable_heatmaps?: boolean
  capture_pageview?: boolean | 'history_change' | { path?: boolean; search?: boolean; hash?: boolean }
  capture_pageleave?: boolean | 'if_capture_pageview'
  capture_performance?: boolean | PerformanceOptions
  capture_exceptions?: boolean | ExceptionOptions
  error_tracking?: { [option: string]: any }
  disable_scroll_properties?: boolean
  /** The first element that fits is what scrolls, instead of the page. */
  scroll_root_selector?: string | string[]

  persistence?: Persistence
  persistence_name?: string
  cookie_persisted_properties?: string[]
  cookieWinsOnConflict?: boolean
  cross_subdomain_cookie?: boolean
  /** In days. */
  cookie_expiration?: number
  secure_cookie?: boolean
  disable_persistence?: boolean
  persistence_save_debounce_ms?: number
  split_storage?: boolean

  save_referrer?: boolean
  save_campaign_params?: boolean
  custom_campaign_params?: string[]
  mask_personal_data_properties?: boolean
  custom_personal_data_properties?: string[]
  disable_capture_url_hashes?: boolean
  mask_all_text?: boolean
  mask_all_element_attributes?: boolean
  property_denylist?: string[]
  properties_string_max_length?: number
  /** @deprecated `before_send` sees the whole event. */
  sanitize_properties?: ((properties: { [name: string]: any }, event: string) => { [name: string]: any }) | null
  /** Sees each event before it is sent: may change it, or drop it by returning null. */
  before_send?: BeforeSend | BeforeSend[]
  /** The address that lists of addresses are compared with. */
  get_current_url?: (url: string) => string

  /** When events have a person: always, never, or once the visitor is known. */
  person_profiles?: 'always' | 'never' | 'identified_only'
  bootstrap?: Bootstrap
  get_device_id?: (uuid: string) => string
  reuseAnonymousId?: boolean
  /** From 60 to 36,000. */
  session_idle_timeout_seconds?: number
  internal_or_test_user_hostname?: string | RegExp | null

  request_batching?: boolean
  /** From 250 to 5,000. */
  request_queue_config?: { flush_interval_ms?: number }
  disable_compression?: boolean
  disable_beacon?: boolean
  request_headers?: { [header: string]: string }
  fetch_options?: { cache?: RequestCache; [option: string]: any }
  on_request_error?: (response: { statusCode: number; text?: string; json?: any }) => void
  rate_limiting?: { events_per_second?: number; events_burst_limit?: number }

  opt_out_capturing_by_default?: boolean
  opt_out_persistence_by_default?: boolean
  opt_out_capturing_persistence_type?: 'localStorage' | 'cookie'
  consent_persistence_name?: string | null
  /** @deprecated `consent_persistence_name` says the whole name. */
  opt_out_capturing_cookie_prefix?: string | null
  respect_dnt?: boolean
  /** Counts without keeping anything: always, or for who said no. */
  cookieless_mode?: 'always' | 'on_reject'
  opt_out_useragent_filter?: boolean
  custom_blocked_useragents?: string[]
  __preview_capture_bot_pageviews?: boolean

  advanced_disable_flags?: boolean
  advanced_disable_feature_flags?: boolean
  advanced_disable_feature_flags_on_first_load?: boolean
  advanced_only_evaluate_survey_feature_flags?: boolean
  advanced_feature_flags_dedup_per_session?: boolean
  feature_flag_request_timeout_ms?: number
  feature_flag_request_max_retries?: number
  feature_flag_cache_ttl_ms?: number
  evaluation_contexts?: string[]
  flag_keys?: string[]
  remote_config_refresh_interval_ms?: number
  /** Hosts whose requests are told the visitor's and the session's ids in headers. */
  tracing_headers?: string[]

  disable_session_recording?: boolean
  session_recording?: { [option: string]: any }
  enable_recording_console_log?: boolean
  disable_surveys?: boolean
  disable_surveys_automatic_display?: boolean
  disable_conversations?: boolean
  disable_product_tours?: boolean
  disable_web_experiments?: boolean
  opt_in_site_apps?: boolean
  disable_external_dependency_loading?: boolean
  strict_script_versioning?: 'fallback' | boolean
  external_scripts_inject_target?: 'head' | 'body'
  prepare_external_dependency_script?: (script: HTMLScriptElement) => HTMLScriptElement | null
  prepare_external_dependency_stylesheet?: (style: HTMLStyleElement) => HTMLStyleElement | null
  disableDeviceModel?: boolean
  segment?: any
  debug?: boolean

  /** @deprecated `person_profiles` */
  process_person?: 'always' | 'never' | 'identified_only'
  /** @deprecated `request_headers` */
  xhr_headers?: { [header: string]: string }
  /** @deprecated `persistence_name` */
  cookie_name?: string
  /** @deprecated `disable_persistence` */
  disable_cookie?: boolean
  /** @deprecated `save_campaign_params` */
  store_google?: boolean
  /** @deprecated `debug` */
  verbose?: boolean
  /** @deprecated `property_denylist` */
  property_blacklist?: string[]
  /** @deprecated `advanced_disable_flags` */
  advanced_disable_decide?: boolean
  /** @deprecated `evaluation_contexts` */
  evaluation_environments?: string[]
  /** @deprecated Without effect. */
  ip?: boolean
  /** @deprecated Without effect. */
  upgrade?: boolean
  /** @deprecated Without effect. */
  api_method?: string
}

/** The older way to properties of a person. */
export interface People {
  set(name: string, value: Property): void
  set(properties: Properties): void
  set_once(name: string, value: Property): void
  set_once(properties: Properties): void
}

/** One instance: what a page calls. */
export interface PostHog {
  /** Whether `init` was called with a token. */
  readonly __loaded: boolean
  readonly version: string
  readonly config: Options & { token: string }
  readonly people: People

  /** Starts this instance, or the one of that name, which is then `posthog[name]`. The second call changes nothing. */
  init(token: string, options?: Options, name?: string): PostHog
  /** Makes a call given as a list: the method's name and its arguments. */
  push(call: [method: string, ...args: any[]]): void
  toString(): string
  /** Says in the console what is sent, and why something is not; on this browser until it is switched off. */
  debug(on?: boolean): void
  set_config(options: Options): void

  /** Captures an event; nothing is returned when something stopped it. */
  capture(event: string, properties?: Properties | null, options?: CaptureOptions): CapturedEvent | undefined
  /** What an event of this name would carry now. */
  calculateEventProperties(event: string, properties?: Properties): { [name: string]: any }
  /** Calls back for each event captured; returns what undoes it. */
  on(event: 'eventCaptured', callback: (event: CapturedEvent) => void): () => void
  on(event: 'featureFlagsReloading', callback: (value: any) => void): () => void
  on(event: '*', callback: (event: string, value: any) => void): () => void

  /** Properties that every event carries from now on, on later pages too. */
  register(properties: Properties, days?: number): void
  /** The same, where there are none of these names yet. */
  register_once(properties: Properties, unset?: Property, days?: number): void
  unregister(name: string): void
  /** Properties that every event carries in this tab, until the session ends. */
  register_for_session(properties: Properties): void
  unregister_for_session(name: string): void
  get_property(name: string): any
  getSessionProperty(name: string): any
  /** The id of the current page view. */
  getPageViewId(): string | undefined

  /** Says who the visitor is; what was captured before belongs to that person too. */
  identify(distinctId: string, set?: Properties, setOnce?: Properties): void
  /** Makes another id mean the same person. */
  alias(alias: string, original?: string): CapturedEvent | number | undefined
  setPersonProperties(set?: Properties, setOnce?: Properties): void
  unsetPersonProperties(names: string | string[]): void
  /** Gives the visitor a person, though nobody said who it is. */
  createPersonProfile(): void
  setInternalOrTestUser(): void
  /** For ids that are signed by a backend. */
  setIdentity(distinctId: string, hash: string): void
  clearIdentity(): void
  /** Ties what follows to a company, a team or another group. */
  group(type: string, key: string, properties?: Properties): void
  resetGroups(): void
  getGroups(): { [type: string]: string }
  /** Forgets the visitor, as on signing out; `true` gives the device another id too. */
  reset(device?: boolean | { resetDeviceID?: boolean; bootstrap?: Bootstrap }): void
  get_distinct_id(): string | undefined
  get_session_id(): string
  /** Calls back now, if there is a session, and whenever another begins; returns what undoes it. */
  onSessionId(callback: (sessionId: string, windowId: string, why?: SessionChange) => void): () => void

  /** The visitor says yes. */
  opt_in_capturing(options?: { captureEventName?: string | null | false; captureProperties?: Properties }): void
  /** The visitor says no. */
  opt_out_capturing(): void
  has_opted_in_capturing(): boolean
  has_opted_out_capturing(): boolean
  get_explicit_consent_status(): 'granted' | 'denied' | 'pending'
  clear_opt_in_out_capturing(): void
  is_capturing(): boolean

  /** The flag's value; undefined while that is not known. */
  getFeatureFlag(key: string, question?: FlagQuestion): FlagValue | undefined
  getFeatureFlagPayload(key: string): any
  getFeatureFlagResult(key: string, question?: FlagQuestion): FlagResult | undefined
  getAllFeatureFlags(): any
  isFeatureEnabled(key: string, question?: FlagQuestion & { defaultValue?: boolean }): boolean | undefined
  reloadFeatureFlags(): void
  updateFlags(
    flags: { [key: string]: FlagValue },
    payloads?: { [key: string]: any },
    options?: { merge?: boolean },
  ): void
  /** Calls back once the flags are known, and whenever they may have changed; returns what undoes it. */
  onFeatureFlags(
    callback: (keys: string[], values: { [key: string]: FlagValue }, trouble?: { errorsLoading?: boolean }) => void,
  ): () => void
  setPersonPropertiesForFlags(properties: Properties, reload?: boolean): void
  resetPersonPropertiesForFlags(reload?: boolean): void
  setGroupPropertiesForFlags(properties: { [type: string]: Properties }, reload?: boolean): void
  resetGroupPropertiesForFlags(type?: string): void
  getEarlyAccessFeatures(callback: (features: any[]) => void, force?: boolean, stages?: string[]): void
  updateEarlyAccessFeatureEnrollment(key: string, enrolled: boolean, stage?: string): void

  captureException(error: unknown, properties?: Properties): CapturedEvent | undefined
  /** A step on the way to an exception that may come. */
  addExceptionStep(message: string, properties?: Properties): void
  startExceptionAutocapture(options?: ExceptionOptions): void
  stopExceptionAutocapture(): void
  captureTraceFeedback(traceId: string | number, text: string): void
  captureTraceMetric(traceId: string | number, name: string, value: string | number | boolean): void
  captureLog(log: { body: string; level?: string; attributes?: Properties }): void

  startSessionRecording(
    override?: boolean | { sampling?: boolean; linked_flag?: boolean; url_trigger?: true; event_trigger?: true },
  ): void
  stopSessionRecording(): void
  sessionRecordingStarted(): boolean
  get_session_replay_url(options?: { withTimestamp?: boolean; timestampLookBack?: number }): string
  loadToolbar(parameters: { [name: string]: any }): boolean

  getSurveys(callback: (surveys: any[], context?: any) => void, force?: boolean): void
  getActiveMatchingSurveys(callback: (surveys: any[], context?: any) => void, force?: boolean): void
  onSurveysLoaded(callback: (surveys: any[], context?: any) => void): () => void
  renderSurvey(surveyId: string, selector: string): void
  displaySurvey(surveyId: string, options?: any): void
  cancelPendingSurvey(surveyId: string): void
  canRenderSurvey(surveyId: string): any
  canRenderSurveyAsync(surveyId: string, force?: boolean): Promise<any>
  getNextSurveyStep(survey: any, index: number, response: any): any

  /** Sends what waits and stops. */
  shutdown(timeoutMilliseconds?: number): Promise<void>
}

declare const posthog: PostHog
export { posthog }
export default posthog
