{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<h1>{{TITLE}}</h1>
<search aria-labelledby="hc-search-label">
<form class="search big" action="/search">
<label id="hc-search-label" for="hc-search">[[search_question]]</label>
<input id="hc-search" type="search" name="q" value="{{QUERY}}" maxlength="200" autocomplete="off">
<button type="submit">[[search_button]]</button>
</form>
</search>
{{#FOUND}}
<p class="meta">[[search_found]] {{FOUND_COUNT}}</p>
<ol class="results">
{{#RESULT}}
<li>
<h2><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></h2>
<p class="meta">{{RESULT_PATH}}</p>
<p>{{#PART}}{{#PART_PLAIN}}{{PART_TEXT}}{{/PART_PLAIN}}{{#PART_MARK}}<mark>{{PART_TEXT}}</mark>{{/PART_MARK}}{{/PART}}</p>
</li>
{{/RESULT}}
</ol>
{{/FOUND}}
{{#NOTHING}}
<div class="prose">
<h2>[[nothing_title]]</h2>
<p>[[nothing_lead]]</p>
<ul>
<li>[[nothing_spelling]]</li>
<li>[[nothing_fewer]]</li>
<li>[[nothing_sitemap]] <a href="/help/sitemap.html">[[sitemap_link]]</a></li>
</ul>
</div>
<div class="popular">
<h2>[[popular_title]]</h2>
<ul>
{{#POPULAR}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/POPULAR}}
</ul>
</div>
{{/NOTHING}}
{{#ASK}}
<p>[[ask_lead]]</p>
<div class="popular">
<h2>[[popular_title]]</h2>
<ul>
{{#POPULAR}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/POPULAR}}
</ul>
</div>
{{/ASK}}
</div>
</div>
{{>HELP_BAND}}
