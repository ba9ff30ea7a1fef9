import posthog, { posthog as same } from './module.js'
import type { BeforeSend, CapturedEvent, Options, PostHog, Properties } from './module.js'

const dropsDrafts: BeforeSend = (event) => (event.event === 'draft' ? null : event)

const options: Options = {
  api_host: 'https://events.example.com/collect',
  defaults: '2026-05-30',
  autocapture: { css_selector_ignorelist: ['.quiet'], dom_event_allowlist: ['click'] },
  rageclick: { content_ignorelist: ['next'] },
  capture_pageview: 'history_change',
  persistence: 'localStorage+cookie',
  person_profiles: 'identified_only',
  before_send: [dropsDrafts, (event) => event],
  bootstrap: { distinctID: 'u1', featureFlags: { beta: true, colour: 'red' } },
  session_idle_timeout_seconds: 600,
  loaded: (ready) => ready.register({ plan: 'pro' }),
}
const live: PostHog = posthog.init('phc_abc', options)
const two: PostHog = posthog.init('phc_two', { capture_pageview: false }, 'two')
const both: boolean = live === same || two === live

const bought: Properties = { price: 12.5, at: new Date(), tags: ['a', 1, null], more: { deep: true } }
const event: CapturedEvent | undefined = posthog.capture('bought', bought, {
  timestamp: new Date(),
  $set: { last: 'box' },
})
posthog.capture('seen', null, {})
posthog.identify('u1', { name: 'Ada' }, { first: true })
posthog.alias('u2')
posthog.group('company', 'fernhill', { size: 3 })
posthog.people.set('name', 'Ada')
posthog.people.set_once({ first: 1 })
posthog.register_once({ first: true }, 'None')
const flag: string | boolean | undefined = posthog.getFeatureFlag('beta', { send_event: false })
const undo: () => void = posthog.onFeatureFlags((keys, values) => keys.map((key) => values[key]))
posthog.on('eventCaptured', (captured) => captured.properties.$current_url)
posthog.on('*', (name, value) => console.log(name, value))
posthog.onSessionId((session, view, why) => session + view + why?.activityTimeout)
posthog.opt_in_capturing({ captureEventName: null })
const said: 'granted' | 'denied' | 'pending' = posthog.get_explicit_consent_status()
posthog.reset({ resetDeviceID: true })
posthog.captureException(new Error('no'), { where: 'here' })
posthog.push(['capture', 'pushed'])
posthog.shutdown().then(undo)
export { both, event, flag, said }

// @ts-expect-error a name is needed
posthog.capture()
// @ts-expect-error a name is a text
posthog.capture(12)
// @ts-expect-error functions cannot be sent
posthog.capture('x', { callback: () => 1 })
// @ts-expect-error a time is a date
posthog.capture('x', {}, { timestamp: '2026-01-01' })
// @ts-expect-error an id is a text
posthog.identify(12)
// @ts-expect-error no such way to keep
posthog.init('phc_abc', { persistence: 'indexedDB' })
// @ts-expect-error a mistyped option
posthog.init('phc_abc', { api_hots: 'https://events.example.com' })
// @ts-expect-error no such kind of profiles
posthog.set_config({ person_profiles: 'sometimes' })
// @ts-expect-error answers an event or nothing
posthog.set_config({ before_send: () => 'yes' })
// @ts-expect-error no day
posthog.init('phc_abc', { defaults: 'yesterday' })
// @ts-expect-error a group has a key
posthog.group('company')
// @ts-expect-error no such method
posthog.track('x')
// @ts-expect-error there may be none
const certain: CapturedEvent = posthog.capture('x')
// @ts-expect-error not to be replaced
posthog.version = '2'
export { certain }
