def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failure().contains('it.image:local-only-refused')
assert facts.failure().contains('-Dimage.allowLocal')
assert facts.failure().contains('-Dimage.remoteRepositories=id::url')
assert facts.tag('registries/dev', 'local-only-refused', '42') == facts.record().digest
