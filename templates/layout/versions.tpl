{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<header class="head">
<h1>{{TITLE}}</h1>
<p class="lead">[[versions_lead]]</p>
</header>
{{#EARLY}}
<p class="standing">{{EARLY_TEXT}}</p>
{{/EARLY}}
{{#ON_BEFORE}}
<p class="standing" role="status">{{ON_BEFORE_TEXT}}</p>
{{/ON_BEFORE}}
<form class="as-of" action="{{ACTION}}" novalidate>
<div class="field{{#ON_ERROR}} wrong{{/ON_ERROR}}">
<label for="hc-on">[[versions_on_label]]</label>
{{#ON_ERROR}}
<p class="error" id="hc-on-error" role="alert"><svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.5v.01"/></svg>{{ON_ERROR_TEXT}}</p>
{{/ON_ERROR}}
{{#ON_DAY}}
<input id="hc-on" type="date" name="on" value="{{ON_VALUE}}" min="{{ON_FIRST}}" required>
{{/ON_DAY}}
{{#ON_AGAIN}}
<input id="hc-on" type="text" name="on" value="{{ON_VALUE}}" autocomplete="off" required aria-invalid="true" aria-describedby="hc-on-error" autofocus>
{{/ON_AGAIN}}
</div>
<button type="submit" class="quiet">[[versions_on_send]]</button>
</form>
<ol class="versions" reversed>
{{#EDITION}}
<li>
<h2><a href="{{EDITION_HREF}}">[[versions_one]] {{VERSION}}</a>{{#BADGE}} <span class="badge">{{BADGE_TEXT}}</span>{{/BADGE}}</h2>
<p>{{FORCE}}.</p>
<p class="meta">[[versions_published]] <time datetime="{{PUBLISHED_ISO}}">{{PUBLISHED}}</time>.{{#FIRST}} [[versions_first]]{{/FIRST}}{{#WORDS}} {{WORDS_TEXT}}{{/WORDS}}</p>
{{#CHANGES}}
<p><a href="{{CHANGES_HREF}}">[[versions_changes]]<span class="unseen"> ([[versions_one]] {{CHANGES_VERSION}})</span></a></p>
{{/CHANGES}}
</li>
{{/EDITION}}
</ol>
</div>
</div>
{{>HELP_BAND}}
