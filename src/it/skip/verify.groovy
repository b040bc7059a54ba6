def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

assert facts.file('target/skip-1.0.jar').file
assert facts.file('target').list().every { !it.contains('image') }
assert !facts.file('registries').exists()
