{{%AUTOESCAPE context="HTML"}}
{{#HIDDEN}}
<input type="hidden" name="{{FIELD_NAME}}" value="{{FIELD_VALUE}}">
{{/HIDDEN}}
{{#LABELLED}}
<div class="field{{#INVALID}} wrong{{/INVALID}}">
<label for="{{FIELD_NAME}}">{{FIELD_LABEL}}{{#OPTIONAL}} <span class="optional">[[optional]]</span>{{/OPTIONAL}}</label>
{{#FIELD_HELP}}
<p class="help" id="{{HELP_ID}}">{{HELP_TEXT}}</p>
{{/FIELD_HELP}}
{{#FIELD_ERROR}}
<p class="error" id="{{ERROR_ID}}"><svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><use href="#hc-icon-alert"></use></svg>{{ERROR_TEXT}}</p>
{{/FIELD_ERROR}}
{{#INPUT}}
<input id="{{FIELD_NAME}}" type="{{INPUT_TYPE}}" name="{{FIELD_NAME}}" value="{{FIELD_VALUE}}"{{#AUTOCOMPLETE}} autocomplete="{{AUTOCOMPLETE_TOKEN}}"{{/AUTOCOMPLETE}}{{#INPUT_MODE}} inputmode="{{INPUT_MODE_TOKEN}}"{{/INPUT_MODE}}{{#REQUIRED}} required{{/REQUIRED}}{{#DESCRIBED}} aria-describedby="{{DESCRIBED_BY}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>
{{/INPUT}}
{{#TEXTAREA}}
{{! pre_escape keeps line breaks; the first one after the tag is not part of the value. }}
<textarea id="{{FIELD_NAME}}" name="{{FIELD_NAME}}" rows="6"{{#REQUIRED}} required{{/REQUIRED}}{{#DESCRIBED}} aria-describedby="{{DESCRIBED_BY}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>
{{FIELD_VALUE:pre_escape}}</textarea>
{{/TEXTAREA}}
{{#SELECT}}
<select id="{{FIELD_NAME}}" name="{{FIELD_NAME}}"{{#AUTOCOMPLETE}} autocomplete="{{AUTOCOMPLETE_TOKEN}}"{{/AUTOCOMPLETE}}{{#REQUIRED}} required{{/REQUIRED}}{{#DESCRIBED}} aria-describedby="{{DESCRIBED_BY}}"{{/DESCRIBED}}{{#INVALID}} aria-invalid="true"{{/INVALID}}>
{{#OPTION}}
<option value="{{OPTION_VALUE}}"{{#CHECKED}} selected{{/CHECKED}}>{{OPTION_LABEL}}</option>
{{/OPTION}}
</select>
{{/SELECT}}
</div>
{{/LABELLED}}
{{#CHOICES}}
<fieldset class="field choices{{#INVALID}} wrong{{/INVALID}}" id="{{FIELD_NAME}}"{{#DESCRIBED}} aria-describedby="{{DESCRIBED_BY}}"{{/DESCRIBED}}>
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
