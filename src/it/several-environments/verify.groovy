def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failure().contains("'prod'")
assert facts.failure().contains("'test'")

def digest = facts.record().digest
['dev', 'test', 'prod-east', 'prod-west'].each {
    assert facts.tag('registries/' + it, 'several-environments', '42') == digest
}
assert facts.tags('registries/dev', 'several-environments') == ['42', 'latest'] as Set
assert facts.tags('registries/prod-east', 'several-environments') == ['42'] as Set

def results = ['dev', 'test', 'prod'].collect { facts.json('target/image/promote-' + it + '.json') }
assert results*.outcome == ['promoted'] * 3
assert results*.images*.size() == [1, 1, 2]
assert results*.started == results*.started.sort()
