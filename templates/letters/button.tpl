{{%AUTOESCAPE context="HTML"}}
{{! The one button of a letter, and its link in full, to be copied. }}
{{! The table is for clients that give a link no padding; the edge, for the scheme in which the colour is faint. }}
<table role="presentation" style="margin:28px 0 12px;border-collapse:separate;border-spacing:0">
<tbody>
<tr><td style="border:1px solid {{BRAND_INK}};border-radius:7px;background-color:{{BRAND_COLOR}};mso-padding-alt:13px 26px"><a href="{{LINK}}" style="display:inline-block;padding:13px 26px;border-radius:6px;background-color:{{BRAND_COLOR}};color:{{BRAND_INK}};font-weight:600;text-decoration:none">{{BUTTON_TEXT}}</a></td></tr>
</tbody>
</table>
<p class="soft" style="margin:0 0 28px;font-size:14px;color:#484c51">[[letter_copy]]<br><a href="{{LINK}}" style="color:inherit">{{LINK}}</a></p>
