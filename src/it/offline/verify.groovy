def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.tag('registries/dev', 'offline', '42') == facts.record().digest
assert facts.failure().contains('offline')
assert facts.failure().contains('registry.example')
