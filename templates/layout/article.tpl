{{%AUTOESCAPE context="HTML"}}
<div class="spread wrap">
<div class="text">
<article>
<header class="head">
<h1>{{TITLE}}</h1>
<p class="lead">{{SUMMARY}}</p>
{{#UPDATED}}
<p class="meta">[[updated]] <time datetime="{{UPDATED_ISO}}">{{UPDATED_TEXT}}</time></p>
{{/UPDATED}}
{{#POLICY}}
<p class="meta">[[policy_version]] {{VERSION}}, [[policy_effective]] <time datetime="{{EFFECTIVE_ISO}}">{{EFFECTIVE_TEXT}}</time>{{#UNTIL_THEN}} ([[policy_until_then]] <a href="{{BEFORE_HREF}}">[[policy_version_in]] {{BEFORE_VERSION}}</a>){{/UNTIL_THEN}}{{#HISTORY}}&nbsp;· <a href="{{HISTORY_HREF}}">[[policy_history]]</a>{{/HISTORY}}</p>
{{/POLICY}}
</header>
{{! The contents list twice: folded on a phone, at the side on a wide screen; the style sheet shows one. }}
{{#CONTENTS}}
<details class="folded">
<summary>[[contents_title]]</summary>
<ol>
{{#CONTENTS_ITEM}}
<li{{#ITEM_SUB}} class="sub"{{/ITEM_SUB}}><a href="{{ITEM_HREF}}">{{ITEM_TEXT}}</a></li>
{{/CONTENTS_ITEM}}
</ol>
</details>
{{/CONTENTS}}
<div class="prose">
{{BODY:none}}
</div>
</article>
{{>PAGE_END}}
<p class="to-top"><a href="#hc-main">[[back_to_top]]</a></p>
<p class="source">{{CANONICAL}}</p>
</div>
{{#CONTENTS}}
<nav class="rail" aria-label="[[contents_title]]">
<p class="rail-title" aria-hidden="true">[[contents_title]]</p>
<ol>
{{#CONTENTS_ITEM}}
<li{{#ITEM_SUB}} class="sub"{{/ITEM_SUB}}><a href="{{ITEM_HREF}}">{{ITEM_TEXT}}</a></li>
{{/CONTENTS_ITEM}}
</ol>
</nav>
{{/CONTENTS}}
</div>
{{>HELP_BAND}}
