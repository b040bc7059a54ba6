def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failures().size() == 3
assert facts.failures()[1].contains('2 checks fail, the first in')
assert facts.log() =~ /FAIL  records    dev: no record says/
['requireSignature', 'requireDocuments provenance', 'requireDocuments sbom'].each { assert facts.failures()[2].contains(it) }
assert facts.tags('registries/dev', 'verify') == ['42', 'latest'] as Set
assert !(facts.log() =~ /(?m)^\s+at [\w.]+\([\w.]+java:\d+\)/)
def refused = facts.json('target/image/promote-dev.json')
assert refused.outcome == 'refused' && refused.images[0].record == null
// The repair brought the record back, and it is the only one.
def listed = new groovy.json.JsonSlurper().parse(facts.file('registries/dev/verify/index.json')).manifests
assert listed.count { it.annotations?.containsValue('https://imagepromotion.github.io/promotion/v1') } == 1
assert facts.json('target/image/verify-dev.json').outcome == 'verified'
