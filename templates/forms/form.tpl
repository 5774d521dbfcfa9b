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
{{! The sign of an error is drawn here, and repeated at each field. }}
{{#ERROR_SUMMARY}}
<div class="errors" role="alert" tabindex="-1" autofocus aria-labelledby="hc-errors">
<h2 id="hc-errors"><svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><g id="hc-icon-alert"><circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.5v.01"/></g></svg>[[errors_title]]</h2>
<ul>
{{#ERROR_ITEM}}
<li><a href="{{ERROR_HREF}}">{{ERROR_TEXT}}</a></li>
{{/ERROR_ITEM}}
</ul>
</div>
{{/ERROR_SUMMARY}}
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
{{#FIELD}}
{{#HIDDEN}}
<input type="hidden" name="{{FIELD_NAME}}" value="{{FIELD_VALUE}}">
{{/HIDDEN}}
{{#INPUT}}
<div class="field{{#INVALID}} wrong{{/INVALID}}">
<label for="{{FIELD_ID}}">{{FIELD_LABEL}}{{#OPTIONAL}} <span class="optional">[[optional]]</span>{{/OPTIONAL}}</label>
{{#FIELD_HELP}}
<p class="help" id="{{HELP_ID}}">{{HELP_TEXT}}</p>
{{/FIELD_HELP}}
{{#FIELD_ERROR}}
<p class="error" id="{{ERROR_ID}}"><svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><use href="#hc-icon-alert"></use></svg>{{ERROR_TEXT}}</p>
{{/FIELD_ERROR}}
<input id="{{FIELD_ID}}" type="{{INPUT_TYPE}}" name="{{FIELD_NAME}}" value="{{FIELD_VALUE}}"{{#AUTOCOMPLETE}} autocomplete="{{AUTOCOMPLETE_TOKEN}}"{{/AUTOCOMPLETE}}{{#INPUT_MODE}} inputmode="{{INPUT_MODE_TOKEN}}"{{/INPUT_MODE}}{{#REQUIRED}} required{{/REQUIRED}}{{#DESCRIBED}} aria-describedby="{{DESCRIBED_BY}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>
</div>
{{/INPUT}}
{{#TEXTAREA}}
<div class="field{{#INVALID}} wrong{{/INVALID}}">
<label for="{{FIELD_ID}}">{{FIELD_LABEL}}{{#OPTIONAL}} <span class="optional">[[optional]]</span>{{/OPTIONAL}}</label>
{{#FIELD_HELP}}
<p class="help" id="{{HELP_ID}}">{{HELP_TEXT}}</p>
{{/FIELD_HELP}}
{{#FIELD_ERROR}}
<p class="error" id="{{ERROR_ID}}"><svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><use href="#hc-icon-alert"></use></svg>{{ERROR_TEXT}}</p>
{{/FIELD_ERROR}}
{{! pre_escape keeps line breaks; the first one after the tag is not part of the value. }}
<textarea id="{{FIELD_ID}}" name="{{FIELD_NAME}}" rows="6"{{#REQUIRED}} required{{/REQUIRED}}{{#DESCRIBED}} aria-describedby="{{DESCRIBED_BY}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>
{{FIELD_VALUE:pre_escape}}</textarea>
</div>
{{/TEXTAREA}}
{{#SELECT}}
<div class="field{{#INVALID}} wrong{{/INVALID}}">
<label for="{{FIELD_ID}}">{{FIELD_LABEL}}{{#OPTIONAL}} <span class="optional">[[optional]]</span>{{/OPTIONAL}}</label>
{{#FIELD_HELP}}
<p class="help" id="{{HELP_ID}}">{{HELP_TEXT}}</p>
{{/FIELD_HELP}}
{{#FIELD_ERROR}}
<p class="error" id="{{ERROR_ID}}"><svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><use href="#hc-icon-alert"></use></svg>{{ERROR_TEXT}}</p>
{{/FIELD_ERROR}}
<select id="{{FIELD_ID}}" name="{{FIELD_NAME}}"{{#AUTOCOMPLETE}} autocomplete="{{AUTOCOMPLETE_TOKEN}}"{{/AUTOCOMPLETE}}{{#REQUIRED}} required{{/REQUIRED}}{{#DESCRIBED}} aria-describedby="{{DESCRIBED_BY}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>
{{#OPTION}}
<option value="{{OPTION_VALUE}}"{{#CHECKED}} selected{{/CHECKED}}>{{OPTION_LABEL}}</option>
{{/OPTION}}
</select>
</div>
{{/SELECT}}
{{#CHOICES}}
<fieldset class="field choices{{#INVALID}} wrong{{/INVALID}}" id="{{FIELD_ID}}"{{#DESCRIBED}} aria-describedby="{{DESCRIBED_BY}}"{{/DESCRIBED}}>
<legend>{{FIELD_LABEL}}{{#OPTIONAL}} <span class="optional">[[optional]]</span>{{/OPTIONAL}}</legend>
{{#FIELD_HELP}}
<p class="help" id="{{HELP_ID}}">{{HELP_TEXT}}</p>
{{/FIELD_HELP}}
{{#FIELD_ERROR}}
<p class="error" id="{{ERROR_ID}}"><svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><use href="#hc-icon-alert"></use></svg>{{ERROR_TEXT}}</p>
{{/FIELD_ERROR}}
{{#OPTION}}
<label class="choice"><input id="{{OPTION_ID}}" type="{{CHOICE_TYPE}}" name="{{FIELD_NAME}}" value="{{OPTION_VALUE}}"{{#CHECKED}} checked{{/CHECKED}}> <span>{{OPTION_LABEL}}{{#OPTION_HELP}} <span class="help">{{OPTION_HELP_TEXT}}</span>{{/OPTION_HELP}}</span></label>
{{/OPTION}}
</fieldset>
{{/CHOICES}}
{{/FIELD}}
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
