import groovy.json.JsonOutput

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def digests = ['shop', 'billing'].collectEntries { [it, facts.record(it).digest] }
def result = facts.json('target/image/promote-dev.json')
assert result.outcome == 'promoted'
assert result.images.collectEntries { [it.repository, it.digest] } == digests
// The module that came last delivered both, in one promotion.
assert facts.log().readLines().count { it.contains('Read back and the same') } == 1
assert facts.log().readLines().count { it.contains('Promoted to dev') } == 2
digests.each { module, digest -> assert facts.tag('registries/dev', module, '7') == digest }
facts.file('kept.json').write(JsonOutput.toJson(digests))
