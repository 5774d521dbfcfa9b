{{%AUTOESCAPE context="HTML"}}
<section class="band wrap" aria-labelledby="hc-still-need-help">
<div>
<h2 id="hc-still-need-help">[[band_title]]</h2>
<p>[[band_lead]]</p>
</div>
<ul>
<li><svg class="icon" width="24" height="24" aria-hidden="true"><use href="{{SPRITE}}#mail"></use></svg>
<div><b>[[band_mail]]</b> <a href="mailto:{{SUPPORT_MAIL}}">{{SUPPORT_MAIL}}</a> <span class="meta">[[band_mail_time]]</span></div></li>
{{#PHONE_SHOWN}}
<li><svg class="icon" width="24" height="24" aria-hidden="true"><use href="{{SPRITE}}#phone"></use></svg>
<div><b>[[band_phone]]</b> <a class="number" href="tel:{{PHONE_DIAL}}">{{PHONE}}</a> <span class="meta">[[band_hours]]</span></div></li>
{{/PHONE_SHOWN}}
<li><svg class="icon" width="24" height="24" aria-hidden="true"><use href="{{SPRITE}}#form"></use></svg>
<div><b>[[band_more]]</b> <a href="/contact">[[band_contact]]</a> <span class="meta">[[band_post]]</span></div></li>
</ul>
</section>
