{{%AUTOESCAPE context="HTML"}}
<section class="band wrap" aria-labelledby="hc-still-need-help">
<div>
<h2 id="hc-still-need-help">[[band_title]]</h2>
<p>[[band_lead]]</p>
</div>
<ul>
<li><svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7 8.5 6 8.5-6"/></svg>
<div><b>[[band_mail]]</b> <a href="mailto:{{SUPPORT_MAIL}}">{{SUPPORT_MAIL}}</a> <span class="meta">[[band_mail_time]]</span></div></li>
{{#PHONE_SHOWN}}
<li><svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M5 3.5h3.5l1.75 4.5-2.25 1.75a12 12 0 0 0 6.25 6.25L16 13.75l4.5 1.75V19a1.5 1.5 0 0 1-1.5 1.5A15.5 15.5 0 0 1 3.5 5 1.5 1.5 0 0 1 5 3.5z"/></svg>
<div><b>[[band_phone]]</b> <a class="number" href="tel:{{PHONE_DIAL}}">{{PHONE}}</a> <span class="meta">[[band_hours]]</span></div></li>
{{/PHONE_SHOWN}}
<li><svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M4 5.5h16v11H12l-4.5 4v-4H4z"/><path d="M8 9.5h8M8 12.75h5"/></svg>
<div><b>[[band_more]]</b> <a href="/contact">[[band_contact]]</a> <span class="meta">[[band_post]]</span></div></li>
</ul>
</section>
