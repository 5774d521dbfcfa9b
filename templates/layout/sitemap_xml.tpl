{{%AUTOESCAPE context="HTML"}}
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{{#PAGE}}
<url><loc>{{BASE_URL}}{{PAGE_ADDRESS}}</loc><lastmod>{{PAGE_DATE}}</lastmod></url>
{{/PAGE}}
</urlset>
