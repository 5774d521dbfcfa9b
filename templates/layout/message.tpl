{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<header class="head">
<h1>{{TITLE}}</h1>
<p class="lead">{{LEAD}}</p>
</header>
{{#MESSAGE_SEARCH}}
<search aria-labelledby="hc-search-label">
<form class="search big" action="/search">
<label id="hc-search-label" for="hc-search">[[search_question]]</label>
<input id="hc-search" type="search" name="q" value="{{QUERY}}" maxlength="200" autocomplete="off">
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
{{/MESSAGE_SEARCH}}
<p class="onward"><a href="/help.html">[[to_help]]</a></p>
</div>
</div>
