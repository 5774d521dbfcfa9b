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
{{#CORRECTED}}
<p>[[search_corrected]] <strong>{{CORRECTED_TEXT}}</strong>.</p>
{{/CORRECTED}}
{{#MEANT}}
<p>[[search_meant]] <a href="{{MEANT_HREF}}">{{MEANT_TEXT}}</a>?</p>
{{/MEANT}}
{{#KINDS}}
<nav class="kinds" aria-label="[[kinds_label]]">
<ul>
{{#KIND}}
<li>{{#KIND_LINK}}<a href="{{KIND_HREF}}">{{KIND_NAME}} <span>{{KIND_COUNT}}</span></a>{{/KIND_LINK}}{{#KIND_HERE}}<span class="here" aria-current="true">{{KIND_NAME}} <span>{{KIND_COUNT}}</span></span>{{/KIND_HERE}}</li>
{{/KIND}}
</ul>
</nav>
{{/KINDS}}
{{#FOUND}}
{{#PARTLY}}
<p>[[search_partly]]</p>
{{/PARTLY}}
<p class="meta">[[search_found]] {{FOUND_COUNT}}</p>
<ol class="results" start="{{FIRST}}">
{{#RESULT}}
<li>
<h2><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></h2>
<p class="meta"><span class="kind">{{RESULT_KIND}}</span> {{#PLACE}}<span class="place">{{#PLACE_LINK}}<a href="{{PLACE_HREF}}">{{PLACE_TEXT}}</a>{{/PLACE_LINK}}{{#PLACE_PLAIN}}{{PLACE_TEXT}}{{/PLACE_PLAIN}}</span>{{/PLACE}}</p>
<p>{{#PART}}{{#PART_PLAIN}}{{PART_TEXT}}{{/PART_PLAIN}}{{#PART_MARK}}<mark>{{PART_TEXT}}</mark>{{/PART_MARK}}{{/PART}}</p>
</li>
{{/RESULT}}
</ol>
{{/FOUND}}
{{#PAGER}}
<nav class="pager" aria-label="[[pager_label]]">
{{#BEFORE}}
<a rel="prev" href="{{BEFORE_HREF}}">[[pager_before]]</a>
{{/BEFORE}}
<span>{{PAGER_HERE}}</span>
{{#AFTER}}
<a rel="next" href="{{AFTER_HREF}}">[[pager_after]]</a>
{{/AFTER}}
</nav>
{{/PAGER}}
{{#NOTHING}}
<div class="prose">
<h2>[[nothing_title]]</h2>
<p>[[nothing_lead]]</p>
<ul>
<li>[[nothing_spelling]]</li>
<li>[[nothing_fewer]]</li>
<li>[[nothing_sitemap]] <a href="/help/sitemap.html">[[sitemap_link]]</a></li>
</ul>
<p>[[nothing_ask]]</p>
<ul>
<li><a href="/expert-advice">[[nothing_expert]]</a></li>
<li><a href="/contact">[[nothing_contact]]</a></li>
</ul>
</div>
{{#NEAR}}
<div class="popular">
<h2>[[nothing_near_title]]</h2>
<ul>
{{#NEAREST}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/NEAREST}}
</ul>
</div>
{{/NEAR}}
{{#OFTEN}}
<div class="popular">
<h2>[[popular_title]]</h2>
<ul>
{{#POPULAR}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/POPULAR}}
</ul>
</div>
{{/OFTEN}}
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
