def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.failure().contains("'production'")
assert facts.failure().contains('dev, test, prod')
assert !facts.file('registries').exists()
