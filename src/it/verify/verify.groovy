def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failures().size() == 3
assert facts.failures()[1].contains('records')
['requireSignature', 'requireDocuments provenance', 'requireDocuments sbom'].each { assert facts.failures()[2].contains(it) }
assert facts.tags('registries/dev', 'verify') == ['42', 'latest'] as Set
assert !(facts.log() =~ /(?m)^\s+at [\w.]+\([\w.]+java:\d+\)/)
assert facts.json('target/image/promote-dev.json').images[0].record != null
assert facts.json('target/image/verify-dev.json').outcome == 'verified'
