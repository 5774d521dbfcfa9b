{{%AUTOESCAPE context="HTML"}}
<h1 style="margin:0 0 16px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:26px;line-height:1.2;font-weight:500">Sign-ups and opt-outs</h1>
<p style="margin:0 0 16px">{{DAY}}</p>
<table style="margin:0 0 24px;border-collapse:collapse">
<tbody>
<tr><th scope="row" class="line" style="padding:6px 16px 6px 0;border-bottom:1px solid #dcdbd6;text-align:left;font-weight:400">Joined</th><td class="line" style="padding:6px 0;border-bottom:1px solid #dcdbd6;text-align:right;white-space:nowrap;font-weight:600">{{JOINED}}</td></tr>
<tr><th scope="row" class="line" style="padding:6px 16px 6px 0;border-bottom:1px solid #dcdbd6;text-align:left;font-weight:400">Left</th><td class="line" style="padding:6px 0;border-bottom:1px solid #dcdbd6;text-align:right;white-space:nowrap;font-weight:600">{{LEFT}}</td></tr>
<tr><th scope="row" class="line" style="padding:6px 16px 6px 0;border-bottom:1px solid #dcdbd6;text-align:left;font-weight:400">Taken off, since mail bounces</th><td class="line" style="padding:6px 0;border-bottom:1px solid #dcdbd6;text-align:right;white-space:nowrap;font-weight:600">{{BOUNCED}}</td></tr>
<tr><th scope="row" class="line" style="padding:6px 16px 6px 0;border-bottom:1px solid #dcdbd6;text-align:left;font-weight:400">Never confirmed, removed</th><td class="line" style="padding:6px 0;border-bottom:1px solid #dcdbd6;text-align:right;white-space:nowrap;font-weight:600">{{LAPSED}}</td></tr>
<tr><th scope="row" class="line" style="padding:6px 16px 6px 0;border-bottom:1px solid #dcdbd6;text-align:left;font-weight:400">Subscriptions now</th><td class="line" style="padding:6px 0;border-bottom:1px solid #dcdbd6;text-align:right;white-space:nowrap;font-weight:600">{{ACTIVE}}</td></tr>
{{#HAS_HELD}}
<tr><th scope="row" class="line" style="padding:6px 16px 6px 0;border-bottom:1px solid #dcdbd6;text-align:left;font-weight:400">Letters held back by the limits</th><td class="line" style="padding:6px 0;border-bottom:1px solid #dcdbd6;text-align:right;white-space:nowrap;font-weight:600">{{HELD}}</td></tr>
{{/HAS_HELD}}
{{#HAS_FLAGGED}}
<tr><th scope="row" class="line" style="padding:6px 16px 6px 0;border-bottom:1px solid #dcdbd6;text-align:left;font-weight:400">Mails that may be a data request</th><td class="line" style="padding:6px 0;border-bottom:1px solid #dcdbd6;text-align:right;white-space:nowrap;font-weight:600">{{FLAGGED}}</td></tr>
{{/HAS_FLAGGED}}
{{#HAS_UNKNOWN}}
<tr><th scope="row" class="line" style="padding:6px 16px 6px 0;border-bottom:1px solid #dcdbd6;text-align:left;font-weight:400">Opt-outs from unknown senders</th><td class="line" style="padding:6px 0;border-bottom:1px solid #dcdbd6;text-align:right;white-space:nowrap;font-weight:600">{{UNKNOWN}}</td></tr>
{{/HAS_UNKNOWN}}
</tbody>
</table>
{{#EVENTS}}
<ul style="margin:0;padding:0;list-style:none">
{{#EVENT}}
<li class="line" style="margin:0;padding:10px 0;border-top:1px solid #dcdbd6"><strong style="font-weight:600">{{EVENT_EMAIL}}</strong><br><span class="soft" style="color:#484c51">{{EVENT_TIME}} · {{EVENT_TEXT}}</span>{{#EVENT_REASON}}<br>“{{REASON}}”{{/EVENT_REASON}}</li>
{{/EVENT}}
</ul>
{{/EVENTS}}
{{#QUIET}}
<p style="margin:0">Nobody joined and nobody left.</p>
{{/QUIET}}
{{#EVENTS_MORE}}
<p style="margin:16px 0 0">And {{MORE_COUNT}} more.</p>
{{/EVENTS_MORE}}
