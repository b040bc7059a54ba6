def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failure().contains('it.image:missing-artifact:')
assert facts.failure().contains('missing-artifact/repository')
