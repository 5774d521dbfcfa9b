{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<header class="head">
<h1>{{TITLE}}</h1>
<p class="lead">{{LEAD}}</p>
</header>
{{>ERRORS}}
{{#FOUND}}
<section class="dates" aria-labelledby="hc-parcel">
<h2 id="hc-parcel">[[delivery_found_title]]</h2>
<p>{{FOUND_TEXT}}</p>
<ul class="follow">
{{#CARRIER}}
<li><a href="{{LINK_HREF}}" rel="noreferrer">{{LINK_TEXT}}</a></li>
{{/CARRIER}}
</ul>
</section>
{{/FOUND}}
{{#DATES}}
<section class="dates" aria-labelledby="hc-dates">
<h2 id="hc-dates">[[delivery_title]]</h2>
{{#WINDOW}}
<p class="window">{{#SPAN}}[[delivery_between]] <time datetime="{{FIRST_ISO}}">{{FIRST_TEXT}}</time> [[delivery_and]] <time datetime="{{LAST_ISO}}">{{LAST_TEXT}}</time>{{/SPAN}}{{#DAY}}[[delivery_on]] <time datetime="{{FIRST_ISO}}">{{FIRST_TEXT}}</time>{{/DAY}}</p>
{{/WINDOW}}
<p class="meta">{{ORDERED_TEXT}}</p>
{{#NOTE}}
<p class="note">{{NOTE_TEXT}}</p>
{{/NOTE}}
{{#WHY}}
<h3>[[delivery_why]]</h3>
<ol class="steps">
{{#STEP}}
<li>{{STEP_TEXT}}</li>
{{/STEP}}
</ol>
{{/WHY}}
{{#METHODS}}
<h3>{{METHODS_TITLE}}</h3>
<section class="table" tabindex="0" aria-label="[[delivery_others_to]]">
<table>
<thead>
<tr><th scope="col">[[delivery_column_method]]</th><th scope="col">[[delivery_column_arrives]]</th><th scope="col">[[delivery_column_leaves]]</th></tr>
</thead>
<tbody>
{{#METHOD}}
<tr><td><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></td>{{#CELL}}<td>{{#SPAN}}<time datetime="{{FIRST_ISO}}">{{FIRST_TEXT}}</time> [[delivery_to]] <time datetime="{{LAST_ISO}}">{{LAST_TEXT}}</time>{{/SPAN}}{{#DAY}}<time datetime="{{FIRST_ISO}}">{{FIRST_TEXT}}</time>{{/DAY}}</td>{{/CELL}}</tr>
{{/METHOD}}
</tbody>
</table>
</section>
{{/METHODS}}
<p class="meta">[[delivery_estimate]]</p>
</section>
{{/DATES}}
{{#DELIVERY_OFF}}
<p class="note">[[delivery_off]] <a href="/help/shipping-and-delivery.html">[[delivery_off_link]]</a></p>
{{/DELIVERY_OFF}}
{{#FINDER}}
<form class="form" action="/delivery" novalidate>
<div class="fields finder">
{{>FIELD}}
</div>
<button type="submit">[[delivery_send]]</button>
</form>
{{/FINDER}}
<section class="prose tracker" aria-labelledby="hc-track">
<h2 id="hc-track">[[delivery_track_title]]</h2>
<form class="form" action="/delivery" method="post" novalidate>
<div class="fields">
{{>TRACKER}}
</div>
<button type="submit" class="quiet">[[delivery_track_send]]</button>
</form>
</section>
<div class="prose">
{{BODY:none}}
</div>
</div>
</div>
{{>HELP_BAND}}
