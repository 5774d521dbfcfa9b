{{%AUTOESCAPE context="HTML"}}
{{! The one button of a letter, and its link in full, to be copied. The table is for clients that
    give a link no padding. }}
<table role="presentation" cellspacing="0" cellpadding="0" border="0" style="margin:28px 0 12px;border-collapse:separate">
<tr><td style="border-radius:6px;background-color:{{BRAND_COLOR}};mso-padding-alt:13px 26px"><a href="{{LINK}}" style="display:inline-block;padding:13px 26px;border-radius:6px;background-color:{{BRAND_COLOR}};color:{{BRAND_INK}};font-weight:600;text-decoration:none">{{BUTTON_TEXT}}</a></td></tr>
</table>
<p class="soft" style="margin:0 0 28px;font-size:14px;color:#484c51">[[letter_copy]]<br><a href="{{LINK}}" style="color:inherit">{{LINK}}</a></p>
