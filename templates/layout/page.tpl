{{%AUTOESCAPE context="HTML"}}
{{! The document. Includes stand in column 0, or ctemplate would indent what they bring. }}
<!DOCTYPE html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{DOC_TITLE}}</title>
<meta name="description" content="{{SUMMARY}}">
{{#NOINDEX}}
<meta name="robots" content="noindex">
{{/NOINDEX}}
<link rel="canonical" href="{{CANONICAL}}">
<link rel="alternate" type="application/atom+xml" title="[[news_feed_title]]" href="/changes.xml">
<meta property="og:title" content="{{TITLE}}">
<meta property="og:description" content="{{SUMMARY}}">
<meta property="og:type" content="{{OG_TYPE}}">
{{#OG_ARTICLE}}
<meta property="article:modified_time" content="{{OG_MODIFIED}}">
{{/OG_ARTICLE}}
<meta property="og:url" content="{{CANONICAL}}">
<meta property="og:site_name" content="{{SHOP_NAME}}">
<style>{{BRAND_STYLE:none}}</style>
<link rel="stylesheet" href="{{STYLE_HREF}}">
<link rel="icon" type="image/svg+xml" href="{{ICON_HREF}}">
{{#SUGGEST}}
<script src="{{SUGGEST_HREF}}" defer data-label="[[suggest_label]]" data-one="[[suggest_one]]" data-many="[[suggest_many]]"></script>
{{/SUGGEST}}
{{#JSON_LD}}
<script type="application/ld+json">{{JSON_LD_TEXT:none}}</script>
{{/JSON_LD}}
</head>
<body>
<a class="skip" href="#hc-main">[[skip_to_content]]</a>
<header>
<div class="masthead wrap">
<p class="brand"><a href="/help.html"><b>{{SHOP_NAME}}</b> <span>[[site_name]]</span></a></p>
<nav class="menu" aria-label="[[menu_label]]">
<ul>
<li><a href="/help.html">[[menu_help]]</a></li>
<li><a href="/contact">[[menu_contact]]</a></li>
<li><a href="/my-data">[[menu_my_data]]</a></li>
<li><a href="{{STORE_URL}}">[[menu_store]]</a></li>
</ul>
</nav>
{{#HEADER_SEARCH}}
<search aria-labelledby="hc-header-search-label">
<form class="search" action="/search">
<label class="unseen" id="hc-header-search-label" for="hc-header-search">[[search_label]]</label>
<input id="hc-header-search" type="search" name="q" value="{{QUERY}}" maxlength="200" autocomplete="off" placeholder="[[search_hint]]">
<button type="submit"><svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/></svg><span class="unseen">[[search_button]]</span></button>
</form>
</search>
{{/HEADER_SEARCH}}
</div>
<div class="trail wrap">
{{#CRUMBS}}
<nav class="crumbs" aria-label="[[crumbs_label]]">
<ol>
{{#CRUMB}}
<li>{{#CRUMB_LINK}}<a href="{{CRUMB_HREF}}">{{CRUMB_TITLE}}</a>{{/CRUMB_LINK}}{{#CRUMB_HERE}}<span aria-current="page">{{CRUMB_TITLE}}</span>{{/CRUMB_HERE}}</li>
{{/CRUMB}}
</ol>
</nav>
{{/CRUMBS}}
{{BACK:none}}
</div>
</header>
<main class="main" id="hc-main" tabindex="-1">
{{BANNER:none}}
{{>MAIN}}
</main>
<footer class="footer wrap">
<nav class="columns" aria-label="[[footer_label]]">
{{#FOOTER_COLUMN}}
<div>
<h2>{{COLUMN_TITLE}}</h2>
<ul>
{{#FOOTER_LINK}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/FOOTER_LINK}}
</ul>
</div>
{{/FOOTER_COLUMN}}
</nav>
<p class="line"><span>{{DATE}}</span> <span>{{COUNT}} [[requests_since]] {{COUNT_SINCE}}</span></p>
<div class="notices">
{{NOTICES:none}}
</div>
<div class="legal">
<p>© {{YEAR}} {{LEGAL_NAME}}</p>
<ul>
{{#LEGAL_LINK}}
<li><a href="{{LINK_HREF}}">{{LINK_TEXT}}</a></li>
{{/LEGAL_LINK}}
</ul>
</div>
</footer>
</body>
</html>
