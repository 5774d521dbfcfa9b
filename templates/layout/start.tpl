{{%AUTOESCAPE context="HTML"}}
<div class="hero wrap">
<h1>{{TITLE}}</h1>
<p class="lead">{{SUMMARY}}</p>
<search aria-labelledby="search-label">
<form class="search big" action="/search">
<label id="search-label" for="search">[[search_question]]</label>
<input id="search" type="search" name="q" maxlength="200" autocomplete="off">
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
<section class="block wrap" aria-labelledby="subjects">
<h2 id="subjects">[[subjects_title]]</h2>
<ul class="cards">
{{#CARD}}
<li class="card">
<h3><a href="{{CARD_HREF}}">{{CARD_TITLE}}</a></h3>
<p>{{CARD_SUMMARY}}</p>
<p class="meta">[[card_articles]] {{CARD_COUNT}}</p>
</li>
{{/CARD}}
</ul>
</section>
<section class="block wrap" aria-labelledby="questions">
<h2 id="questions">[[questions_title]]</h2>
<ul class="ruled two">
{{#QUESTION}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/QUESTION}}
</ul>
</section>
{{>HELP_BAND}}
