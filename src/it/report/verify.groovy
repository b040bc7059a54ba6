def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def digest = facts.record().digest
def page = facts.file('target/image/report.html').getText('UTF-8')
def site = facts.file('target/site/image-report.html').getText('UTF-8')
def whole = facts.file('target/site/image-pipeline.html').getText('UTF-8')

for (text in [page, site, whole]) {
    assert text.contains('acme/report')
    assert text.contains(digest[7..18])
    assert text.contains('unreachable')
    assert text.contains('<svg class="picture')
}
// The page needs nothing else; the site's one is in the site's looks, and leads to it.
assert page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'")
assert !(page =~ /<script|<link [^>]*stylesheet/)
assert page.contains('id="build-1"')
assert site.contains('href="image-pipeline.html"')
assert site.contains('href="image-pipeline.html#build-1"')
assert whole.contains('id="build-1"') && whole.contains(digest)
