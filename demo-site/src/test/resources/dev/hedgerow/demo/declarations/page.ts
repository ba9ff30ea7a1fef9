/// <reference path="./array.d.ts" />
posthog.init('phc_abc', { debug: true })
window.posthog.capture('seen')
const id: string | undefined = posthog.get_distinct_id()
// @ts-expect-error no such method
window.posthog.track(id)
