def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def kept = facts.json('kept.json')
['shop', 'billing'].each {
    assert facts.tag('registries/dev', it, '7') == kept[it]
    assert facts.tag('registries/dev', it, 'latest') == kept[it]
    assert facts.tags('registries/dev', it) == ['7', 'latest'] as Set
}
assert facts.record('billing').digest != kept.billing
assert facts.failure().contains('billing')
assert facts.failure().contains(kept.billing)
assert facts.failure().contains(facts.record('billing').digest)
