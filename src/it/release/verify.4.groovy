import groovy.json.JsonSlurper

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failures().size() == 1
assert facts.failures()[0].contains("'release-two:8' was rejected at ")
assert !facts.failures()[0].contains("'release-one:8' was rejected")

// Of the refused set nothing is in prod, but the rejection itself.
assert facts.file('registries/prod').list() as List == ['release-two']
assert facts.tags('registries/prod', 'release-two').empty
['one', 'three', 'chart'].each {
    assert new URL("http://$registry/v2/release-prod/release-$it/tags/list").openConnection().responseCode == 404
}
def tags = new JsonSlurper().parse(new URL("http://$registry/v2/release-prod/release-two/tags/list")).tags
assert tags.every { it.startsWith('sha256-') || it == 'promotion-lock' }
