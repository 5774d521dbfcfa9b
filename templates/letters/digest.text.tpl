{{! plain text }}
Sign-ups and opt-outs
{{DAY}}

  Joined:                             {{JOINED}}
  Left:                               {{LEFT}}
  Taken off, since mail bounces:      {{BOUNCED}}
  Never confirmed, removed:           {{LAPSED}}
  Subscriptions now:                  {{ACTIVE}}
{{#HAS_HELD}}
  Letters held back by the limits:    {{HELD}}
{{/HAS_HELD}}
{{#HAS_FLAGGED}}
  Mails that may be a data request:   {{FLAGGED}}
{{/HAS_FLAGGED}}
{{#HAS_UNKNOWN}}
  Opt-outs from unknown senders:      {{UNKNOWN}}
{{/HAS_UNKNOWN}}
{{#EVENTS}}
{{#EVENT}}

{{EVENT_TIME}}  {{EVENT_EMAIL}}
       {{EVENT_TEXT}}
{{#EVENT_REASON}}
       "{{REASON}}"
{{/EVENT_REASON}}
{{/EVENT}}
{{/EVENTS}}
{{#QUIET}}

Nobody joined and nobody left.
{{/QUIET}}
{{#EVENTS_MORE}}

And {{MORE_COUNT}} more.
{{/EVENTS_MORE}}
