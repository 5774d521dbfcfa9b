{{%AUTOESCAPE context="HTML"}}
<div class="block wrap">
<div class="text">
<header class="head">
<h1>{{TITLE}}</h1>
<p class="lead">{{LEAD}}</p>
</header>
{{#SAVED}}
<p class="saved" role="status"><svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="m5 12.5 4.5 4.5L19 7.5"/></svg>{{SAVED_TEXT}}</p>
{{/SAVED}}
{{>ERRORS}}
{{#NOTE}}
<p class="note" role="alert">{{NOTE_TEXT}}</p>
{{/NOTE}}
{{#INTRO}}
<div class="prose">
{{BODY:none}}
</div>
{{/INTRO}}
<form class="form" action="{{ACTION}}" method="post" novalidate>
{{#FIELDSET}}
{{#GROUP}}
<div class="group">
<h2>[[group_corrections]]</h2>
<p class="help">[[group_corrections_help]]</p>
</div>
{{/GROUP}}
{{#LEGEND}}
<fieldset{{#PAIR}} class="pair"{{/PAIR}}{{#HEADED}} class="headed"{{/HEADED}}>
<legend>{{LEGEND_TEXT}}</legend>
{{#LEGEND_HELP}}
<p class="help">{{LEGEND_HELP_TEXT}}</p>
{{/LEGEND_HELP}}
{{/LEGEND}}
<div class="fields">
{{>FIELD}}
</div>
{{#LEGEND}}
</fieldset>
{{/LEGEND}}
{{/FIELDSET}}
<div class="trap" aria-hidden="true">
<label for="hc-website">[[trap_label]]</label>
<input id="hc-website" type="text" name="website" tabindex="-1" autocomplete="off">
</div>
{{#SIGNED}}
<input type="hidden" name="nonce" value="{{NONCE}}">
{{/SIGNED}}
{{#CONSENT}}
<p class="consent">{{CONSENT_TEXT}} <a href="{{POLICY_HREF}}">[[privacy_policy]]</a></p>
{{/CONSENT}}
<button type="submit">{{SUBMIT_TEXT}}</button>
</form>
{{#STOP_ALL}}
<form class="stop" action="{{ACTION}}" method="post">
<h2>[[choose_all_title]]</h2>
<p>[[choose_all_lead]]</p>
<input type="hidden" name="nonce" value="{{NONCE}}">
<button type="submit" name="all" value="1" class="quiet">[[leave_all_button]]</button>
</form>
{{/STOP_ALL}}
</div>
</div>
