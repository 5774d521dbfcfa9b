{{%AUTOESCAPE context="HTML"}}
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>{{FEED_ID}}</id>
<title>[[news_feed_title]]: {{SHOP_NAME}}</title>
<updated>{{FEED_UPDATED}}</updated>
<link rel="self" type="application/atom+xml" href="{{BASE_URL}}/changes.xml"/>
<link rel="alternate" type="text/html" href="{{BASE_URL}}/changes"/>
<author><name>{{LEGAL_NAME}}</name></author>
{{#NEWS}}
<entry>
<id>{{NEWS_ID}}</id>
<title>{{LINK_TEXT}}</title>
<updated>{{NEWS_UPDATED}}</updated>
<link rel="alternate" type="text/html" href="{{BASE_URL}}{{LINK_HREF}}"/>
<summary>{{LINK_SUMMARY}}</summary>
</entry>
{{/NEWS}}
</feed>
