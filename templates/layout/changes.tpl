{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<header class="head">
<h1>{{TITLE}}</h1>
<p class="lead">{{SUMMARY}}</p>
<p class="meta onward"><a href="/changes.xml">[[news_feed]]</a></p>
</header>
{{#INTRO}}
<div class="prose">
{{BODY:none}}
</div>
{{/INTRO}}
{{#NO_NEWS}}
<p>[[news_none]]</p>
{{/NO_NEWS}}
{{#MONTH}}
<section class="month" aria-labelledby="{{MONTH_ID}}">
<h2 id="{{MONTH_ID}}">{{MONTH_TEXT}}</h2>
<ul class="ruled">
{{#NEWS}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a>
<p class="meta"><time datetime="{{NEWS_DAY_ISO}}">{{NEWS_DAY}}</time>: {{LINK_SUMMARY}}</p></li>
{{/NEWS}}
</ul>
</section>
{{/MONTH}}
</div>
</div>
