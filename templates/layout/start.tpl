{{%AUTOESCAPE context="HTML"}}
<div class="hero wrap">
<h1>{{TITLE}}</h1>
<p class="lead">{{SUMMARY}}</p>
<search aria-labelledby="hc-search-label">
<form class="search big" action="/search">
<label id="hc-search-label" for="hc-search">[[search_question]]</label>
<input id="hc-search" type="search" name="q" maxlength="200" autocomplete="off">
<button type="submit">[[search_button]]</button>
</form>
</search>
<div class="popular">
<h2>[[popular_title]]</h2>
<ul>
{{#POPULAR}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/POPULAR}}
</ul>
</div>
</div>
{{#INTRO}}
<div class="block wrap">
<div class="prose">
{{BODY:none}}
</div>
</div>
{{/INTRO}}
<section class="block wrap" aria-labelledby="hc-subjects">
<h2 id="hc-subjects">[[subjects_title]]</h2>
<ul class="cards">
{{#CARD}}
<li class="card">
<h3><a href="{{CARD_HREF}}">{{CARD_TITLE}}</a></h3>
<p>{{CARD_SUMMARY}}</p>
{{#CARD_MANY}}
<p class="meta">[[card_articles]] {{CARD_COUNT}}</p>
{{/CARD_MANY}}
</li>
{{/CARD}}
</ul>
{{#MORE}}
<ul class="ruled two">
{{#MORE_CARD}}
<li><a href="{{CARD_HREF}}">{{CARD_TITLE}}</a>
<p class="meta">{{CARD_SUMMARY}}</p></li>
{{/MORE_CARD}}
</ul>
{{/MORE}}
</section>
<section class="block wrap" aria-labelledby="hc-questions">
<h2 id="hc-questions">[[questions_title]]</h2>
<ul class="ruled two">
{{#QUESTION}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/QUESTION}}
</ul>
</section>
{{>HELP_BAND}}
