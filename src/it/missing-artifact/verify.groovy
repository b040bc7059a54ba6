def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failures()[0].contains('it.image:missing-artifact:')
assert facts.failures()[0].contains('missing-artifact/repository')
assert facts.failures()[1].startsWith("Cannot get 'it.image:missing-artifact:")
assert facts.failures()[1].contains('http://127.0.0.1:1/repository')
