import groovy.json.JsonOutput

def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def digests = ['shop', 'billing'].collectEntries { [it, facts.record(it).digest] }
def result = facts.json('target/image/promote-dev.json')
assert result.outcome == 'promoted'
assert result.images.collectEntries { [it.repository, it.digest] } == digests
// The goal ran once, at the root.
assert facts.log().readLines().count { it =~ /image-promotion-maven-plugin:.*:promote|image:.*:promote/ } == 1
digests.each { module, digest -> assert facts.tag('registries/dev', module, '7') == digest }
facts.file('kept.json').write(JsonOutput.toJson(digests))
